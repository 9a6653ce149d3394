import type { Day } from './days.ts';
import { byStart, overlaps } from './periods.ts';
import type { Schedule, ScheduleEntry, ScheduleResource } from './schedule.ts';
import { periodOfDay } from './wall-clock.ts';

/** What is on, on one day of the schedule, in order of time; a night's booking is on both days. */
export function entriesOn(schedule: Schedule, day: Day): ScheduleEntry[] {
	const whole = periodOfDay(day, schedule.centre.timeZone);
	return schedule.entries.filter((entry) => overlaps(entry, whole)).sort(byStart);
}

/** The resources of an entry that the schedule knows, rooms first. */
export function resourcesOf(schedule: Schedule, entry: ScheduleEntry): ScheduleResource[] {
	return schedule.resources.filter(({ id }) => entry.resources.includes(id));
}

/** Only the entries that use one of the resources. */
export function entriesOf(
	entries: ScheduleEntry[],
	resources: ScheduleResource[]
): ScheduleEntry[] {
	const ids = new Set(resources.map(({ id }) => id));
	return entries.filter((entry) => entry.resources.some((id) => ids.has(id)));
}
