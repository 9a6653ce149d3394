import type { Locale } from '../i18n/address.ts';
import { m } from '../i18n/paraglide/messages.js';
import type { History } from './request.ts';

/** 'wygasa za 3 godz.': how long a request still waits. */
export function timeLeft(until: Date, now: Date, locale: Locale): string {
	const minutes = Math.max(Math.round((until.getTime() - now.getTime()) / 60_000), 1);
	const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
	const when =
		minutes < 60
			? format.format(minutes, 'minute')
			: minutes < 48 * 60
				? format.format(Math.floor(minutes / 60), 'hour')
				: format.format(Math.floor(minutes / (24 * 60)), 'day');
	return m.request_runs_out({ when });
}

/** Is there so little time left that it should be seen? */
export function isUrgent(until: Date, now: Date): boolean {
	return until.getTime() - now.getTime() < 12 * 60 * 60_000;
}

/** 'W ostatnim roku: 5 rezerwacji, 1 nieobecność'. */
export function historyText({ bookings, lateCancellations, noShows }: History): string {
	if (bookings + lateCancellations + noShows === 0) return m.request_history_none();
	const parts = [
		m.request_history_bookings({ count: bookings }),
		...(lateCancellations > 0 ? [m.request_history_late({ count: lateCancellations })] : []),
		...(noShows > 0 ? [m.request_history_absent({ count: noShows })] : [])
	];
	return m.request_history({ what: parts.join(', ') });
}
