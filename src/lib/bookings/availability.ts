import type { Day } from '../calendar/days.ts';
import { contains, intersection, minutesIn, type Period } from '../calendar/periods.ts';
import type { Schedule, ScheduleResource } from '../calendar/schedule.ts';
import { dayOf, minutesOf, periodOfDay } from '../calendar/wall-clock.ts';
import { openPeriods, peakOfHolds, holdsOf, type Hold } from './holds.ts';

/**
 * Predicts, from the schedules on the phone, what the database will allow. It never replaces the
 * database's answer: quotas, rights and bookings made a second ago are known only there.
 *
 * The functions take the schedules of one or several weeks of one centre. Time that none of them
 * covers counts as closed. Wishes of one booking are expected not to share units.
 */

/** So many of a resource; a room is always one. */
export type Wish = { resource: string; quantity: number };

/** What people need of a room. */
export type Needs = { people: number; features: string[]; accessibility: string[] };

/** A rule that a period breaks, by the code with which the database would refuse it. */
export type Refusal =
	| { code: 'booking.slot_taken'; resource: string; freeFrom: Date }
	| { code: 'booking.not_enough_units'; resource: string; free: number }
	| { code: 'booking.too_soon'; resource: string; earliest: Date }
	| { code: 'booking.too_far'; resource: string; lastDay: Day }
	| { code: 'booking.closed' | 'booking.outside_opening_hours'; resource: string }
	| { code: 'booking.off_step' | 'booking.too_short' | 'booking.too_long'; resource: string }
	| { code: 'booking.in_the_past' | 'resource.unknown'; resource: string };

/** A start that the opening hours allow, and what speaks against it, if anything. */
export type Start = { starts: Date; refusal: Refusal | null };

type Claim = { rules: ScheduleResource; quantity: number; open: Period[]; holds: Hold[] };
type Judge = (period: Period) => Refusal | null;

/** Null when the database will, as far as the schedules tell, accept the period. */
export function refusalOf(
	schedules: readonly Schedule[],
	wishes: readonly Wish[],
	period: Period,
	now: Date
): Refusal | null {
	return judgeOf(schedules, wishes, now)(period);
}

export function isFree(
	schedules: readonly Schedule[],
	wishes: readonly Wish[],
	period: Period,
	now: Date
): boolean {
	return refusalOf(schedules, wishes, period, now) === null;
}

/**
 * Every start of the first wish's day at which a booking of so many minutes would fit into the
 * opening hours, in order of time, taken ones included. On the day that clocks go back, the
 * repeated hour's starts are there twice.
 */
export function startsOf(
	schedules: readonly Schedule[],
	wishes: readonly Wish[],
	day: Day,
	minutes: number,
	now: Date
): Start[] {
	const rules = resourceOf(schedules, wishes[0]?.resource);
	if (!rules) return [];
	const judge = judgeOf(schedules, wishes, now);
	return candidates(schedules, rules, day)
		.map((starts) => ({ starts, refusal: judge(periodFrom(starts, minutes)) }))
		.filter(({ refusal }) => !refusal || !isHopeless(refusal));
}

/** The starts of a day at which the resource, with its extras, can be had for so many minutes. */
export function freeStarts(
	schedules: readonly Schedule[],
	resource: ScheduleResource,
	day: Day,
	minutes: number,
	extras: readonly Wish[],
	now: Date,
	quantity = 1
): Date[] {
	return startsOf(schedules, [{ resource: resource.id, quantity }, ...extras], day, minutes, now)
		.filter(({ refusal }) => !refusal)
		.map(({ starts }) => starts);
}

/** Whether anything of so many minutes is left on a day; stops at the first start that is. */
export function hasFreeStart(
	schedules: readonly Schedule[],
	wishes: readonly Wish[],
	day: Day,
	minutes: number,
	now: Date
): boolean {
	const rules = resourceOf(schedules, wishes[0]?.resource);
	if (!rules) return false;
	const judge = judgeOf(schedules, wishes, now);
	return candidates(schedules, rules, day).some((starts) => !judge(periodFrom(starts, minutes)));
}

