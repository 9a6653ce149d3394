import * as z from 'zod/mini';
import { formatDay, formatPeriod, formatTime } from '../calendar/format.ts';
import type { Period } from '../calendar/periods.ts';
import { dayOf } from '../calendar/wall-clock.ts';
import type { Locale } from '../i18n/address.ts';
import { localized } from '../i18n/localized.ts';

/** What somebody can be told; the database has the same list (notifications_kind_known). */
export const kinds = [
	'request_new',
	'request_ends',
	'booking_made',
	'booking_confirmed',
	'booking_declined',
	'booking_cancelled',
	'booking_moved',
	'booking_expired',
	'booking_offered',
	'booking_no_show',
	'loan_due',
	'loan_overdue',
	'loan_late',
	'term_ends'
] as const;

export type Kind = (typeof kinds)[number];

const Instant = z.pipe(
	z.iso.datetime({ offset: true }),
	z.transform((text) => new Date(text))
);
const Name = z.partialRecord(z.enum(['pl', 'en', 'uk']), z.string());

/** What the database keeps with a notification; instants as ISO text, days nowhere. */
export const Params = z.object({
	centre: z.string(),
	time_zone: z.string(),
	purpose: z.string(),
	starts: Instant,
	ends: Instant,
	resources: z._default(z.array(Name), []),
	was_starts: z.optional(Instant),
	was_ends: z.optional(Instant),
	until: z.optional(Instant),
	units: z._default(z.array(z.string()), []),
	why: z.optional(z.string())
});

export type Params = z.infer<typeof Params>;

/** The words that fill the sentences of a notification; empty where one has nothing to say. */
export type Words = Record<
	'what' | 'when' | 'was' | 'begins' | 'end' | 'until' | 'purpose' | 'why' | 'units' | 'centre',
	string
>;

/**
 * Times are said in full and in the centre's zone, never as "tomorrow": nobody knows on which day
 * they are read.
 */
export function wordsOf(params: Params, locale: Locale): Words {
	const { time_zone: zone, was_starts: wasStarts, was_ends: wasEnds } = params;
	const moment = (instant: Date) =>
		`${formatDay(dayOf(instant, zone), locale)}, ${formatTime(instant, zone)}`;
	const period = ({ starts, ends }: Period) => {
		const day = dayOf(starts, zone);
		const isOneDay = dayOf(new Date(ends.getTime() - 1), zone) === day;
		if (!isOneDay) return `${moment(starts)}\u00a0– ${moment(ends)}`;
		return `${formatDay(day, locale)}, ${formatPeriod({ starts, ends }, zone)}`;
	};
	return {
		what: params.resources.map((name) => localized(name, locale)).join(', ') || params.purpose,
		when: period(params),
		was: wasStarts && wasEnds ? period({ starts: wasStarts, ends: wasEnds }) : '',
		begins: moment(params.starts),
		end: moment(params.ends),
		until: params.until ? moment(params.until) : '',
		purpose: params.purpose,
		why: params.why ?? '',
		units: params.units.join(', '),
		centre: params.centre
	};
}
