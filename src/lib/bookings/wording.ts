import {
	formatDate,
	formatLeaf,
	formatPeriod,
	formatShortDate,
	formatTime
} from '../calendar/format.ts';
import { formatDayAndPeriod, spansDays } from '../calendar/lengths.ts';
import type { Period } from '../calendar/periods.ts';
import { dayOf } from '../calendar/wall-clock.ts';
import type { Locale } from '../i18n/address.ts';
import { localized, type Localized } from '../i18n/localized.ts';
import { m } from '../i18n/paraglide/messages.js';
import { isLocker, type Booking, type BookingStatus } from './booking.ts';

const labels: Record<BookingStatus, () => string> = {
	offered: m.booking_status_offered,
	pending: m.booking_status_pending,
	confirmed: m.booking_status_confirmed,
	declined: m.booking_status_declined,
	expired: m.booking_status_expired,
	cancelled: m.booking_status_cancelled,
	checked_in: m.booking_status_checked_in,
	no_show: m.booking_status_no_show,
	completed: m.booking_status_completed,
	handed_over: m.booking_status_handed_over,
	returned: m.booking_status_returned
};

export function statusLabel(status: BookingStatus): string {
	return labels[status]();
}

export function statusTone(status: BookingStatus): 'ok' | 'wait' | 'no' | 'plain' {
	if (status === 'confirmed' || status === 'checked_in' || status === 'handed_over') return 'ok';
	if (status === 'pending' || status === 'offered') return 'wait';
	return status === 'declined' ? 'no' : 'plain';
}

type Named = { name: Localized; quantity: number };

/** 'Sala Kasztan', '3 × Laptop'. */
export function nameOf({ name, quantity }: Named, locale: Locale): string {
	const what = localized(name, locale);
	return quantity > 1 ? m.booking_times({ count: quantity, what }) : what;
}

/** 'Sala Kasztan + 2 × Laptop': everything that is booked, the room first. */
export function namesOf(resources: readonly Named[], locale: Locale): string {
	const [what = '', ...extras] = resources.map((resource) => nameOf(resource, locale));
	return extras.length > 0 ? m.booking_with({ what, extras: extras.join(', ') }) : what;
}

/** 'jutro, 17:00–19:00'. */
export function whenOf(booking: Booking, locale: Locale, now: Date): string {
	return formatDayAndPeriod(booking, booking.timeZone, locale, now);
}

/** 'pon. 23 lis, 17:00–19:00', where there is little room. */
export function shortWhen(period: Period, zone: string, locale: Locale): string {
	const day = dayOf(period.starts, zone);
	const { weekday } = formatLeaf(day, locale);
	return `${weekday}\u00a0${formatShortDate(day, locale)}, ${formatPeriod(period, zone)}`;
}

/** '24 listopada, 18:00': a date that may follow 'do', 'by' or 'до' in each of our languages. */
export function deadline(instant: Date, zone: string, locale: Locale): string {
	return `${formatDate(dayOf(instant, zone), locale)}, ${formatTime(instant, zone)}`;
}

/** '22 listopada – 21 lutego': the days of a locker's term, the last one included. */
export function termOf(booking: Booking, locale: Locale): string {
	const last = new Date(booking.ends.getTime() - 60_000);
	return m.locker_term({
		from: formatDate(dayOf(booking.starts, booking.timeZone), locale),
		until: formatDate(dayOf(last, booking.timeZone), locale)
	});
}

/** What happens next, or why nothing does, in a sentence or two. */
export function whatNext(booking: Booking, locale: Locale, now: Date): string {
	const moment = (instant: Date) => deadline(instant, booking.timeZone, locale);
	switch (booking.status) {
		case 'declined':
			return m.booking_next_declined();
		case 'expired':
			return m.booking_next_expired();
		case 'cancelled':
			return m.booking_next_cancelled();
		case 'no_show':
			return m.booking_next_no_show();
		case 'offered':
			return m.booking_next_offered({ when: moment(booking.holdUntil ?? booking.starts) });
		case 'pending':
			return m.booking_next_pending({ when: moment(booking.holdUntil ?? booking.starts) });
		case 'handed_over':
			return now < booking.ends
				? m.loan_next_out({ when: moment(booking.ends) })
				: m.loan_next_overdue({ when: moment(booking.ends) });
		case 'returned':
			return m.loan_next_returned();
		default:
			if (isLocker(booking) && booking.status === 'confirmed' && now >= booking.starts)
				return now < booking.ends ? termOf(booking, locale) : m.locker_over();
			if (now >= booking.ends) return m.booking_next_past();
			if (booking.checkInUntil && now.getTime() >= booking.starts.getTime() - 15 * 60_000)
				return m.booking_next_check_in({
					time: formatTime(booking.checkInUntil, booking.timeZone)
				});
			if (now >= booking.starts && spansDays(booking, booking.timeZone))
				return m.loan_next_fetch({ when: moment(booking.ends) });
			if (now >= booking.starts)
				return m.booking_next_now({ time: formatTime(booking.ends, booking.timeZone) });
			return now < booking.cancelUntil
				? m.booking_next_confirmed({
						until: m.booking_until({ when: moment(booking.cancelUntil) })
					})
				: m.booking_too_late({ when: moment(booking.cancelUntil) });
	}
}
