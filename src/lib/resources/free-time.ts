import { freeStarts } from '../bookings/availability.ts';
import type { Day } from '../calendar/days.ts';
import { addMinutes, minutesIn, type Period } from '../calendar/periods.ts';
import type { Schedule, ScheduleResource } from '../calendar/schedule.ts';
import { dayOf, timeOf } from '../calendar/wall-clock.ts';

/** Time of a day in which a resource can be booked, from the first start to the last end. */
export function freePeriods(
	schedule: Schedule,
	resource: ScheduleResource,
	day: Day,
	now: Date
): Period[] {
	if (resource.openTo === 'staff') return [];
	const periods: Period[] = [];
	for (const starts of freeStarts([schedule], resource, day, resource.min, [], now)) {
		const ends = addMinutes(starts, resource.min);
		const last = periods.at(-1);
		// starts in a row, one step apart, are one period
		if (last && addMinutes(last.ends, resource.step) >= ends) last.ends = ends;
		else periods.push({ starts, ends });
	}
	return periods;
}

export type DayMark = 'free' | 'full' | 'closed' | 'past';

/** What a day still offers: any of the resources, none of them, or nothing because it is closed. */
export function markOf(
	schedule: Schedule,
	resources: ScheduleResource[],
	day: Day,
	now: Date
): DayMark {
	if (!schedule.days.some(({ date, open }) => date === day && open.length > 0)) return 'closed';
	if (day < dayOf(now, schedule.centre.timeZone)) return 'past';
	const isFree = resources.some((resource) => freePeriods(schedule, resource, day, now).length > 0);
	return isFree ? 'free' : 'full';
}

const usualMinutes = 120;

/** The booking flow's query with a resource and a time filled in: two hours where they fit. */
export function bookingQuery(resource: ScheduleResource, free: Period, zone: string): string {
	const length = Math.min(Math.max(usualMinutes, resource.min), resource.max, minutesIn(free));
	const minutes = Math.max(length - (length % resource.step), resource.min);
	return `?${new URLSearchParams({
		kind: resource.kind,
		resource: resource.slug,
		day: dayOf(free.starts, zone),
		start: timeOf(free.starts, zone),
		minutes: String(minutes)
	}).toString()}`;
}
