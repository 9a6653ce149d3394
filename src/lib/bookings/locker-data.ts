import * as z from 'zod/mini';
import type { Day } from '../calendar/days.ts';
import { browserClient } from '../supabase/client.ts';
import type { Booking } from './booking.ts';
import { change, type Outcome } from './change-data.ts';
import { clientOf, read } from './data.ts';
import { parseLockerPlan, type Locker, type LockerSize } from './locker.ts';

/** What the database is asked about lockers. Everything throws AppError. */

type Version = Pick<Booking, 'id' | 'version'>;

export type LockerRequest = {
	size: string;
	/** Null: any of the size. */
	unit: string | null;
	from: Day;
	months: number;
	purpose: string;
	organisation: string | null;
	note: string;
	rulesVersion: number;
	isStatementAccepted: boolean;
};

export async function fetchLockerPlan(centre: string): Promise<LockerSize[]> {
	const client = await browserClient();
	return parseLockerPlan(await read(client.rpc('locker_plan', { p_centre: centre })));
}

export async function requestLocker(key: string, request: LockerRequest): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('request_locker', {
			p_key: key,
			p_resource: request.size,
			p_from: request.from,
			p_months: request.months,
			p_purpose: request.purpose,
			p_rules_version: request.rulesVersion,
			p_statement_accepted: request.isStatementAccepted,
			...(request.unit ? { p_unit: request.unit } : {}),
			...(request.organisation ? { p_organisation: request.organisation } : {}),
			...(request.note.trim() ? { p_note: request.note } : {})
		})
	);
}

const units = z.array(z.object({ unit_id: z.string() }));
const codes = z.array(z.object({ code: z.string() }));

/** The locker of a booking, with its code for those who may read it. Never kept on the device. */
export async function getLocker(person: string, booking: string): Promise<Locker | null> {
	const client = await clientOf(person);
	const held = client
		.from('allocations')
		.select('unit_id')
		.eq('booking_id', booking)
		.eq('active', true);
	const [found] = units.parse(await read(held));
	if (!found) return null;
	const secret = client.from('unit_secrets').select('code').eq('unit_id', found.unit_id);
	return { unit: found.unit_id, code: codes.parse(await read(secret))[0]?.code ?? null };
}

/** The holder goes on for months after the end of the term. */
export async function renewTerm(key: string, { id, version }: Version, months: number) {
	const client = await browserClient();
	return change(() =>
		client.rpc('renew_term', {
			p_key: key,
			p_booking: id,
			p_version: version,
			p_months: months
		})
	);
}

/** The holder has emptied the locker before its term ends. */
export async function returnLocker(key: string, { id, version }: Version): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('return_locker', { p_key: key, p_booking: id, p_version: version })
	);
}

/** Staff end a term whose locker is empty. */
export async function clearLocker(key: string, { id, version }: Version): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('clear_locker', { p_key: key, p_booking: id, p_version: version })
	);
}

/** Staff set the code of a locker. */
export async function setLockerCode(key: string, unit: string, code: string): Promise<void> {
	const client = await browserClient();
	await read(client.rpc('set_locker_code', { p_key: key, p_unit: unit, p_code: code }));
}
