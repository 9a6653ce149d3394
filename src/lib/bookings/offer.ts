import type { Day } from '../calendar/days.ts';
import type { Period } from '../calendar/periods.ts';
import type { Schedule, ScheduleResource } from '../calendar/schedule.ts';
import { dayOf, instantAt, timeOf } from '../calendar/wall-clock.ts';
import type { Localized } from '../i18n/localized.ts';
import {
	hasFreeStart,
	isFree,
	maxMinutes,
	startsOf,
	suitableRooms,
	type Needs,
	type Wish
} from './availability.ts';
import type { Choice } from './choice.ts';

/** What the booking flow offers for a choice; all of it predicted from the schedules at hand. */

/** How long a booking is when nobody said otherwise. */
const usualMinutes = 120;

export type OfferedDay = {
	day: Day;
	state: 'free' | 'full' | 'closed' | 'late' | 'too_far';
	/** Why it is closed. */
	reason: Localized | null;
};

/** A start by the centre's clocks; `taken` and `late` ones cannot be chosen. */
export type OfferedStart = { time: string; starts: Date; state: 'free' | 'taken' | 'late' };

/** Everything that can be booked here by the hour and without staff, by slug. */
export function bookable(schedules: readonly Schedule[]): Map<string, ScheduleResource> {
	return new Map(
		schedules
			.flatMap(({ resources }) => resources)
			.filter(({ openTo, kind }) => openTo !== 'staff' && kind !== 'locker')
			.map((resource) => [resource.slug, resource])
	);
}

export function needsOf({ people, features, accessibility }: Choice): Needs {
	return { people: people ?? 1, features, accessibility };
}

/** What could fulfil the choice: the one thing that it names, else every room that suits. */
export function candidatesOf(schedules: readonly Schedule[], choice: Choice): ScheduleResource[] {
	const all = bookable(schedules);
	if (choice.resource) return [all.get(choice.resource) ?? []].flat();
	if (choice.kind !== 'room') return [];
	return suitableRooms(schedules, needsOf(choice)).filter(({ slug }) => all.has(slug));
}

/** How many of a thing are taken: of a room there is one. */
export function wishFor(resource: ScheduleResource, choice: Choice): Wish {
	return { resource: resource.id, quantity: resource.kind === 'room' ? 1 : choice.quantity };
}

/** The days of the schedules from today on, with what each still offers. */
export function offeredDays(
	schedules: readonly Schedule[],
	candidates: readonly ScheduleResource[],
	choice: Choice,
	now: Date
): OfferedDay[] {
	const today = dayOf(now, schedules[0]?.centre.timeZone ?? 'UTC');
	return schedules
		.flatMap(({ days }) => days)
		.filter(({ date }) => date >= today)
		.map(({ date: day, open, closed }) => {
			const reason = closed?.reason ?? null;
			if (open.length === 0) return { day, state: 'closed', reason };
			const free = candidates.some((each) =>
				hasFreeStart(schedules, [wishFor(each, choice)], day, each.min, now)
			);
			if (free) return { day, state: 'free', reason: null };
			return { day, state: stateWithoutStarts(schedules, candidates, choice, day, now), reason };
		});
}

/** The starts of a day at which at least the shortest booking of some candidate begins. */
export function offeredStarts(
	schedules: readonly Schedule[],
	candidates: readonly ScheduleResource[],
	choice: Choice,
	day: Day,
	now: Date
): OfferedStart[] {
	const zone = schedules[0]?.centre.timeZone ?? 'UTC';
	const offered = new Map<string, OfferedStart>();
	for (const each of candidates) {
		for (const { starts, refusal } of startsOf(
			schedules,
			[wishFor(each, choice)],
			day,
			each.min,
			now
		)) {
			const time = timeOf(starts, zone);
			const known = offered.get(time);
			const isTaken =
				refusal?.code === 'booking.slot_taken' || refusal?.code === 'booking.not_enough_units';
			const state = !refusal ? 'free' : isTaken ? 'taken' : 'late';
			// Of the hour that autumn repeats, the address means the second, as Postgres does.
			if (!known || state === 'free' || (state === 'taken' && known.state === 'late'))
				offered.set(time, { time, starts: instantAt(day, time, zone), state });
		}
	}
	return [...offered.values()].toSorted((a, b) => a.starts.getTime() - b.starts.getTime());
}

/** What can be had from a start: the longest booking, and in which steps. */
export function lengthsFrom(
	schedules: readonly Schedule[],
	candidates: readonly ScheduleResource[],
	choice: Choice,
	starts: Date | null,
	now: Date
): { min: number; max: number; step: number; wished: number } {
	const rules = starts
		? candidates.filter((each) => maxMinutes(schedules, [wishFor(each, choice)], starts, now) > 0)
		: candidates;
	const usable = rules.length > 0 ? rules : candidates;
	const step = Math.min(...usable.map((each) => each.step));
	const min = Math.min(...usable.map((each) => each.min));
	const longest = usable.map((each) =>
		starts ? maxMinutes(schedules, [wishFor(each, choice)], starts, now) : each.max
	);
	const max = Math.max(...longest, min);
	const wished = Math.min(Math.max(choice.minutes ?? usualMinutes, min), max);
	return { min, max, step, wished: wished - (wished % step) };
}

/** The period that the choice names; null while a part of it is open. */
export function periodOf(choice: Choice, zone: string, minutes = choice.minutes): Period | null {
	if (!choice.day || !choice.start || !minutes) return null;
	const starts = instantAt(choice.day, choice.start, zone);
	return { starts, ends: new Date(starts.getTime() + minutes * 60_000) };
}

/** The extras of the choice that this centre has, as wishes. */
export function extraWishes(schedules: readonly Schedule[], choice: Choice): Wish[] {
	const all = bookable(schedules);
	return choice.extras.flatMap(({ slug, quantity }) => {
		const resource = all.get(slug);
		return resource?.kind === 'equipment' && slug !== choice.resource
			? { resource: resource.id, quantity }
			: [];
	});
}

/** Candidates that are free for the whole period, the one asked for or picked first. */
export function freeCandidates(
	schedules: readonly Schedule[],
	candidates: readonly ScheduleResource[],
	choice: Choice,
	period: Period,
	now: Date
): ScheduleResource[] {
	return candidates.filter((each) => isFree(schedules, [wishFor(each, choice)], period, now));
}

function stateWithoutStarts(
	schedules: readonly Schedule[],
	candidates: readonly ScheduleResource[],
	choice: Choice,
	day: Day,
	now: Date
): 'full' | 'late' | 'too_far' | 'closed' {
	if (candidates.every(({ lastDay }) => day > lastDay)) return 'too_far';
	const starts = offeredStarts(schedules, candidates, choice, day, now);
	if (starts.length === 0) return 'closed';
	return starts.some(({ state }) => state === 'taken') ? 'full' : 'late';
}
