import { daysBetween } from './days.ts';
import { formatDay, formatPeriod, formatRelativeDay, tagOf } from './format.ts';
import { minutesIn, type Period } from './periods.ts';
import { dayOf, timeOf } from './wall-clock.ts';

/** How long things last, and periods of several days, in words. Apart from format.ts: a first visit of the calendar needs none of it. */

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

/** '2 godz.', '1 godz. 30 min'; with `long`: '2 godziny', '1 godzina 30 minut'. */
export function formatDuration(
	minutes: number,
	locale: string,
	unitDisplay: 'short' | 'long' = 'short'
): string {
	const part = (value: number, unit: 'hour' | 'minute' | 'day') =>
		new Intl.NumberFormat(tagOf(locale), { style: 'unit', unit, unitDisplay })
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
