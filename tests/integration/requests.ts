import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Caller, type Outcome, rpc } from './api.ts';
import { type Booking, book } from './booking.ts';
import { aCentre, anAnimator, aPerson, aRoom, type Resource } from './fixtures.ts';

/** Requests that wait for staff, and what staff do about them. */

type Change = { id: string; version: number };

const Question = z.object({
	id: z.uuid(),
	question: z.string(),
	answer: z.string().nullable(),
	version: z.number().optional()
});
export type Question = z.infer<typeof Question>;

export const Facts = z.array(
	z.object({
		id: z.uuid(),
		series: z.uuid().nullable(),
		is_held: z.boolean(),
		rivals: z.array(z.uuid()),
		questions: z.array(Question),
		history: z
			.object({ bookings: z.number(), late_cancellations: z.number(), no_shows: z.number() })
			.nullable()
	})
);

/** A centre with a room that staff decide about, whose requests may hold the time or not. */
export async function aReviewedRoom(
	columns: Record<string, number | string | boolean> = {}
): Promise<{
	centre: Resource['centre'];
	room: Resource;
	animator: Awaited<ReturnType<typeof aPerson>>;
	person: Awaited<ReturnType<typeof aPerson>>;
}> {
	const centre = await aCentre();
	return {
		centre,
		room: await aRoom(centre, { approval: 'review', ...columns }),
		animator: await anAnimator(centre),
		person: await aPerson('Ola')
	};
}

/** People who ask for the same hour, one after the other. */
export async function rivals(room: Resource, starts: string, count: number) {
	const asked: (Booking & { by: Awaited<ReturnType<typeof aPerson>> })[] = [];
	for (let n = 0; n < count; n++) {
		const by = await aPerson(`Rival ${n}`);
		asked.push({ ...(await book(by, { resource: room, starts })), by });
	}
	return asked;
}

export function ask(caller: Caller, booking: Change, question: string): Promise<Outcome> {
	return rpc(caller, 'ask_about_booking', {
		p_key: randomUUID(),
		p_booking: booking.id,
		p_version: booking.version,
		p_question: question
	});
}

export function answer(caller: Caller, question: { id: string }, text: string): Promise<Outcome> {
	return rpc(caller, 'answer_question', {
		p_key: randomUUID(),
		p_question: question.id,
		p_answer: text
	});
}

export function questionOf(outcome: Outcome): Question {
	return Question.parse(outcome.data);
}

export async function factsOf(caller: Caller, centre: { id: string }, booking: { id: string }) {
	const facts = Facts.parse((await rpc(caller, 'request_facts', { p_centre: centre.id })).data);
	const found = facts.find(({ id }) => id === booking.id);
	if (!found) throw new Error('not among the requests');
	return found;
}

/** What a booking's page tells about how it came about. */
export async function storyOf(caller: Caller, booking: { id: string }) {
	return Story.parse((await rpc(caller, 'booking_story', { p_booking: booking.id })).data);
}

const Story = z.object({
	is_booked_by_staff: z.boolean(),
	booked_by: z.string().nullable(),
	override_reason: z.string().nullable(),
	is_cancelled_by_staff: z.boolean(),
	cancelled_why: z.string().nullable(),
	is_held: z.boolean(),
	rivals: z.number(),
	walk_in: z.object({ name: z.string(), phone: z.string().nullable() }).nullable(),
	questions: z.array(Question)
});
