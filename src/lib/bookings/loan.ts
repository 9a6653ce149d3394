import * as z from 'zod/mini';
import { addDays, daysBetween, type Day } from '../calendar/days.ts';
import { minutesIn, type Period } from '../calendar/periods.ts';
import { dayOf, instantAt, minutesOf, timeOfMinutes } from '../calendar/wall-clock.ts';

/** When a thing can be fetched and brought back, and when its units are taken. */
export type LoanCalendar = {
	timeZone: string;
	units: number;
	/** Minutes that a unit needs after it is back. */
	turnaround: number;
	minDays: number;
	maxDays: number;
	earliest: Date;
	lastDay: Day;
	days: { day: Day; open: Period[] }[];
	taken: Period[];
};

/** Why a day cannot be chosen, or that it can. */
export type LoanDayState = 'free' | 'taken' | 'closed' | 'late' | 'too_far';
export type LoanDay = { day: Day; state: LoanDayState };

const instant = z.pipe(
	z.string(),
	z.transform((text) => new Date(text))
);
const shape = z.object({
	time_zone: z.string(),
	units: z.number(),
	turnaround: z.number(),
	min_days: z.number(),
	max_days: z.number(),
	earliest: instant,
	last_day: z.string(),
	days: z.array(
		z.object({
			date: z.string(),
			open: z.array(z.object({ opens: instant, closes: instant }))
		})
	),
	taken: z.array(z.object({ starts: instant, ends: instant }))
});

/** The answer of `loan_calendar`. */
export function parseLoanCalendar(json: unknown): LoanCalendar {
	const { time_zone, min_days, max_days, last_day, days, ...same } = shape.parse(json);
	return {
		...same,
		timeZone: time_zone,
		minDays: min_days,
		maxDays: max_days,
		lastDay: last_day,
		days: days.map(({ date, open }) => ({
			day: date,
			open: open.map(({ opens, closes }) => ({ starts: opens, ends: closes }))
		}))
	};
}

/** How many units are there for the whole of a period, as the database counts it. */
export function freeUnits(calendar: LoanCalendar, { starts, ends }: Period): number {
	const until = new Date(ends.getTime() + calendar.turnaround * 60_000);
	const held = calendar.taken.filter((one) => one.starts < until && starts < one.ends);
	const peak = held.map(({ starts: begins }) => {
		const at = begins > starts ? begins : starts;
		return held.filter((other) => other.starts <= at && at < other.ends).length;
	});
	return calendar.units - Math.max(0, ...peak);
}

/** Days of a loan: from one calendar day to the other, the same day is one. */
export function loanDays(from: Day, until: Day): number {
	return Math.max(1, daysBetween(from, until));
}

/** Times at which it can be fetched that day. */
export function pickUpTimes(
	calendar: LoanCalendar,
	day: Day,
	step: number,
	quantity: number,
	now: Date
): string[] {
	const earliest = calendar.earliest > now ? calendar.earliest : now;
	return stepsOf(calendar, day, step).flatMap(({ time, at, isEnd }) =>
		!isEnd &&
		at >= earliest &&
		freeUnits(calendar, { starts: at, ends: new Date(at.getTime() + 60_000) }) >= quantity
			? time
			: []
	);
}

/** Times at which it can be brought back that day when it was fetched at `starts`. */
export function returnTimes(
	calendar: LoanCalendar,
	day: Day,
	step: number,
	quantity: number,
	starts: Date
): string[] {
	return stepsOf(calendar, day, step).flatMap(({ time, at, isStart }) =>
		!isStart && at > starts && freeUnits(calendar, { starts, ends: at }) >= quantity ? time : []
	);
}

/** Days on which it can be fetched, from the calendar's first to its last. */
export function pickUpDays(
	calendar: LoanCalendar,
	step: number,
	quantity: number,
	now: Date
): LoanDay[] {
	const first = dayOf(calendar.earliest > now ? calendar.earliest : now, calendar.timeZone);
	return calendar.days.map(({ day, open }) => {
		if (day > calendar.lastDay) return { day, state: 'too_far' };
		if (day < first) return { day, state: 'late' };
		if (open.length === 0) return { day, state: 'closed' };
		if (pickUpTimes(calendar, day, step, quantity, now).length > 0) return { day, state: 'free' };
		// no time left in which anybody could come, however much were free
		const isLate = pickUpTimes(calendar, day, step, -Infinity, now).length === 0;
		return { day, state: isLate ? 'late' : 'taken' };
	});
}

/** Days on which what is fetched at `starts` can be brought back. */
export function returnDays(
	calendar: LoanCalendar,
	step: number,
	quantity: number,
	starts: Date
): LoanDay[] {
	const from = dayOf(starts, calendar.timeZone);
	const last = addDays(from, calendar.maxDays);
	return calendar.days
		.filter(({ day }) => day >= from && day <= last && loanDays(from, day) >= calendar.minDays)
		.map(({ day, open }) => {
			if (open.length === 0) return { day, state: 'closed' };
			const times = returnTimes(calendar, day, step, quantity, starts);
			return { day, state: times.length > 0 ? 'free' : 'taken' };
		});
}

/** Every step of the open hours of a day, the closing hour included. */
function stepsOf(calendar: LoanCalendar, day: Day, step: number) {
	const zone = calendar.timeZone;
	const open = calendar.days.find((each) => each.day === day)?.open ?? [];
	return open.flatMap((period) => {
		const first = Math.ceil(minutesOf(period.starts, zone) / step) * step;
		const count = Math.floor(minutesIn(period) / step) + 1;
		return Array.from({ length: count }, (_, index) => {
			const time = timeOfMinutes(Math.min(first + index * step, 24 * 60));
			const at = instantAt(day, time, zone);
			return { time, at, isStart: at <= period.starts, isEnd: at >= period.ends };
		}).filter(({ at }) => at >= period.starts && at <= period.ends);
	});
}
