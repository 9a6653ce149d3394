import type { Day } from '../calendar/days.ts';
import { browserClient } from '../supabase/client.ts';
import type { Booking } from './booking.ts';
import { change, type Outcome } from './change-data.ts';
import { clientOf, read } from './data.ts';
import { parseLoan, type Loan } from './handover.ts';
import { parseLoanCalendar, type LoanCalendar } from './loan.ts';

/** What the database is asked about loans. Everything throws AppError. */

type Version = Pick<Booking, 'id' | 'version'>;

/** When a thing can be had, from a day on, by the person or an organisation; `days` at most 120. */
export async function fetchLoanCalendar(
	resource: string,
	from: Day,
	days: number,
	organisation: string | null = null
): Promise<LoanCalendar> {
	const client = await browserClient();
	return parseLoanCalendar(
		await read(
			client.rpc('loan_calendar', {
				p_resource: resource,
				p_from: from,
				p_days: Math.min(days, 120),
				...(organisation ? { p_organisation: organisation } : {})
			})
		)
	);
}

/** Null when the booking is no loan, or not to be seen. */
export async function getLoan(person: string, booking: string): Promise<Loan | null> {
	const client = await clientOf(person);
	const columns = 'booking_id, overdue, late_before, document_needed, deposit_notes, units';
	return parseLoan(await read(client.from('loans').select(columns).eq('booking_id', booking)));
}

/** Staff give units out; `isSwap` moves what others were promised on them. */
export async function handOver(
	key: string,
	{ id, version }: Version,
	units: string[],
	isDocumentShown: boolean,
	note: string,
	isSwap: boolean
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('hand_over', {
			p_key: key,
			p_booking: id,
			p_version: version,
			p_units: units,
			p_document_shown: isDocumentShown,
			p_swap: isSwap,
			...(note.trim() ? { p_note: note } : {})
		})
	);
}

/** Staff take units back, all in one condition. */
export async function takeBack(
	key: string,
	{ id, version }: Version,
	units: string[],
	isDamaged: boolean,
	note: string
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('take_back', {
			p_key: key,
			p_booking: id,
			p_version: version,
			p_units: units,
			p_damaged: isDamaged,
			...(note.trim() ? { p_note: note } : {})
		})
	);
}

/** Lends it for longer, when nobody else waits. */
export async function extendLoan(
	key: string,
	{ id, version }: Version,
	until: Date
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('extend_loan', {
			p_key: key,
			p_booking: id,
			p_version: version,
			p_until: until.toISOString()
		})
	);
}
