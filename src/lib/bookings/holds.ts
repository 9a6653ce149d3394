import { intersection, type Period } from '../calendar/periods.ts';
import type { Schedule, ScheduleResource } from '../calendar/schedule.ts';

/** What one booking holds of a set of units. Times in milliseconds, turnaround in minutes. */
export type Hold = {
	starts: number;
	/** End plus the turnaround of that booking. */
	freeFrom: number;
	/** How many of the units it holds. */
	units: number;
	/** How long a new booking must leave those units before this one begins. */
	turnaround: number;
};

/** What the bookings of the schedules hold of the units; one that spans two weeks counts once. */
export function holdsOf(schedules: readonly Schedule[], units: ScheduleResource['units']): Hold[] {
	const turnarounds = new Map(units.map(({ id, turnaround }) => [id, turnaround]));
	const entries = new Map(
		schedules.flatMap((schedule) => schedule.entries).map((entry) => [entry.id, entry])
	);
	return [...entries.values()].flatMap((entry) => {
		const held = entry.units.flatMap((unit) => turnarounds.get(unit) ?? []);
		if (held.length === 0) return [];
		const turnaround = Math.max(...held);
		// The booking's freeFrom is that of its slowest unit; a projector is free before the room is.
		const freeFrom =
			entry.units.length === held.length
				? entry.freeFrom.getTime()
				: Math.min(entry.freeFrom.getTime(), entry.ends.getTime() + turnaround * 60_000);
		return { starts: entry.starts.getTime(), freeFrom, units: held.length, turnaround };
	});
}

/**
 * The largest number of units held at one instant of the period and the turnaround after it.
 * Use only changes where a hold begins, so those instants and the first one are enough.
 */
export function peakOfHolds(holds: readonly Hold[], period: Period): number {
	const from = period.starts.getTime();
	return Math.max(
		0,
		...[from, ...holds.map(({ starts }) => starts)]
			.filter((instant) => instant >= from)
			.map((instant) =>
				holds
					.filter(({ starts, freeFrom }) => starts <= instant && instant < freeFrom)
					.reduce((sum, { units }) => sum + units, 0)
			)
	);
}

/**
 * When a resource may be used: the centre's hours of each week, within the resource's own where it
 * has some. Hours that touch, as over midnight, are one period.
 */
export function openPeriods(schedules: readonly Schedule[], resource: string): Period[] {
	const periods = schedules.flatMap(({ days, resources }) => {
		const own = resources.find(({ id }) => id === resource)?.open;
		const centre = joined(days.flatMap(({ open }) => open));
		if (!own) return centre;
		return joined(own).flatMap((mine) => centre.flatMap((open) => intersection(mine, open) ?? []));
	});
	return joined(periods);
}

function joined(periods: readonly Period[]): Period[] {
	const result: Period[] = [];
	for (const period of periods.toSorted((a, b) => a.starts.getTime() - b.starts.getTime())) {
		const last = result.at(-1);
		if (last && period.starts <= last.ends)
			result[result.length - 1] = {
				starts: last.starts,
				ends: last.ends > period.ends ? last.ends : period.ends
			};
		else result.push(period);
	}
	return result;
}
