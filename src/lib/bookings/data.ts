import type { PostgrestError } from '@supabase/supabase-js';
import * as z from 'zod/mini';
import type { Period } from '../calendar/periods.ts';
import { browserClient } from '../supabase/client.ts';
import { AppError, toAppError } from '../supabase/errors.ts';
import type { Needs, Wish } from './availability.ts';
import { parseBookings, type Booking } from './booking.ts';

/** What the database is asked about bookings; changes are in change-data.ts. Everything throws AppError. */

/** An organisation for which the person may book. */
export type BookingOrganisation = { id: string; name: string; isVerified: boolean };

/** A free alternative: a resource by its id, and when. */
export type Slot = Period & { resource: string };

export type BookingPage = { rows: unknown; bookings: Booking[] };

type Client = Awaited<ReturnType<typeof browserClient>>;
export type Result = { data: unknown; error: PostgrestError | null };

export const bookingColumns = `id, centre_id, centre_slug, centre_name, time_zone, organisation_id,
	organisation_name, requested_by_name, requested_by_phone, is_mine, purpose, note, attendees,
	public_title, starts, ends, status, hold_until, decided_why, cancelled_at, cancel_until, version,
	created_at, resources, check_in_until, checked_in_at, cancelled_late`;
const pageSize = 20;

/**
 * What is going on or still to come, soonest first: the person's own bookings and those of the
 * organisations that they book for; not what is only offered to them (watch-data.ts). `rows` is what may be kept on the device.
 */
export async function listMyBookings(person: string, now: Date): Promise<BookingPage> {
	const client = await clientOf(person);
	const own = query(client)
		.eq('requested_by', person)
		.eq('is_offer', false)
		.or(current(now))
		.order('starts')
		.limit(200);
	const [mine, organisations] = await Promise.all([read(own), listOrganisations(client, person)]);
	if (organisations.length === 0) return page(mine);
	const others = await read(
		query(client)
			.in(
				'organisation_id',
				organisations.map(({ id }) => id)
			)
			// by is_mine and not by a second or(): the embedded API keeps the last of two
			.eq('is_mine', false)
			.eq('is_offer', false)
			.or(current(now))
			.order('starts')
			.limit(200)
	);
	return page([...asArray(mine), ...asArray(others)]);
}

/**
 * What is over, latest first, twenty at a time, the organisations' included. The next page begins
 * at the last one's start, and may repeat bookings that began together.
 */
export async function listPastBookings(
	person: string,
	now: Date,
	from: Date = now
): Promise<BookingPage> {
	const client = await clientOf(person);
	const organisations = await listOrganisations(client, person);
	const ids = organisations.map(({ id }) => id).join(',');
	return page(
		await read(
			query(client)
				.or(`requested_by.eq.${person}${ids && `,organisation_id.in.(${ids})`}`)
				.eq('is_offer', false)
				.lt('ends', now.toISOString())
				.lte('starts', from.toISOString())
				.order('starts', { ascending: false })
				.limit(pageSize)
		)
	);
}

/** One booking that the person may see; `booking.not_found` when there is none. */
export async function getBooking(person: string, id: string): Promise<BookingPage> {
	const client = await clientOf(person);
	const found = page(await read(query(client).eq('id', id)));
	if (found.bookings.length === 0) throw new AppError('booking.not_found');
	return found;
}

/** What the person booked last in a centre and did not give back; null when nothing. */
export async function lastBooking(person: string, centre: string): Promise<Booking | null> {
	const client = await clientOf(person);
	const { bookings } = page(
		await read(
			query(client)
				.eq('requested_by', person)
				.eq('centre_slug', centre)
				.not('status', 'in', '(offered,declined,expired,cancelled)')
				.order('created_at', { ascending: false })
				.limit(1)
		)
	);
	return bookings[0] ?? null;
}

/** Organisations for which the person may book: as owner or editor. */
export async function listMyOrganisations(person: string): Promise<BookingOrganisation[]> {
	return listOrganisations(await clientOf(person), person);
}

