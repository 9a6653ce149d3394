import { addDays, weekdayOf } from '../calendar/days.ts';
import { minutesIn, type Period } from '../calendar/periods.ts';
import type { Schedule } from '../calendar/schedule.ts';
import { dayOf, instantAt, timeOf } from '../calendar/wall-clock.ts';
import {
	freeRooms,
	freeStarts,
	isFree,
	resourceOf,
	type Needs,
	type Wish
} from './availability.ts';

/** Something else that can be had: a resource by its id, and when. */
export type Alternative = Period & { resource: string };

/** Another room at the wished time is as near as the same one two hours off, as in the database. */
const otherRoom = 2 * 60 * 60 * 1000;

/**
 * What comes nearest to a wish that cannot be had: its first resource at other times of the days
 * that the schedules cover, and other suitable rooms at the wished time. The rest of the wish stays.
 */
export function nearest(
	schedules: readonly Schedule[],
	wishes: readonly Wish[],
	wished: Period,
	needs: Needs,
	now: Date,
	limit = 4
): Alternative[] {
	const [main, ...extras] = wishes;
	const resource = resourceOf(schedules, main?.resource);
	if (!main || !resource) return [];
	const length = wished.ends.getTime() - wished.starts.getTime();

	const times = schedules
		.flatMap(({ days }) => days.map(({ date }) => date))
		.flatMap((day) =>
			freeStarts(schedules, resource, day, minutesIn(wished), extras, now, main.quantity)
		)
		.map((starts) => ({
			resource: resource.id,
			starts,
			ends: new Date(starts.getTime() + length),
			distance: Math.abs(starts.getTime() - wished.starts.getTime())
		}));
	const rooms =
		resource.kind === 'room'
			? freeRooms(schedules, wished, needs, extras, now)
					.filter(({ id }) => id !== resource.id)
					.map(({ id }) => ({
						resource: id,
						starts: wished.starts,
						ends: wished.ends,
						distance: otherRoom
					}))
			: [];

	const byDistance = [...times, ...rooms]
		.toSorted((a, b) => a.distance - b.distance)
		.map(({ resource, starts, ends }) => ({ resource, starts, ends }));
	return varied(byDistance, schedules[0]?.centre.timeZone ?? 'UTC').slice(0, limit);
}

/** At most two times a day of each resource: a choice, not every half-hour of one morning. */
export function varied(alternatives: readonly Alternative[], zone: string): Alternative[] {
	const seen = new Map<string, number>();
	return alternatives.filter(({ resource, starts }) => {
		const key = `${resource} ${dayOf(starts, zone)}`;
		const count = (seen.get(key) ?? 0) + 1;
		seen.set(key, count);
		return count <= 2;
	});
}

/**
 * The next time like an earlier one: the same weekday, hour and length, the first that is free;
 * else what comes nearest to the first of them. Null when the schedules hold nothing of the kind.
 */
export function nextLike(
	schedules: readonly Schedule[],
	wishes: readonly Wish[],
	earlier: Period,
	now: Date
): Alternative | null {
	const zone = schedules[0]?.centre.timeZone;
	const resource = wishes[0]?.resource;
	if (!zone || !resource) return null;
	const time = timeOf(earlier.starts, zone);
	const length = earlier.ends.getTime() - earlier.starts.getTime();
	const today = dayOf(now, zone);
	const away = (weekdayOf(dayOf(earlier.starts, zone)) - weekdayOf(today) + 7) % 7;

	const same = Array.from({ length: schedules.length + 1 }, (_, week) => {
		const starts = instantAt(addDays(today, away + 7 * week), time, zone);
		return { resource, starts, ends: new Date(starts.getTime() + length) };
	}).filter(({ starts }) => starts > now);

	const free = same.find((period) => isFree(schedules, wishes, period, now));
	if (free) return free;
	const first = same[0];
	if (!first) return null;
	const nobody = { people: 1, features: [], accessibility: [] };
	// Only the same room: whoever wants it as last time does not want another one.
	return (
		nearest(schedules, wishes, first, nobody, now, 100).find(
			(alternative) => alternative.resource === resource
		) ?? null
	);
}