/** The longest booking possible from a start, in minutes; 0 when not even the shortest is. */
export function maxMinutes(
	schedules: readonly Schedule[],
	wishes: readonly Wish[],
	starts: Date,
	now: Date
): number {
	const rules = resourceOf(schedules, wishes[0]?.resource);
	if (!rules) return 0;
	const judge = judgeOf(schedules, wishes, now);
	let longest = 0;
	for (let minutes = rules.step; minutes <= rules.max; minutes += rules.step) {
		const refusal = judge(periodFrom(starts, minutes));
		if (!refusal) longest = minutes;
		else if (refusal.code !== 'booking.too_short' && refusal.code !== 'booking.off_step') break;
	}
	return longest;
}

/** Rooms that suit the needs: the smallest sufficient one first, those with a statement last. */
export function suitableRooms(schedules: readonly Schedule[], needs: Needs): ScheduleResource[] {
	const rooms = new Map(
		schedules
			.flatMap(({ resources }) => resources)
			.filter(({ kind }) => kind === 'room')
			.map((room) => [room.id, room])
	);
	return [...rooms.values()]
		.filter(
			(room) =>
				(room.capacity ?? Infinity) >= needs.people &&
				needs.features.every((feature) => room.features.includes(feature)) &&
				needs.accessibility.every((code) => room.accessibility.includes(code))
		)
		.toSorted(
			(a, b) =>
				Number(!!a.statement) - Number(!!b.statement) ||
				(a.capacity ?? Infinity) - (b.capacity ?? Infinity)
		);
}

/** Suitable rooms that can be had, with the extras, for the whole period. */
export function freeRooms(
	schedules: readonly Schedule[],
	period: Period,
	needs: Needs,
	extras: readonly Wish[],
	now: Date
): ScheduleResource[] {
	return suitableRooms(schedules, needs).filter((room) =>
		isFree(schedules, [{ resource: room.id, quantity: 1 }, ...extras], period, now)
	);
}

/** How many units of a resource nobody else uses at any instant of the period. */
export function poolFree(
	schedules: readonly Schedule[],
	resource: ScheduleResource,
	period: Period
): number {
	return unitsFree(claimOf(schedules, resource, 1), period);
}

function judgeOf(schedules: readonly Schedule[], wishes: readonly Wish[], now: Date): Judge {
	const zone = schedules[0]?.centre.timeZone ?? 'UTC';
	const claims = wishes.map(({ resource, quantity }) => {
		const rules = resourceOf(schedules, resource);
		return rules ? claimOf(schedules, rules, quantity) : resource;
	});
	const closedDays = new Set(
		schedules.flatMap(({ days }) => days.filter(({ closed }) => closed).map(({ date }) => date))
	);

	return (period) => {
		for (const claim of claims) {
			if (typeof claim === 'string') return { code: 'resource.unknown', resource: claim };
			const refusal =
				refusalByRules(claim.rules, period, zone, now) ??
				refusalByHours(claim, period, closedDays.has(dayOf(period.starts, zone))) ??
				refusalByOthers(claim, period);
			if (refusal) return refusal;
		}
		return null;
	};
}

function claimOf(schedules: readonly Schedule[], rules: ScheduleResource, quantity: number): Claim {
	return {
		rules,
		quantity,
		open: openPeriods(schedules, rules.id),
		holds: holdsOf(schedules, rules.units)
	};
}

