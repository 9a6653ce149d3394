import * as z from 'zod/mini';
import type { Period } from '../calendar/periods.ts';
import type { Localized } from '../i18n/localized.ts';

/** What a booking's page `depends` on: a change undone elsewhere reads it anew. */
export const bookingKey = 'mam:booking';

/**
 * `offered`: held for somebody who waited, until they take it. `expired`: nobody decided the request,
 * or took the offer, in time. The states after a visit come from the desk.
 */
export const statuses = [
	'offered',
	'pending',
	'confirmed',
	'declined',
	'expired',
	'cancelled',
	'checked_in',
	'no_show',
	'completed',
	'handed_over',
	'returned'
] as const;

export type BookingStatus = (typeof statuses)[number];

/** Something that a booking takes, and which of it. */
export type BookedResource = {
	id: string;
	slug: string;
	kind: 'room' | 'equipment' | 'locker';
	name: Localized;
	colour: number;
	quantity: number;
	/** Labels of the units held: 'Laptop 3'. */
	units: string[];
};

/** A person's or an organisation's claim on resources of a centre for one period. */
export type Booking = Period & {
	id: string;
	centreId: string;
	centreSlug: string;
	centreName: string;
	timeZone: string;
	organisationId: string | null;
	organisationName: string | null;
	requestedByName: string | null;
	requestedByPhone: string | null;
	isMine: boolean;
	purpose: string;
	note: string | null;
	attendees: number;
	publicTitle: string | null;
	status: BookingStatus;
	/** Until when a request waits for an answer, or an offer to be taken; it lapses then. */
	holdUntil: Date | null;
	/** By when somebody must be checked in; null where nobody has to, or somebody is. */
	checkInUntil: Date | null;
	checkedInAt: Date | null;
	/** It was cancelled after the time until which that is free. */
	isCancelledLate: boolean;
	/** What the centre wrote when it decided. */
	decidedWhy: string | null;
	cancelledAt: Date | null;
	/** Until when it can be cancelled without asking the centre. */
	cancelUntil: Date;
	/** Sent with every change, so that nobody overwrites what they have not seen. */
	version: number;
	createdAt: Date;
	resources: BookedResource[];
};

const text = z.string();
const optionalText = z.nullable(z.string());
const localized = z.partialRecord(z.enum(['pl', 'en', 'uk']), z.string());

const row = z.object({
	id: text,
	centre_id: text,
	centre_slug: text,
	centre_name: text,
	time_zone: text,
	organisation_id: optionalText,
	organisation_name: optionalText,
	requested_by_name: optionalText,
	requested_by_phone: optionalText,
	is_mine: z.boolean(),
	purpose: text,
	note: optionalText,
	attendees: z.number(),
	public_title: optionalText,
	starts: text,
	ends: text,
	status: z.enum(statuses),
	hold_until: optionalText,
	decided_why: optionalText,
	cancelled_at: optionalText,
	cancel_until: text,
	version: z.number(),
	created_at: text,
	// not in what an older version of the app has kept on the device
	check_in_until: z.optional(optionalText),
	checked_in_at: z.optional(optionalText),
	cancelled_late: z.optional(z.nullable(z.boolean())),
	resources: z.array(
		z.object({
			id: text,
			slug: text,
			kind: z.enum(['room', 'equipment', 'locker']),
			name: localized,
			colour: z.number(),
			quantity: z.number(),
			units: z.array(text)
		})
	)
});

const rows = z.array(row);

/**
 * Rows of the view `my_bookings`, from the database or as kept on the device, as bookings. Throws
 * when they have another shape (kept by an older version of the app, for one).
 */
export function parseBookings(value: unknown): Booking[] {
	return rows.parse(value).map((each) => ({
		id: each.id,
		centreId: each.centre_id,
		centreSlug: each.centre_slug,
		centreName: each.centre_name,
		timeZone: each.time_zone,
		organisationId: each.organisation_id,
		organisationName: each.organisation_name,
		requestedByName: each.requested_by_name,
		requestedByPhone: each.requested_by_phone,
		isMine: each.is_mine,
		purpose: each.purpose,
		note: each.note,
		attendees: each.attendees,
		publicTitle: each.public_title,
		starts: new Date(each.starts),
		ends: new Date(each.ends),
		status: each.status,
		holdUntil: dateOrNull(each.hold_until),
		checkInUntil: dateOrNull(each.check_in_until ?? null),
		checkedInAt: dateOrNull(each.checked_in_at ?? null),
		isCancelledLate: each.cancelled_late === true,
		decidedWhy: each.decided_why,
		cancelledAt: dateOrNull(each.cancelled_at),
		cancelUntil: new Date(each.cancel_until),
		version: each.version,
		createdAt: new Date(each.created_at),
		resources: each.resources
	}));
}

/** Does it still hold its room: offered, waiting for an answer, confirmed, or going on? */
export function isHeld({ status }: Booking): boolean {
	return ['offered', 'pending', 'confirmed', 'checked_in', 'handed_over'].includes(status);
}

/** Is it a locker for a term? */
export function isLocker({ resources }: Booking): boolean {
	return resources.some(({ kind }) => kind === 'locker');
}

/** Can the person cancel it now, without asking the centre? A mere request can always be taken back. */
export function canCancel(booking: Booking, now: Date): boolean {
	if (booking.status === 'pending') return now < booking.starts;
	return booking.status === 'confirmed' && now < booking.cancelUntil;
}

/** Can it only be cancelled late, which counts? */
export function canCancelLate(booking: Booking, now: Date): boolean {
	return booking.status === 'confirmed' && booking.cancelUntil <= now && now < booking.starts;
}

/** Can staff note now that somebody is there? */
export function canCheckIn({ status, starts, checkInUntil }: Booking, now: Date): boolean {
	const opens = starts.getTime() - 15 * 60_000;
	return status === 'confirmed' && checkInUntil !== null && opens <= now.getTime();
}

/** Can it be moved now? Staff may until it is over; people as long as they may cancel. */
export function canMove(booking: Booking, isStaff: boolean, now: Date): boolean {
	const isOpen = booking.status === 'pending' || booking.status === 'confirmed';
	return isStaff ? isOpen && now < booking.ends : canCancel(booking, now);
}

/** Is it going on, so that the rest of it can be given back? */
export function canFinish(booking: Booking, now: Date): boolean {
	const isUsed = booking.status === 'confirmed' || booking.status === 'checked_in';
	return isUsed && booking.starts <= now && now < booking.ends;
}

/** The thing that the booking is about: its room, else its first thing. */
export function mainResource(booking: Booking): BookedResource | undefined {
	return booking.resources.find(({ kind }) => kind === 'room') ?? booking.resources[0];
}

/** What comes along with it. */
export function extrasOf(booking: Booking): BookedResource[] {
	const main = mainResource(booking);
	return booking.resources.filter((resource) => resource !== main);
}

function dateOrNull(value: string | null): Date | null {
	return value === null ? null : new Date(value);
}
