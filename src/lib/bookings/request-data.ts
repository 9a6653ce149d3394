import * as z from 'zod/mini';
import type { Period } from '../calendar/periods.ts';
import { browserClient } from '../supabase/client.ts';
import type { Wish } from './availability.ts';
import type { Booking } from './booking.ts';
import { change, sendChange, type Outcome } from './change-data.ts';
import { clientOf, read } from './data.ts';
import {
	parseDecided,
	parseFacts,
	parseQuestions,
	type Decided,
	type Question,
	type RequestFacts
} from './request.ts';

/** What the database is asked about requests that wait. Everything throws AppError. */

type Version = Pick<Booking, 'id' | 'version'>;

/** For staff: what is known beside each request of a centre that waits, by its booking. */
export async function listRequestFacts(
	person: string,
	centreId: string
): Promise<Map<string, RequestFacts>> {
	const client = await clientOf(person);
	return parseFacts(await read(client.rpc('request_facts', { p_centre: centreId })));
}

/** Staff ask; the answer comes back with the request. */
export async function askAboutBooking(
	key: string,
	{ id, version }: Version,
	question: string
): Promise<Question> {
	const client = await browserClient();
	const asked = await sendChange(() =>
		client.rpc('ask_about_booking', {
			p_key: key,
			p_booking: id,
			p_version: version,
			p_question: question
		})
	);
	return firstOf(parseQuestions([asked]));
}

export async function answerQuestion(
	key: string,
	question: string,
	answer: string
): Promise<Question> {
	const client = await browserClient();
	const answered = await sendChange(() =>
		client.rpc('answer_question', { p_key: key, p_question: question, p_answer: answer })
	);
	return firstOf(parseQuestions([answered]));
}

const openRows = z.array(z.object({ booking_id: z.string() }));

/** Bookings, among those that the person may see, about which somebody waits for an answer. */
export async function listOpenQuestions(person: string): Promise<Set<string>> {
	const client = await clientOf(person);
	const rows = await read(
		client.from('booking_questions').select('booking_id').is('answer', null).limit(500)
	);
	return new Set(openRows.parse(rows).map(({ booking_id }) => booking_id));
}

/** Staff decide about several requests with one reason; each answers for itself. */
export async function decideBookings(
	key: string,
	bookings: readonly Version[],
	decision: 'confirmed' | 'declined',
	why: string
): Promise<Decided[]> {
	const client = await browserClient();
	return parseDecided(
		await sendChange(() =>
			client.rpc('decide_bookings', {
				p_key: key,
				p_bookings: bookings.map(({ id, version }) => ({ id, version })),
				p_decision: decision,
				...(why.trim() ? { p_why: why } : {})
			})
		)
	);
}

/** Takes a decision back, within ten minutes. */
export async function undoDecision(key: string, { id, version }: Version): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('undo_decision', { p_key: key, p_booking: id, p_version: version })
	);
}

/** How many requests wait for this time without holding it. */
export async function countCompeting(
	person: string,
	wishes: readonly Wish[],
	{ starts, ends }: Period
): Promise<number> {
	const client = await clientOf(person);
	const count = await read(
		client.rpc('competing_requests', {
			p_resources: wishes.map(({ resource, quantity }) => ({ id: resource, quantity })),
			p_starts: starts.toISOString(),
			p_ends: ends.toISOString()
		})
	);
	return z.number().parse(count);
}

function firstOf([question]: Question[]): Question {
	if (!question) throw new Error('no question in the answer');
	return question;
}
