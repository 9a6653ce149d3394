import * as z from 'zod/mini';
import { refusalOf, type AppError } from '../supabase/errors.ts';
import type { Booking } from './booking.ts';

/** What staff asked about a request, and what they were told. */
export type Question = {
	id: string;
	question: string;
	askedAt: Date;
	answer: string | null;
};

/** What a person did with earlier bookings in the centre during the last year. */
export type History = { bookings: number; lateCancellations: number; noShows: number };

/** What staff see beside a request that waits. */
export type RequestFacts = {
	id: string;
	series: string | null;
	/** Does it keep its time while it waits? */
	isHeld: boolean;
	/** Requests that want the same time, of which not all can be had. */
	rivals: string[];
	questions: Question[];
	history: History | null;
};

/** What came of one of several decisions. */
export type Decided = { id: string; version: number | null; refusal: AppError | null };

/** Requests that are looked at together: one, or several that want the same time. */
export type RequestGroup = { requests: Booking[] };

const question = z.object({
	id: z.string(),
	question: z.string(),
	asked_at: z.string(),
	answer: z.nullable(z.string())
});

const facts = z.array(
	z.object({
		id: z.string(),
		series: z.nullable(z.string()),
		is_held: z.boolean(),
		rivals: z.array(z.string()),
		questions: z.array(question),
		history: z.nullable(
			z.object({ bookings: z.number(), late_cancellations: z.number(), no_shows: z.number() })
		)
	})
);

const decided = z.object({
	bookings: z.array(
		z.object({
			id: z.string(),
			version: z.optional(z.number()),
			refusal: z.optional(z.looseObject({ error: z.string() }))
		})
	)
});

/** A row of questions as the database words it. */
export function parseQuestions(value: unknown): Question[] {
	return z
		.array(question)
		.parse(value)
		.map(({ id, question, asked_at, answer }) => ({
			id,
			question,
			askedAt: new Date(asked_at),
			answer
		}));
}

export function parseFacts(value: unknown): Map<string, RequestFacts> {
	return new Map(
		facts.parse(value).map((each) => [
			each.id,
			{
				id: each.id,
				series: each.series,
				isHeld: each.is_held,
				rivals: each.rivals,
				questions: parseQuestions(each.questions),
				history: each.history && {
					bookings: each.history.bookings,
					lateCancellations: each.history.late_cancellations,
					noShows: each.history.no_shows
				}
			}
		])
	);
}

export function parseDecided(value: unknown): Decided[] {
	return decided.parse(value).bookings.map(({ id, version, refusal }) => ({
		id,
		version: version ?? null,
		refusal: refusalOf(refusal)
	}));
}

/** Has staff asked something that is answered, and nothing since? */
export function isAnswered(facts: RequestFacts | undefined): boolean {
	return !!facts && facts.questions.length > 0 && facts.questions.every(({ answer }) => answer);
}

/** Rivals together; those that got their answers first, then those that run out first. */
export function groupRequests(
	requests: readonly Booking[],
	facts: ReadonlyMap<string, RequestFacts>
): RequestGroup[] {
	const groups = new Map<Booking, Booking[]>();
	const seen = new Set<string>();
	const sorted = requests.toSorted(
		(a, b) =>
			Number(isAnswered(facts.get(b.id))) - Number(isAnswered(facts.get(a.id))) ||
			end(a) - end(b) ||
			a.createdAt.getTime() - b.createdAt.getTime()
	);
	for (const first of sorted) {
		if (seen.has(first.id)) continue;
		const members = new Set([first.id]);
		// Rivals of rivals too: to confirm one changes what the others can have.
		for (const id of members) for (const rival of facts.get(id)?.rivals ?? []) members.add(rival);
		for (const id of members) seen.add(id);
		groups.set(
			first,
			sorted.filter(({ id }) => members.has(id))
		);
	}
	return [...groups.values()].map((members) => ({
		// Side by side in the order in which they asked.
		requests: members.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
	}));
}

function end({ holdUntil, starts }: Booking): number {
	return (holdUntil ?? starts).getTime();
}
