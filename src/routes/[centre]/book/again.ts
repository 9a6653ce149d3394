import { nextLike, type Alternative } from '$lib/bookings/alternatives.ts';
import { isFree, resourceOf, type Wish } from '$lib/bookings/availability.ts';
import {
	extrasOf,
	mainResource,
	type BookedResource,
	type Booking
} from '$lib/bookings/booking.ts';
import type { Choice } from '$lib/bookings/choice.ts';
import { minutesIn } from '$lib/calendar/periods.ts';
import type { Schedule } from '$lib/calendar/schedule.ts';
import { dayOf, instantAt, timeOf } from '$lib/calendar/wall-clock.ts';
import { weekdayOf } from '$lib/calendar/days.ts';

/** A new booking like an earlier one. */
export type AgainPlan = {
	/** As the address of the flow would have it. */
	choice: Choice;
	/** The same weekday and hour? */
	isSameTime: boolean;
	/** Extras that are not to be had at that time. */
	missing: BookedResource[];
	/** The next days on which the same hour is free too. */
	others: Alternative[];
};

/** Null when its room is gone or has nothing free in the weeks at hand. */
export function planAgain(
	schedules: readonly Schedule[],
	earlier: Booking,
	now: Date
): AgainPlan | null {
	const booked = mainResource(earlier);
	const main = resourceOf(schedules, booked?.id);
	if (!booked || !main) return null;
	const wish = { resource: main.id, quantity: booked.quantity };
	const extras = extrasOf(earlier).filter(({ id }) => resourceOf(schedules, id));
	const asWish = ({ id, quantity }: BookedResource): Wish => ({ resource: id, quantity });

	// A missing extra is no reason to give up the room.
	const found = [extras, []].flatMap((kept) => {
		const slot = nextLike(schedules, [wish, ...kept.map(asWish)], earlier, now);
		return slot ? [{ slot, kept }] : [];
	})[0];
	if (!found) return null;
	const { slot, kept } = found;
	const zone = earlier.timeZone;
	const like = (instant: Date) =>
		`${String(weekdayOf(dayOf(instant, zone)))} ${timeOf(instant, zone)}`;

	return {
		choice: {
			step: 'details',
			kind: main.kind,
			people: earlier.attendees,
			features: [],
			accessibility: [],
			resource: main.slug,
			room: main.slug,
			quantity: booked.quantity,
			day: dayOf(slot.starts, zone),
			from: null,
			start: timeOf(slot.starts, zone),
			minutes: minutesIn(slot),
			move: null,
			extras: kept.map(({ slug, quantity }) => ({ slug, quantity }))
		},
		isSameTime: like(slot.starts) === like(earlier.starts),
		missing: extrasOf(earlier).filter((extra) => !kept.includes(extra)),
		others: sameHour(schedules, [wish, ...kept.map(asWish)], slot, now)
	};
}

function sameHour(
	schedules: readonly Schedule[],
	wishes: Wish[],
	slot: Alternative,
	now: Date
): Alternative[] {
	const zone = schedules[0]?.centre.timeZone ?? 'UTC';
	const length = slot.ends.getTime() - slot.starts.getTime();
	return schedules
		.flatMap(({ days }) => days)
		.map(({ date }) => instantAt(date, timeOf(slot.starts, zone), zone))
		.map((starts) => ({ ...slot, starts, ends: new Date(starts.getTime() + length) }))
		.filter((other) => +other.starts !== +slot.starts && isFree(schedules, wishes, other, now))
		.toSorted((a, b) => Math.abs(+a.starts - +slot.starts) - Math.abs(+b.starts - +slot.starts))
		.slice(0, 3);
}
