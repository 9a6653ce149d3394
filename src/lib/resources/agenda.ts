import type { CalendarView } from '../calendar/calendar-view.ts';
import type { Day } from '../calendar/days.ts';
import { byStart, intersection, minutesIn, subtract, type Period } from '../calendar/periods.ts';
import { entriesOf, entriesOn, resourcesOf } from '../calendar/programme.ts';
import type { Schedule, ScheduleEntry, ScheduleResource } from '../calendar/schedule.ts';
import { shownResources } from './filter.ts';
import { freePeriods } from './free-time.ts';

/** Something that is on, with where it is. */
export type EntryItem = { type: 'entry'; entry: ScheduleEntry; resources: ScheduleResource[] };
/** Time in which nothing is on and so many resources can be booked. */
export type FreeItem = { type: 'free'; period: Period; resources: ScheduleResource[] };
export type AgendaItem = EntryItem | FreeItem;

/** A resource's own free time on the day. */
export type FreeTime = { resource: ScheduleResource; period: Period };

/** Everything that can still be booked on the day, in order of time. */
export function freeTimes(
	schedule: Schedule,
	resources: ScheduleResource[],
	day: Day,
	now: Date
): FreeTime[] {
	return resources
		.flatMap((resource) =>
			freePeriods(schedule, resource, day, now).map((period) => ({ resource, period }))
		)
		.sort((a, b) => byStart(a.period, b.period));
}

/** What the plan of a view's day lists: only the free time of each resource, or the whole day. */
export function itemsOf(
	schedule: Schedule,
	view: CalendarView,
	now: Date,
	resources = shownResources(schedule.resources, view),
	free = freeTimes(schedule, resources, view.day, now)
): AgendaItem[] {
	if (!view.onlyFree) return agendaOf(schedule, resources, view.day, free);
	return free.map(({ resource, period }) => ({ type: 'free', period, resources: [resource] }));
}

/** The day in order: what is on, and between it the time in which nothing is and rooms are free. */
export function agendaOf(
	schedule: Schedule,
	resources: ScheduleResource[],
	day: Day,
	free: FreeTime[]
): AgendaItem[] {
	const entries = entriesOf(entriesOn(schedule, day), resources);
	const open = schedule.days.find(({ date }) => date === day)?.open ?? [];
	const items: AgendaItem[] = entries.map((entry) => ({
		type: 'entry',
		entry,
		resources: resourcesOf(schedule, entry)
	}));
	const gaps = subtract(open, entries).flatMap((gap) => freeIn(gap, free) ?? []);
	return [...items, ...gaps].sort((a, b) => byStart(periodOf(a), periodOf(b)));
}

export function periodOf(item: AgendaItem): Period {
	return item.type === 'entry' ? item.entry : item.period;
}

/** The part of the gap in which at least one resource can be had for its shortest booking. */
function freeIn(gap: Period, free: FreeTime[]): FreeItem | null {
	const parts = free.flatMap(({ resource, period }) => {
		const part = intersection(gap, period);
		return part && minutesIn(part) >= resource.min ? { resource, part } : [];
	});
	const [first] = parts;
	if (!first) return null;
	const starts = parts.reduce((at, { part }) => (part.starts < at ? part.starts : at), gap.ends);
	const ends = parts.reduce((at, { part }) => (part.ends > at ? part.ends : at), gap.starts);
	const resources = [...new Set(parts.map(({ resource }) => resource))];
	return { type: 'free', period: { starts, ends }, resources };
}
