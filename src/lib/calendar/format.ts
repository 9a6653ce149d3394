import { addDays, dayNumber, daysBetween, type Day } from './days.ts';
import type { Period } from './periods.ts';
import { dayOf, timeOf } from './wall-clock.ts';
import { mondayOf, type Week } from './weeks.ts';

// British English: day before month, 24-hour clock, week from Monday.
const tags: Record<string, string> = { pl: 'pl-PL', en: 'en-GB', uk: 'uk-UA' };

/** The tag that `Intl` knows a language of ours by. */
export function tagOf(locale: string): string {
	return tags[locale] ?? locale;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
const relativeFormatters = new Map<string, Intl.RelativeTimeFormat>();

// Building a formatter costs far more than using it; there are a few dozen of them at most.
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = locale + JSON.stringify(options);
	const known = formatters.get(key);
	if (known) return known;
	const made = new Intl.DateTimeFormat(tagOf(locale), { ...options, timeZone: 'UTC' });
	formatters.set(key, made);
	return made;
}

function relativeFormatter(locale: string): Intl.RelativeTimeFormat {
	const known = relativeFormatters.get(locale);
	if (known) return known;
	const made = new Intl.RelativeTimeFormat(tagOf(locale), { numeric: 'auto' });
	relativeFormatters.set(locale, made);
	return made;
}

function dateOf(day: Day): Date {
	return new Date(dayNumber(day) * 24 * 60 * 60 * 1000);
}

/** Joins a number to the word after it, so that a line never breaks between them: '26 listopada'. */
function hardSpaces(text: string): string {
	return text.replace(/(\d) (?=\p{L})/gu, '$1\u00a0');
}

/** 'czwartek, 26 listopada', with the year when it is not that of `today`. */
export function formatDay(day: Day, locale: string, today: Day = day): string {
	const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
	const options = { weekday: 'long', day: 'numeric', month: 'long', ...year } as const;
	return hardSpaces(formatter(locale, options).format(dateOf(day)));
}

/** 'dzisiaj', 'jutro', 'wczoraj', else as formatDay. */
export function formatRelativeDay(day: Day, today: Day, locale: string): string {
	const distance = daysBetween(today, day);
	if (Math.abs(distance) > 1) return formatDay(day, locale, today);
	return relativeFormatter(locale).format(distance, 'day');
}

/** '26 listopada'. */
export function formatDate(day: Day, locale: string): string {
	return hardSpaces(formatter(locale, { day: 'numeric', month: 'long' }).format(dateOf(day)));
}

/** '26 lis', where there is little room. */
export function formatShortDate(day: Day, locale: string): string {
	return hardSpaces(formatter(locale, { day: 'numeric', month: 'short' }).format(dateOf(day)));
}

/** The pieces of a small calendar leaf: { weekday: 'czw.', date: '26', month: 'lis' }. */
export function formatLeaf(day: Day, locale: string) {
	return {
		weekday: formatter(locale, { weekday: 'short' }).format(dateOf(day)),
		date: String(Number(day.slice(8))),
		month: formatter(locale, { month: 'short' }).format(dateOf(day))
	};
}

/** 'czwartek'. */
export function formatWeekday(day: Day, locale: string): string {
	return formatter(locale, { weekday: 'long' }).format(dateOf(day));
}

/** '23–29 listopada 2026'. */
export function formatWeek(week: Week, locale: string): string {
	const monday = mondayOf(week);
	const options = { day: 'numeric', month: 'long', year: 'numeric' } as const;
	return formatter(locale, options).formatRange(dateOf(monday), dateOf(addDays(monday, 6)));
}

/** '17:00' by the clocks of the zone; all our languages write the 24-hour clock alike. */
export function formatTime(instant: Date, zone: string): string {
	return timeOf(instant, zone);
}

/** '17:00–19:00'; a period that ends at midnight ends at '24:00'. */
export function formatPeriod({ starts, ends }: Period, zone: string): string {
	const end = timeOf(ends, zone);
	const isMidnight = end === '00:00' && dayOf(ends, zone) > dayOf(starts, zone);
	return `${timeOf(starts, zone)}–${isMidnight ? '24:00' : end}`;
}

/** 'jutro, 10:00', 'czwartek, 26 listopada, 10:00'. */
export function formatMoment(instant: Date, zone: string, locale: string, now: Date): string {
	const day = formatRelativeDay(dayOf(instant, zone), dayOf(now, zone), locale);
	return `${day}, ${timeOf(instant, zone)}`;
}
