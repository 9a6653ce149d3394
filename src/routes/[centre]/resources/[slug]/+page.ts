import { fetchPublic } from '$lib/calendar/fetch-public.ts';
import { scheduleKey } from '$lib/calendar/keep-fresh.ts';
import { now } from '$lib/calendar/now.ts';
import { recentSchedule } from '$lib/calendar/recent-schedules.ts';
import { addWeeks, weekOf } from '$lib/calendar/weeks.ts';
import type { Localized } from '$lib/i18n/localized.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, fetch, params, parent }) => {
	depends(scheduleKey);
	const { centre } = await parent();
	const resource = centre.resources.find(({ slug }) => slug === params.slug);
	if (!resource) {
		// Addresses live longer than rooms: what was here once says so.
		const gone = await fetchPublic(fetch, `/api/${params.centre}/archived/${params.slug}`);
		const archived: { name: Localized } = await gone.json();
		return { archived };
	}
	const week = weekOf(now(), centre.timeZone);
	const [schedule, next] = await Promise.all([
		recentSchedule(fetch, params.centre, week),
		recentSchedule(fetch, params.centre, addWeeks(week, 1))
	]);
	return { archived: null, resource, schedule, next };
};
