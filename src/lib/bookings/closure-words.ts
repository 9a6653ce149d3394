import { formatDate, formatTime } from '../calendar/format.ts';
import { formatDayAndPeriod, spansDays } from '../calendar/lengths.ts';
import type { Period } from '../calendar/periods.ts';
import { dayOf, minutesOf } from '../calendar/wall-clock.ts';
import type { Locale } from '../i18n/address.ts';
import { m } from '../i18n/paraglide/messages.js';
import type { MetBooking } from './closure.ts';
import { namesOf } from './wording.ts';

/** '24 grudnia', '24 grudnia – 2 stycznia', or with hours where it is not about whole days. */
export function closedWhen(period: Period, zone: string, locale: Locale, now: Date): string {
	const first = dayOf(period.starts, zone);
	const last = dayOf(new Date(period.ends.getTime() - 60_000), zone);
	if (minutesOf(period.starts, zone) === 0 && minutesOf(period.ends, zone) === 0) {
		return first === last
			? formatDate(first, locale)
			: m.closure_days({ from: formatDate(first, locale), until: formatDate(last, locale) });
	}
	if (first === last) return formatDayAndPeriod(period, zone, locale, now);
	return m.closure_days({
		from: `${formatDate(first, locale)}, ${formatTime(period.starts, zone)}`,
		until: `${formatDate(last, locale)}, ${formatTime(period.ends, zone)}`
	});
}

/** 'jutro, 17:00–19:00 · Sala Kasztan'. */
export function metWhere(booking: MetBooking, zone: string, locale: Locale, now: Date): string {
	const when = spansDays(booking, zone)
		? closedWhen(booking, zone, locale, now)
		: formatDayAndPeriod(booking, zone, locale, now);
	return `${when} · ${namesOf(booking.resources, locale)}`;
}

/** 'Koło Seniorów · Anna Lis · +48 22 …'. */
export function metWho({ organisation, name, phone }: MetBooking): string {
	return [organisation, name, phone].filter(Boolean).join(' · ');
}
