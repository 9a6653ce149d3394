import * as z from 'zod/mini';
import type { Period } from '../calendar/periods.ts';
import { browserClient } from '../supabase/client.ts';
import { AppError, toAppError } from '../supabase/errors.ts';
import type { Wish } from './availability.ts';
import type { Booking } from './booking.ts';
import { read, type Result } from './data.ts';

/** What the database is asked to change about bookings. Everything throws AppError. */

/** What is asked for with a booking; what people typed goes as it is, the database trims it. */
export type BookingRequest = Period & {
	resources: Wish[];
	purpose: string;
	attendees: number;
	rulesVersion: number;
	organisation: string | null;
	publicTitle: string;
	note: string;
	isStatementAccepted: boolean;
	/** Staff only: for whom else it is. */
	behalf?: Behalf | null;
	/** Staff only: why a rule is set aside for it. */
	overrideReason?: string;
	/** Children or young people come; not there where nobody was asked. */
	isForMinors?: boolean;
};

/** For whom staff book: somebody with an account, by its id, or somebody without one. */
export type Behalf = { person: string } | { name: string; phone: string };

/** A booking whose unit cannot be used any more; `movedTo` is the unit that it has instead. */
export type AffectedBooking = {
	id: string;
	name: string | null;
	starts: Date;
	movedTo: string | null;
};

/** What a change answers. */
export type Outcome = {
	id: string;
	status: string;
	version: number;
	/** Until when a cancellation can be undone. */
	undoUntil: Date | null;
	/** Who had been promised what came back damaged. */
	affected: AffectedBooking[];
};

/** Books. The key is one attempt's: repeated with it, the same request books once. */
export async function requestBooking(key: string, request: BookingRequest): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('request_booking', {
			p_key: key,
			p_resources: request.resources.map(({ resource, quantity }) => ({ id: resource, quantity })),
			p_starts: request.starts.toISOString(),
			p_ends: request.ends.toISOString(),
			p_purpose: request.purpose,
			p_attendees: request.attendees,
			p_rules_version: request.rulesVersion,
			p_statement_accepted: request.isStatementAccepted,
			...(request.isForMinors === undefined ? {} : { p_for_minors: request.isForMinors }),
			...(request.organisation ? { p_organisation: request.organisation } : {}),
			...(request.publicTitle.trim() ? { p_public_title: request.publicTitle } : {}),
			...(request.note.trim() ? { p_note: request.note } : {}),
			...(request.overrideReason?.trim() ? { p_override_reason: request.overrideReason } : {}),
			...(request.behalf ? behalfOf(request.behalf) : {})
		})
	);
}

function behalfOf(behalf: Behalf) {
	if ('person' in behalf) return { p_on_behalf_of: behalf.person };
	const phone = behalf.phone.trim();
	return { p_walk_in: { name: behalf.name, ...(phone ? { phone } : {}) } };
}

/** `isLate`: also after the time until which it is free, which counts. */
export async function cancelBooking(
	key: string,
	booking: Pick<Booking, 'id' | 'version'>,
	isLate = false
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('cancel_booking', {
			p_key: key,
			p_booking: booking.id,
			p_version: booking.version,
			...(isLate ? { p_late: true } : {})
		})
	);
}

/** Moves a booking to another period and to exactly these resources; refused, it stays as it was. */
export async function rescheduleBooking(
	key: string,
	booking: Pick<Booking, 'id' | 'version'>,
	to: Period & { resources: Wish[]; isStatementAccepted?: boolean },
	/** Why staff set a rule aside for it. */
	overrideReason = ''
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('reschedule_booking', {
			p_key: key,
			p_booking: booking.id,
			p_version: booking.version,
			p_starts: to.starts.toISOString(),
			p_ends: to.ends.toISOString(),
			p_resources: to.resources.map(({ resource, quantity }) => ({ id: resource, quantity })),
			p_statement_accepted: to.isStatementAccepted ?? false,
			...(overrideReason.trim() ? { p_override_reason: overrideReason } : {})
		})
	);
}

/** Ends a booking that is going on; the rest of its time is free for others. */
export async function finishBooking(
	key: string,
	booking: Pick<Booking, 'id' | 'version'>
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('finish_booking', { p_key: key, p_booking: booking.id, p_version: booking.version })
	);
}

/** Takes a cancellation back, within ten minutes and if nobody else was quicker. */
export async function restoreBooking(
	key: string,
	booking: Pick<Booking, 'id' | 'version'>
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('restore_booking', { p_key: key, p_booking: booking.id, p_version: booking.version })
	);
}

/** Staff answer a waiting request. */
export async function decideBooking(
	key: string,
	booking: Pick<Booking, 'id' | 'version'>,
	decision: 'confirmed' | 'declined',
	why: string,
	/** Also declines, with this reason, the rivals to which it leaves nothing. */
	rivalsWhy = ''
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('decide_booking', {
			p_key: key,
			p_booking: booking.id,
			p_version: booking.version,
			p_decision: decision,
			...(why.trim() ? { p_why: why } : {}),
			...(rivalsWhy.trim() ? { p_rivals_why: rivalsWhy } : {})
		})
	);
}

const outcome = z.object({
	id: z.string(),
	status: z.string(),
	version: z.number(),
	undo_until: z.optional(z.nullable(z.string())),
	affected: z.optional(
		z.array(
			z.object({
				booking: z.string(),
				name: z.nullable(z.string()),
				starts: z.string(),
				moved_to: z.nullable(z.string())
			})
		)
	)
});

/** Sends a change of one booking. */
export async function change(send: () => PromiseLike<Result>): Promise<Outcome> {
	const parsed = outcome.parse(await sendChange(send));
	return {
		id: parsed.id,
		status: parsed.status,
		version: parsed.version,
		undoUntil: parsed.undo_until ? new Date(parsed.undo_until) : null,
		affected: (parsed.affected ?? []).map(({ booking, name, starts, moved_to }) => ({
			id: booking,
			name,
			starts: new Date(starts),
			movedTo: moved_to
		}))
	};
}

/** Sends a change; when the network failed, once more: its key makes a repetition harmless. */
export async function sendChange(send: () => PromiseLike<Result>): Promise<unknown> {
	try {
		return await once(send);
	} catch (error) {
		if (!(error instanceof AppError && error.code === 'network.offline')) throw error;
		return once(send);
	}
}

async function once(send: () => PromiseLike<Result>): Promise<unknown> {
	const data = await read(send());
	// A refusal is kept as the answer to its key, so it may also come back as a body.
	if (isRefusal(data)) throw toAppError(data);
	return data;
}

function isRefusal(data: unknown): boolean {
	return typeof data === 'object' && data !== null && 'code' in data && data.code === 'P0001';
}
