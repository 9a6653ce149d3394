/**
 * A calendar day as a civil date, '2026-11-26', with no time zone of its own. All-day things are
 * days, never midnights: a day in the centre's zone has 23, 24 or 25 hours.
 */
export type Day = string;

const dayInMilliseconds = 24 * 60 * 60 * 1000;
const shape = /^[12]\d{3}-\d{2}-\d{2}$/;

/** Days since 1970-01-01, NaN when the text is no real date (2026-06-31) of the years 1000 to 2999. */
export function dayNumber(day: Day): number {
	if (!shape.test(day)) return NaN;
	const time = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8)));
	return dayFromNumber(time / dayInMilliseconds) === day ? time / dayInMilliseconds : NaN;
}

/** The day that is so many days after 1970-01-01. */
export function dayFromNumber(number: number): Day {
	return new Date(number * dayInMilliseconds).toISOString().slice(0, 10);
}

/** True for a date that exists: '2026-06-31' is none. */
export function isDay(text: string): boolean {
	return !Number.isNaN(dayNumber(text));
}

export function addDays(day: Day, count: number): Day {
	return dayFromNumber(dayNumber(day) + count);
}

/** How many days `to` lies after `from`; negative when before. */
export function daysBetween(from: Day, to: Day): number {
	return dayNumber(to) - dayNumber(from);
}

/** ISO weekday: 1 Monday … 7 Sunday. */
export function weekdayOf(day: Day): number {
	return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;
}
