import { z } from 'zod';
import { clientOf } from './api.ts';
import { book } from './booking.ts';
import { aCentre, anAnimator, aPerson, aRoom, type Person } from './fixtures.ts';
import { at, dayAhead } from './times.ts';

/** A booking to change, of five days ahead at ten, with its person and an animator of its centre. */
export async function aBooking(columns: Record<string, number | string> = {}) {
	const centre = await aCentre();
	const room = await aRoom(centre, columns);
	const person = await aPerson();
	const booking = await book(person, { resource: room, starts: at(dayAhead(5), '10:00') });
	return { centre, room, person, booking, animator: await anAnimator(centre) };
}

/** The same, of a room for which staff decide. */
export function aWaitingRequest() {
	return aBooking({ approval: 'review' });
}

/** A booking as a person sees it in the list of theirs. */
export async function readBooking(person: Person, id: string) {
	const answer = await clientOf(person).from('my_bookings').select().eq('id', id);
	return z.array(z.record(z.string(), z.unknown())).parse(answer.data);
}
