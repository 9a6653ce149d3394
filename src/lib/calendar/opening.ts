import { includes, type Period } from './periods.ts';
import type { ScheduleDay } from './schedule.ts';

/** Whether a place is open at an instant, and what comes next; `opens` null: not within the days. */
export type Opening = { isOpen: true; until: Date } | { isOpen: false; opens: Date | null };

/** Reads it off opening hours in order of time; hours that touch (12–16, 16–20) count as one. */
export function openingAt(hours: Period[], instant: Date): Opening {
	const current = hours.find((period) => includes(period, instant));
	if (!current) {
		const next = hours.find(({ starts }) => starts > instant);
		return { isOpen: false, opens: next?.starts ?? null };
	}
	let until = current.ends;
	for (const { starts, ends } of hours) {
		if (starts <= until && ends > until) until = ends;
	}
	return { isOpen: true, until };
}

/** The opening hours of several days, one after the other. */
export function hoursOf(days: ScheduleDay[]): Period[] {
	return days.flatMap(({ open }) => open);
}

/** The hours of one resource on one day: its own where it has some, else the centre's. */
export function hoursOn(day: ScheduleDay, own: Period[] | null, bounds: Period): Period[] {
	return own ? own.filter(({ starts }) => includes(bounds, starts)) : day.open;
}
