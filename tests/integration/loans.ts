import { randomUUID } from 'node:crypto';
import { type Caller, type Outcome, rpc } from './api.ts';
import { sql } from './backend.ts';
import { type Booking, book, booked } from './booking.ts';
import {
	aDaytimeCentre,
	anAnimator,
	aPerson,
	aPool,
	type Person,
	type Resource
} from './fixtures.ts';
import { at, dayAhead, daysAfter } from './times.ts';

type Change = { id: string; version: number };
type Details = Record<string, unknown> & { key?: string };

function change(caller: Caller, name: string, booking: Change, details: Details): Promise<Outcome> {
	const { key, ...others } = details;
	const args = { p_key: key ?? randomUUID(), p_booking: booking.id, p_version: booking.version };
	return rpc(caller, name, { ...args, ...others });
}

export function handOver(caller: Caller, booking: Change, details: Details = {}) {
	return change(caller, 'hand_over', booking, details);
}

export function takeBack(caller: Caller, booking: Change, details: Details = {}) {
	return change(caller, 'take_back', booking, details);
}

export function extendLoan(caller: Caller, booking: Change, until: string, details: Details = {}) {
	return change(caller, 'extend_loan', booking, { p_until: until, ...details });
}

/** As if the loan had begun three days ago and had to be back an hour ago. */
export async function letLapse(booking: { id: string }): Promise<void> {
	await sql.begin(async (run) => {
		await run`
			update public.bookings
			set during = tstzrange(now() - interval '3 days', now() - interval '1 hour')
			where id = ${booking.id}`;
		await run`
			update public.allocations
			set during = tstzrange(now() - interval '3 days', now() - interval '1 hour'),
				blocked = tstzrange(now() - interval '3 days', now() - interval '1 hour')
			where booking_id = ${booking.id}`;
		await run`
			update public.handovers
			set handed_out_at = now() - interval '3 days', due_at = now() - interval '1 hour'
			where booking_id = ${booking.id}`;
	});
}

/** The hand-overs of a booking: which units went out, and which are back. */
export async function handoversOf(booking: { id: string }) {
	return sql<
		{ unit_id: string; back: boolean; document_shown: boolean | null; damaged: boolean }[]
	>`
		select unit_id, returned_at is not null as back, document_shown, damaged
		from public.handovers where booking_id = ${booking.id} order by unit_id`;
}

export async function labelOf(unit: string): Promise<string> {
	const [row] = await sql<{ label: string }[]>`select label from public.units where id = ${unit}`;
	return row?.label ?? '';
}

/** Things that are lent home, somebody who gives them out, and somebody who borrows. */
export async function aCounter(count: number, columns: Record<string, number | boolean> = {}) {
	const centre = await aDaytimeCentre();
	const pool = await aPool(centre, count, { lent_home: true, max_days: 10, ...columns });
	return { centre, pool, staff: await anAnimator(centre), person: await aPerson('Ala Borrower') };
}

export function lend(person: Person, pool: Resource, quantity = 1, from = dayAhead(2), length = 2) {
	return book(person, {
		resources: [{ id: pool.id, quantity }],
		starts: at(from, '11:00'),
		ends: at(daysAfter(from, length), '12:00')
	});
}

/** Gives out, and answers with the booking as it is then. */
export async function out(staff: Person, loan: Booking, details = {}): Promise<Booking> {
	return booked(await handOver(staff, loan, details));
}

export async function pin(loan: Booking, unit: string): Promise<void> {
	await sql`update public.allocations set unit_id = ${unit} where booking_id = ${loan.id}`;
}
