import * as z from 'zod/mini';
import type { Period } from '../calendar/periods.ts';
import type { Localized } from '../i18n/localized.ts';
import { refusalOf, type AppError } from '../supabase/errors.ts';
import { statuses, type BookingStatus } from './booking.ts';

type Named = { id: string; name: Localized; quantity: number };

/** A booking in a list of those that something meets: a closure, a new rule. */
export type MetBooking = Period & {
	id: string;
	version: number;
	status: BookingStatus;
	purpose: string;
	attendees: number;
	/** For whom it is: person, phone, organisation. */
	name: string | null;
	phone: string | null;
	organisation: string | null;
	resources: Named[];
};

/** One that a closure would meet, with the free rooms that it could move to. */
export type AffectedByClosure = MetBooking & { rooms: { id: string; name: Localized }[] };

export type Closure = Period & {
	id: string;
	reason: Localized;
	/** What is closed; null for the whole centre. */
	resource: string | null;
	name: Localized | null;
	/** Bookings that stay in spite of it. */
	kept: MetBooking[];
};

/** A booking that could not be made under today's rules. */
export type OutsideRules = MetBooking & { refusal: AppError | null; overrideReason: string | null };

/** What becomes of a booking under a closure; a room's id moves it there. */
export type Fate = 'cancel' | 'keep' | { room: string };

const localized = z.partialRecord(z.enum(['pl', 'en', 'uk']), z.string());
const met = z.object({
	id: z.string(),
	version: z.number(),
	status: z.enum(statuses),
	starts: z.string(),
	ends: z.string(),
	purpose: z.string(),
	attendees: z.number(),
	name: z.nullable(z.string()),
	phone: z.nullable(z.string()),
	organisation: z.nullable(z.string()),
	resources: z.nullable(
		z.array(z.object({ id: z.string(), name: localized, quantity: z.number() }))
	)
});
const preview = z.object({
	bookings: z.array(
		z.extend(met, { rooms: z.array(z.object({ id: z.string(), name: localized })) })
	)
});
const closures = z.array(
	z.object({
		id: z.string(),
		starts: z.string(),
		ends: z.string(),
		reason: localized,
		resource: z.nullable(z.string()),
		name: z.nullable(localized),
		kept: z.array(met)
	})
);
const outside = z.array(
	z.extend(met, {
		refusal: z.looseObject({ error: z.string() }),
		override_reason: z.nullable(z.string())
	})
);
const archived = z.object({ bookings: z.array(met) });

function bookingOf(row: z.infer<typeof met>): MetBooking {
	const { starts, ends, resources, ...facts } = row;
	return {
		id: facts.id,
		version: facts.version,
		status: facts.status,
		purpose: facts.purpose,
		attendees: facts.attendees,
		name: facts.name,
		phone: facts.phone,
		organisation: facts.organisation,
		starts: new Date(starts),
		ends: new Date(ends),
		resources: resources ?? []
	};
}

export function parsePreview(value: unknown): AffectedByClosure[] {
	return preview.parse(value).bookings.map((row) => ({ ...bookingOf(row), rooms: row.rooms }));
}

export function parseClosures(value: unknown): Closure[] {
	return closures.parse(value).map(({ starts, ends, kept, ...facts }) => ({
		...facts,
		starts: new Date(starts),
		ends: new Date(ends),
		kept: kept.map(bookingOf)
	}));
}

export function parseOutside(value: unknown): OutsideRules[] {
	return outside.parse(value).map((row) => ({
		...bookingOf(row),
		refusal: refusalOf(row.refusal),
		overrideReason: row.override_reason
	}));
}

export function parseArchived(value: unknown): MetBooking[] {
	return archived.parse(value).bookings.map(bookingOf);
}

/** The same answer for all, as far as it goes: to move, a booking needs a free room. */
export function fatesFor(
	bookings: readonly AffectedByClosure[],
	wish: 'cancel' | 'keep' | 'move',
	before: Readonly<Record<string, Fate>>
): Record<string, Fate> {
	return Object.fromEntries(
		bookings.flatMap(({ id, status, rooms }): [string, Fate][] => {
			const [room] = rooms;
			const known = before[id];
			// What has begun can be neither cancelled nor moved.
			if (!canChange(status)) return [[id, 'keep']];
			if (wish !== 'move') return [[id, wish]];
			if (room) return [[id, { room: room.id }]];
			return known ? [[id, known]] : [];
		})
	);
}

export function canChange(status: BookingStatus): boolean {
	return status === 'pending' || status === 'confirmed';
}
