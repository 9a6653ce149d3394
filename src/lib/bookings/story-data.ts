import * as z from 'zod/mini';
import { browserClient } from '../supabase/client.ts';
import type { Booking } from './booking.ts';
import { change, type Outcome } from './change-data.ts';
import { clientOf, read } from './data.ts';
import { parseQuestions, type Question } from './request.ts';

/** How a booking came about, what it says of itself, and for whom it is. Everything throws AppError. */

type Version = Pick<Booking, 'id' | 'version'>;

export type Story = {
	isBookedByStaff: boolean;
	/** The name of whoever at the centre booked it; null when it is not known any more. */
	bookedBy: string | null;
	/** Why a rule was set aside for it. */
	overrideReason: string | null;
	isCancelledByStaff: boolean;
	cancelledWhy: string | null;
	/** Does it keep its time for itself? Only a request may not. */
	isHeld: boolean;
	/** How many others ask for the same time. */
	rivals: number;
	/** For whom it is who has no account; seen by staff alone. */
	walkIn: { name: string; phone: string | null } | null;
	questions: Question[];
};

const row = z.object({
	is_booked_by_staff: z.boolean(),
	booked_by: z.nullable(z.string()),
	override_reason: z.nullable(z.string()),
	is_cancelled_by_staff: z.boolean(),
	cancelled_why: z.nullable(z.string()),
	is_held: z.boolean(),
	rivals: z.number(),
	walk_in: z.nullable(z.object({ name: z.string(), phone: z.nullable(z.string()) })),
	questions: z.unknown()
});

export async function getStory(person: string, booking: string): Promise<Story> {
	const client = await clientOf(person);
	const story = row.parse(await read(client.rpc('booking_story', { p_booking: booking })));
	return {
		isBookedByStaff: story.is_booked_by_staff,
		bookedBy: story.booked_by,
		overrideReason: story.override_reason,
		isCancelledByStaff: story.is_cancelled_by_staff,
		cancelledWhy: story.cancelled_why,
		isHeld: story.is_held,
		rivals: story.rivals,
		walkIn: story.walk_in,
		questions: parseQuestions(story.questions)
	};
}

/** What a booking says about itself. */
export type Description = Pick<Booking, 'purpose' | 'attendees'> & {
	note: string;
	publicTitle: string;
};

/** Changes the words; time and things stay as they are. */
export async function renameBooking(
	key: string,
	{ id, version }: Version,
	{ purpose, attendees, note, publicTitle }: Description
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('rename_booking', {
			p_key: key,
			p_booking: id,
			p_version: version,
			p_purpose: purpose,
			p_attendees: attendees,
			...(note.trim() ? { p_note: note } : {}),
			...(publicTitle.trim() ? { p_public_title: publicTitle } : {})
		})
	);
}

/** Somebody with an account for whom staff may book. */
export type Found = {
	id: string;
	name: string | null;
	phone: string | null;
	organisations: { id: string; name: string }[];
};

const found = z.array(
	z.object({
		id: z.string(),
		name: z.nullable(z.string()),
		phone: z.nullable(z.string()),
		organisations: z.array(z.object({ id: z.string(), name: z.string() }))
	})
);

/** For staff: by part of a name among those known to the centre, or by a whole e-mail address. */
export async function findPeople(
	person: string,
	centreId: string,
	query: string
): Promise<Found[]> {
	const client = await clientOf(person);
	return found.parse(await read(client.rpc('find_people', { p_centre: centreId, p_query: query })));
}

/** Organisations by part of their name: their names are public. */
export async function findOrganisations(query: string): Promise<{ id: string; name: string }[]> {
	const client = await browserClient();
	const wanted = query.trim().replaceAll(/[%_\\,()]/g, ' ');
	const rows = await read(
		client
			.from('organisations')
			.select('id, name')
			.ilike('name', `%${wanted}%`)
			.order('name')
			.limit(6)
	);
	return z.array(z.object({ id: z.string(), name: z.string() })).parse(rows);
}

/** Staff give a booking for somebody without an account to the account that they have now. */
export async function linkWalkIn(
	key: string,
	{ id, version }: Version,
	person: string
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('link_walk_in', {
			p_key: key,
			p_booking: id,
			p_version: version,
			p_person: person
		})
	);
}
