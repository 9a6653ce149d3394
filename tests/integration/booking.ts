import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Caller, type Outcome, rpc } from './api.ts';
import { sql } from './backend.ts';
import type { Resource } from './fixtures.ts';
import { minutesAfter } from './times.ts';

const Booking = z.object({
	id: z.uuid(),
	status: z.string(),
	starts: z.string(),
	ends: z.string(),
	hold_until: z.string().nullable(),
	undo_until: z.string().nullable(),
	version: z.number()
});
export type Booking = z.infer<typeof Booking>;

/** A refusal as the app reads it: the code, and its parameters. */
export type Refusal = { error: string } & Record<string, unknown>;

export type Wish = {
	resource?: Resource;
	/** More than one thing, or a quantity: instead of `resource`. */
	resources?: { id: string; quantity?: number }[];
	starts: string;
	minutes?: number;
	ends?: string;
	key?: string;
	/** Any other argument of request_booking, by its name. */
	[argument: `p_${string}`]: unknown;
};

/** The arguments of request_booking for a wish, with everything else as a polite person has it. */
export function argumentsOf(wish: Wish): Record<string, unknown> {
	const { resource, resources, starts, minutes, ends, key, ...others } = wish;
	return {
		p_key: key ?? randomUUID(),
		p_resources: resources ?? (resource === undefined ? [] : [{ id: resource.id, quantity: 1 }]),
		p_starts: starts,
		p_ends: ends ?? minutesAfter(starts, minutes ?? 60),
		p_purpose: 'Próba chóru',
		p_attendees: 2,
		p_rules_version: 1,
		...others
	};
}

export function request(caller: Caller, wish: Wish): Promise<Outcome> {
	return rpc(caller, 'request_booking', argumentsOf(wish));
}

/** Books, and fails the test when that is refused. */
export async function book(caller: Caller, wish: Wish): Promise<Booking> {
	return booked(await request(caller, wish));
}

/** Tries to book, and fails the test when that is allowed. */
export async function refuse(caller: Caller, wish: Wish): Promise<Refusal> {
	return refused(await request(caller, wish));
}

export function booked(outcome: Outcome): Booking {
	if (outcome.error !== undefined) {
		throw new Error(`refused: ${JSON.stringify(refused(outcome))} (${outcome.status})`);
	}
	return Booking.parse(outcome.data);
}

export function refused(outcome: Outcome): Refusal {
	if (outcome.error === undefined) throw new Error(`allowed: ${JSON.stringify(outcome.data)}`);
	if (outcome.status < 400 || outcome.status > 499) {
		throw new Error(`answered ${outcome.status}: ${String(outcome.error.cause)}`);
	}
	return { error: outcome.error.code, ...outcome.error.params };
}

type Change = { id: string; version: number };

export function cancel(
	caller: Caller,
	booking: Change,
	reason: string | null = null,
	key: string = randomUUID()
): Promise<Outcome> {
	const args = { p_key: key, p_booking: booking.id, p_version: booking.version };
	return rpc(caller, 'cancel_booking', { ...args, p_reason: reason });
}

export function restore(
	caller: Caller,
	booking: Change,
	key: string = randomUUID()
): Promise<Outcome> {
	const args = { p_key: key, p_booking: booking.id, p_version: booking.version };
	return rpc(caller, 'restore_booking', args);
}

export function decide(
	caller: Caller,
	booking: Change,
	decision: string,
	why: string | null = null,
	key: string = randomUUID()
): Promise<Outcome> {
	const args = { p_key: key, p_booking: booking.id, p_version: booking.version };
	return rpc(caller, 'decide_booking', { ...args, p_decision: decision, p_why: why });
}

/** Moves a booking; `others` are any other arguments of reschedule_booking, by their names. */
export function reschedule(
	caller: Caller,
	booking: Change,
	starts: string,
	others: { minutes?: number; key?: string; [argument: `p_${string}`]: unknown } = {}
): Promise<Outcome> {
	const { minutes = 60, key = randomUUID(), ...rest } = others;
	return rpc(caller, 'reschedule_booking', {
		p_key: key,
		p_booking: booking.id,
		p_version: booking.version,
		p_starts: starts,
		p_ends: minutesAfter(starts, minutes),
		...rest
	});
}

/** The units that a booking holds at this moment, each with what it is held for. */
export async function unitsOf(booking: { id: string }): Promise<string[]> {
	const rows = await sql<{ unit_id: string }[]>`
		select unit_id from public.allocations
		where booking_id = ${booking.id} and active order by unit_id`;
	return rows.map((row) => row.unit_id);
}

export async function statusOf(booking: { id: string }): Promise<string | undefined> {
	const [row] = await sql<{ status: string }[]>`
		select status from public.bookings where id = ${booking.id}`;
	return row?.status;
}

/** Pairs of active holds of one unit that overlap: there must never be one, anywhere. */
export async function doubleHolds(): Promise<number> {
	const [row] = await sql<{ count: number }[]>`
		select count(*)::int as count
		from public.allocations as one
		join public.allocations as other
			on other.unit_id = one.unit_id and other.id > one.id and other.blocked && one.blocked
		where one.active and other.active`;
	return row?.count ?? -1;
}

/** How many bookings of a centre are there. */
export async function countBookings(centre: { id: string }): Promise<number> {
	const [row] = await sql<{ count: number }[]>`
		select count(*)::int as count from public.bookings where centre_id = ${centre.id}`;
	return row?.count ?? -1;
}

/** As if the time to decide about a waiting request had run out a moment ago. */
export async function runOut(booking: { id: string }): Promise<void> {
	await sql`
		update public.bookings set hold_until = now() - interval '1 second'
		where id = ${booking.id}`;
}
