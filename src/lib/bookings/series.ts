import * as z from 'zod/mini';
import type { Day } from '../calendar/days.ts';
import type { Period } from '../calendar/periods.ts';
import type { Localized } from '../i18n/localized.ts';
import { refusalOf, type AppError } from '../supabase/errors.ts';
import { statuses, type BookedResource, type BookingStatus } from './booking.ts';
import { parseRule, type SeriesRule } from './series-rule.ts';

/** A date of a rule, as the database would take it now. */
export type SeriesDate = Period & {
	date: Day;
	state: 'free' | 'taken' | 'closed' | 'rule';
	refusal: AppError | null;
	/** What could be had instead. */
	alternative: (Period & { resource: string }) | null;
};

/** A date that is to be booked; with a resource of its own when it was moved to another room. */
export type Occurrence = Period & { date: Day; resource: string | null };

/** A date that became a booking. */
export type BookedDate = Period & {
	date: Day;
	booking: string;
	status: BookingStatus;
	/** Is it elsewhere than the rule has it? */
	isMoved: boolean;
};

export type SkippedDate = Period & {
	date: Day;
	/** The code for which it could not be had; null when it was left out. */
	reason: string | null;
	/** Can it be had now? */
	isFree: boolean;
};

/** Bookings made from one rule. */
export type Series = {
	id: string;
	version: number;
	rule: SeriesRule;
	purpose: string;
	publicTitle: string | null;
	note: string | null;
	attendees: number;
	/** The series that it was split from, and the one that was split from it. */
	continues: string | null;
	continuedBy: string | null;
	centre: { slug: string; name: string; timeZone: string };
	organisation: string | null;
	/** Until when the last cancellation of several dates can be undone. */
	undoUntil: Date | null;
	/** Until when the reader can undo its last change. */
	changeUndoUntil: Date | null;
	resources: {
		kind: BookedResource['kind'];
		id: string;
		slug: string;
		name: Localized;
		quantity: number;
	}[];
	dates: BookedDate[];
	skipped: SkippedDate[];
};

const text = z.string();
const period = { starts: text, ends: text };

const preview = z.object({
	dates: z.array(
		z.object({
			date: text,
			...period,
			state: z.enum(['free', 'taken', 'closed', 'rule']),
			refusal: z.unknown(),
			alternative: z.nullable(z.object({ resource: text, ...period }))
		})
	)
});

const series = z.object({
	id: text,
	version: z.number(),
	rule: z.unknown(),
	purpose: text,
	public_title: z.nullable(text),
	note: z.nullable(text),
	attendees: z.number(),
	continues: z.nullable(text),
	continued_by: z.nullable(text),
	centre: z.object({ slug: text, name: text, time_zone: text }),
	organisation: z.nullable(text),
	undo_until: z.nullable(text),
	change_undo_until: z.nullable(text),
	resources: z.array(
		z.object({
			kind: z.enum(['room', 'equipment', 'locker']),
			id: text,
			slug: text,
			name: z.partialRecord(z.enum(['pl', 'en', 'uk']), text),
			quantity: z.number()
		})
	),
	dates: z.array(
		z.object({
			date: text,
			booking: text,
			...period,
			status: z.enum(statuses),
			is_moved: z.boolean()
		})
	),
	skipped: z.array(
		z.object({ date: text, ...period, reason: z.nullable(text), is_free: z.boolean() })
	)
});

export function parsePreview(value: unknown): SeriesDate[] {
	return preview.parse(value).dates.map((each) => ({
		...each,
		...dated(each),
		refusal: refusalOf(each.refusal),
		alternative: each.alternative && { ...each.alternative, ...dated(each.alternative) }
	}));
}

export function parseSeries(value: unknown): Series {
	const found = series.parse(value);
	const { rule, centre, undo_until, change_undo_until, public_title, continued_by, ...rest } =
		found;
	return {
		...rest,
		publicTitle: public_title,
		continuedBy: continued_by,
		changeUndoUntil: change_undo_until === null ? null : new Date(change_undo_until),
		rule: parseRule(rule),
		centre: { slug: centre.slug, name: centre.name, timeZone: centre.time_zone },
		undoUntil: undo_until === null ? null : new Date(undo_until),
		dates: rest.dates.map(({ is_moved, ...each }) => ({
			...each,
			...dated(each),
			isMoved: is_moved
		})),
		skipped: rest.skipped.map(({ is_free, ...each }) => ({
			...each,
			...dated(each),
			isFree: is_free
		}))
	};
}

const kept = z.object({ row: z.unknown(), asOf: text });

/** A series as it was kept on the device; null when there is none, or of another shape. */
export function parseKeptSeries(value: unknown): { series: Series; asOf: Date } | null {
	const found = kept.safeParse(value).data;
	try {
		return found ? { series: parseSeries(found.row), asOf: new Date(found.asOf) } : null;
	} catch {
		return null;
	}
}

/** Dates that are to come and still hold their room. */
export function comingDates({ dates }: Series, now: Date): BookedDate[] {
	return dates.filter(
		({ status, starts }) => (status === 'pending' || status === 'confirmed') && starts > now
	);
}

/** Instants as the database writes them, as dates. */
export function dated({ starts, ends }: { starts: string; ends: string }): Period {
	return { starts: new Date(starts), ends: new Date(ends) };
}