function refusalByRules(
	rules: ScheduleResource,
	period: Period,
	zone: string,
	now: Date
): Refusal | null {
	const resource = rules.id;
	const minutes = minutesIn(period);
	const day = dayOf(period.starts, zone);
	const earliest = new Date(now.getTime() + rules.leadMinutes * 60_000);
	if (period.starts < now) return { code: 'booking.in_the_past', resource };
	if (minutesOf(period.starts, zone) % rules.step || minutes % rules.step)
		return { code: 'booking.off_step', resource };
	if (minutes < rules.min) return { code: 'booking.too_short', resource };
	if (minutes > rules.max) return { code: 'booking.too_long', resource };
	if (period.starts < earliest || day < rules.firstDay)
		return { code: 'booking.too_soon', resource, earliest };
	if (day > rules.lastDay) return { code: 'booking.too_far', resource, lastDay: rules.lastDay };
	return null;
}

function refusalByHours(claim: Claim, period: Period, isClosedDay: boolean): Refusal | null {
	if (claim.open.some((open) => contains(open, period))) return null;
	const code = isClosedDay ? 'booking.closed' : 'booking.outside_opening_hours';
	return { code, resource: claim.rules.id };
}

function refusalByOthers(claim: Claim, period: Period): Refusal | null {
	const resource = claim.rules.id;
	const free = unitsFree(claim, period);
	if (free >= (claim.rules.take === 'any' ? claim.quantity : 1)) return null;
	const until = claim.holds.filter((hold) => isInTheWay(hold, period)).map((hold) => hold.freeFrom);
	// Nobody knows from when on what is out of service, wholly or in part, can be had again.
	if ((claim.rules.take === 'any' && claim.rules.units.length > 1) || until.length === 0)
		return { code: 'booking.not_enough_units', resource, free };
	return { code: 'booking.slot_taken', resource, freeFrom: new Date(Math.max(...until)) };
}

/** Of an `all` resource every unit or none is free: what holds one of them holds the resource. */
function unitsFree({ rules, holds }: Claim, period: Period): number {
	const inTheWay = holds.filter((hold) => isInTheWay(hold, period));
	if (rules.take === 'all') return inTheWay.length > 0 ? 0 : rules.units.length;
	return rules.units.length - peakOfHolds(inTheWay, period);
}

/** Each of two bookings keeps its own turnaround after it; the gap is the one of the earlier. */
function isInTheWay(hold: Hold, period: Period): boolean {
	return (
		period.starts.getTime() < hold.freeFrom &&
		hold.starts < period.ends.getTime() + hold.turnaround * 60_000
	);
}

/** A resource's rules by its id, as the first schedule that lists it has them. */
export function resourceOf(
	schedules: readonly Schedule[],
	id: string | undefined
): ScheduleResource | undefined {
	for (const { resources } of schedules) {
		const found = resources.find((resource) => resource.id === id);
		if (found) return found;
	}
	return undefined;
}

/** Instants of the day, within opening hours, that the clocks show as multiples of the step. */
function candidates(schedules: readonly Schedule[], rules: ScheduleResource, day: Day): Date[] {
	const zone = schedules[0]?.centre.timeZone ?? 'UTC';
	const whole = periodOfDay(day, zone);
	// Zones change their clocks by multiples of half an hour, so this grid holds every such instant.
	const grid = greatestCommonDivisor(rules.step, 30) * 60_000;
	return openPeriods(schedules, rules.id).flatMap((open) => {
		const part = intersection(open, whole);
		if (!part) return [];
		const first = Math.ceil((part.starts.getTime() - whole.starts.getTime()) / grid);
		const last = Math.ceil((part.ends.getTime() - whole.starts.getTime()) / grid);
		return Array.from(
			{ length: last - first },
			(_, index) => new Date(whole.starts.getTime() + (first + index) * grid)
		).filter((instant) => minutesOf(instant, zone) % rules.step === 0);
	});
}

/** Refusals that no other booking and no later moment would lift: not worth showing as a start. */
function isHopeless({ code }: Refusal): boolean {
	return code === 'booking.outside_opening_hours' || code === 'booking.closed';
}

function periodFrom(starts: Date, minutes: number): Period {
	return { starts, ends: new Date(starts.getTime() + minutes * 60_000) };
}

function greatestCommonDivisor(a: number, b: number): number {
	return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
