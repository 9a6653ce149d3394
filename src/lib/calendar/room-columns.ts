import { addMinutes, minutesIn, type Period } from './periods.ts';
import type { ScheduleEntry, ScheduleResource } from './schedule.ts';

/** One resource's day beside the others. */
export type Column = { resource: ScheduleResource; entries: ScheduleEntry[]; free: Period[] };

const hour = 60;

/** The whole hours that hold opening time and everything that is on; null when there is neither. */
export function spanOf(open: Period[], columns: Column[]): Period | null {
	const periods = [...open, ...columns.flatMap(({ entries }) => entries)];
	if (periods.length === 0) return null;
	const starts = Math.min(...periods.map((period) => period.starts.getTime()));
	const ends = Math.max(...periods.map((period) => period.ends.getTime()));
	const whole = hour * 60_000;
	return {
		starts: new Date(Math.floor(starts / whole) * whole),
		ends: new Date(Math.ceil(ends / whole) * whole)
	};
}

/** The instants of every hour of a span, the last one included. */
export function hoursOfSpan(span: Period): Date[] {
	const count = minutesIn(span) / hour;
	return Array.from({ length: count + 1 }, (_, index) => addMinutes(span.starts, index * hour));
}

/** Minutes from the beginning of the span to an instant, kept within the span. */
export function minutesInto(span: Period, instant: Date): number {
	const minutes = minutesIn({ starts: span.starts, ends: instant });
	return Math.max(0, Math.min(minutes, minutesIn(span)));
}

/**
 * The start meant by a tap so far down in a free period (0 top, 1 bottom): on the resource's step,
 * and early enough for its shortest booking.
 */
export function startAt(
	free: Period,
	{ step, min }: Pick<ScheduleResource, 'step' | 'min'>,
	part: number
): Date {
	const tapped = Math.floor((minutesIn(free) * part) / step) * step;
	return addMinutes(free.starts, Math.max(0, Math.min(tapped, minutesIn(free) - min)));
}
