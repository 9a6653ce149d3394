import { addDays, dayNumber, daysBetween, type Day } from './days.ts';
import { minutesIn, type Period } from './periods.ts';
import { dayOf, timeOf } from './wall-clock.ts';
import { mondayOf, type Week } from './weeks.ts';

// British English: day before month, 24-hour clock, week from Monday.
const tags: Record<string, string> = { pl: 'pl-PL', en: 'en-GB', uk: 'uk-UA' };
const formatters = new Map<string, Intl.DateTimeFormat>();
const relativeFormatters = new Map<string, Intl.RelativeTimeFormat>();

// Building a formatter costs far more than using it; there are a few dozen of them at most.
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = locale + JSON.stringify(options);
	const known = formatters.get(key);
	if (known) return known;
	const made = new Intl.DateTimeFormat(tags[locale] ?? locale, { ...options, timeZone: 'UTC' });
	formatters.set(key, made);
	return made;
}

function relativeFormatter(locale: string): Intl.RelativeTimeFormat {
	const known = relativeFormatters.get(locale);
	if (known) return known;
	const made = new Intl.RelativeTimeFormat(tags[locale] ?? locale, { numeric: 'auto' });
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

/** 'listopad 2026'. Takes any day of the month. */
export function formatMonth(day: Day, locale: string): string {
	return formatter(locale, { month: 'long', year: 'numeric' }).format(dateOf(day));
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

/** Does it go on for days, so that its end needs a day of its own? An evening past midnight does not. */
export function spansDays(period: Period, zone: string): boolean {
	return minutesIn(period) > 12 * 60 && dayOf(period.ends, zone) > dayOf(period.starts, zone);
}

/** 'czwartek, 26 listopada, 17:00–19:00', or 'jutro, 17:00–19:00' when `now` says that it is near. */
export function formatDayAndPeriod(
	period: Period,
	zone: string,
	locale: string,
	now?: Date
): string {
	const day = dayOf(period.starts, zone);
	const name = now ? formatRelativeDay(day, dayOf(now, zone), locale) : formatDay(day, locale);
	if (!spansDays(period, zone)) return `${name}, ${formatPeriod(period, zone)}`;
	const last = dayOf(period.ends, zone);
	return `${name}, ${timeOf(period.starts, zone)} – ${formatDay(last, locale, day)}, ${timeOf(period.ends, zone)}`;
}

/** 'jutro, 10:00', 'czwartek, 26 listopada, 10:00'. */
export function formatMoment(instant: Date, zone: string, locale: string, now: Date): string {
	const day = formatRelativeDay(dayOf(instant, zone), dayOf(now, zone), locale);
	return `${day}, ${timeOf(instant, zone)}`;
}

/** '2 godz.', '1 godz. 30 min'; with `long`: '2 godziny', '1 godzina 30 minut'. */
export function formatDuration(
	minutes: number,
	locale: string,
	unitDisplay: 'short' | 'long' = 'short'
): string {
	const part = (value: number, unit: 'hour' | 'minute' | 'day') =>
		new Intl.NumberFormat(tags[locale] ?? locale, { style: 'unit', unit, unitDisplay })
			.format(value)
			.replace(' ', '\u00a0');
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (rest === 0 && hours >= 48 && hours % 24 === 0) return part(hours / 24, 'day');
	if (hours === 0) return part(rest, 'minute');
	return rest === 0 ? part(hours, 'hour') : `${part(hours, 'hour')} ${part(rest, 'minute')}`;
}

/** How long a period lasts, in real minutes: '2 godz.'; in days by the calendar when it is days. */
export function formatLength(period: Period, locale: string, zone?: string): string {
	if (zone && spansDays(period, zone)) {
		const days = Math.max(1, daysBetween(dayOf(period.starts, zone), dayOf(period.ends, zone)));
		return formatDuration(days * 24 * 60, locale);
	}
	return formatDuration(minutesIn(period), locale);
}
