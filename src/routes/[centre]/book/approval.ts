import { formatDate } from '$lib/calendar/format.ts';
import { now } from '$lib/calendar/now.ts';
import type { ScheduleResource } from '$lib/calendar/schedule.ts';
import { dayOf } from '$lib/calendar/wall-clock.ts';
import type { Centre } from '$lib/centres/data.ts';
import { m } from '$lib/i18n/paraglide/messages.js';
import { getLocale } from '$lib/i18n/paraglide/runtime.js';

/** Does a request for it wait for staff? Trusted organisations are asked about by the database. */
export function needsApproval({ approval }: Pick<ScheduleResource, 'approval'>): boolean {
	return approval !== 'auto';
}

/** 'potwierdza zespół MAM, do 24 listopada'; '' when it is confirmed at once. */
export function approvalNote(resource: ScheduleResource, centre: Centre): string {
	if (!needsApproval(resource)) return '';
	const latest = new Date(now().getTime() + centre.pendingHoldMinutes * 60_000);
	return m.booking_review_until({
		when: formatDate(dayOf(latest, centre.timeZone), getLocale())
	});
}