/** Is the person staff of the centre? */
export async function isStaffOf(person: string, centreId: string): Promise<boolean> {
	const client = await clientOf(person);
	const found = await read(
		client
			.from('centre_people')
			.select('role')
			.eq('person_id', person)
			.eq('centre_id', centreId)
			.in('role', ['animator', 'coordinator'])
	);
	return asArray(found).length > 0;
}

/** A centre in which the person decides about requests. */
export type StaffedCentre = { slug: string; name: string };

/** Centres of which the person is staff, by name. */
export async function listStaffedCentres(person: string): Promise<StaffedCentre[]> {
	const client = await clientOf(person);
	const found = await read(
		client
			.from('centre_people')
			.select('centres (slug, name)')
			.eq('person_id', person)
			.in('role', ['animator', 'coordinator'])
	);
	return staffed
		.parse(found)
		.flatMap(({ centres }) => centres ?? [])
		.toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Requests of a centre that wait for an answer, those that run out first first. */
export async function listRequests(person: string, centreId: string): Promise<Booking[]> {
	const client = await clientOf(person);
	const found = query(client)
		.eq('centre_id', centreId)
		.eq('status', 'pending')
		.order('hold_until')
		.order('starts')
		.limit(200);
	return page(await read(found)).bookings;
}

/** What the database would give instead, nearest first; it knows what the schedules here may not. */
export async function findSlots(
	centre: string,
	wishes: Wish[],
	period: Period,
	needs: Needs,
	limit = 6,
	organisation: string | null = null
): Promise<Slot[]> {
	const client = await browserClient();
	const found = await read(
		client.rpc('find_slots', {
			p_centre: centre,
			p_resources: wishes.map(({ resource, quantity }) => ({ id: resource, quantity })),
			p_starts: period.starts.toISOString(),
			p_ends: period.ends.toISOString(),
			p_attendees: needs.people,
			p_features: needs.features,
			p_accessibility: needs.accessibility,
			p_limit: limit,
			...(organisation ? { p_organisation: organisation } : {})
		})
	);
	return slots.parse(found).slots.map(({ resource, starts, ends }) => ({
		resource,
		starts: new Date(starts),
		ends: new Date(ends)
	}));
}

const slots = z.object({
	slots: z.array(z.object({ resource: z.string(), starts: z.string(), ends: z.string() }))
});
const staffed = z.array(
	z.object({ centres: z.nullable(z.object({ slug: z.string(), name: z.string() })) })
);
const memberships = z.array(
	z.object({
		organisations: z.nullable(
			z.object({ id: z.string(), name: z.string(), verified_at: z.nullable(z.string()) })
		)
	})
);

/**
 * The client, once it is sure that it speaks for this person: while two tabs renew a session,
 * supabase-js can send a request as nobody, and an empty answer to that must not pass for theirs.
 */
export async function clientOf(person: string): Promise<Client> {
	try {
		const client = await browserClient();
		const { data, error } = await client.auth.getSession();
		if (error) throw error;
		if (data.session?.user.id !== person) throw new AppError('auth.required');
		return client;
	} catch (error) {
		throw toAppError(error);
	}
}

/** Not over yet; what is overdue is not over. */
function current(now: Date): string {
	return `ends.gte.${now.toISOString()},status.eq.handed_over`;
}

function query(client: Client) {
	return client.from('my_bookings').select(bookingColumns);
}

async function listOrganisations(client: Client, person: string): Promise<BookingOrganisation[]> {
	const found = await read(
		client
			.from('organisation_members')
			.select('organisations (id, name, verified_at)')
			.eq('person_id', person)
			.in('role', ['owner', 'editor'])
	);
	return memberships
		.parse(found)
		.flatMap(({ organisations }) =>
			organisations
				? {
						id: organisations.id,
						name: organisations.name,
						isVerified: !!organisations.verified_at
					}
				: []
		)
		.toSorted((a, b) => a.name.localeCompare(b.name));
}

export async function read(request: PromiseLike<Result>): Promise<unknown> {
	const { data, error } = await request;
	if (error) throw toAppError(error);
	return data;
}

function page(rows: unknown): BookingPage {
	return { rows, bookings: parseBookings(rows) };
}

function asArray(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
