import { forgetRecentSchedules } from '../calendar/recent-schedules.ts';
import { m } from '../i18n/paraglide/messages.js';
import { getLocale } from '../i18n/paraglide/runtime.js';
import { toAppError, type AppError } from '../supabase/errors.ts';
import { showToast } from '../ui/toasts.svelte.ts';
import { keyFor, settle } from './attempt.ts';
import type { Booking } from './booking.ts';
import type { AffectedBooking, Outcome } from './change-data.ts';
import { extendLoan, handOver, takeBack } from './loan-data.ts';
import { deadline } from './wording.ts';

/** What happens at the counter, each with a word about it. They answer why it was refused, or null. */

/** Gives units out, by their ids or labels. */
export async function handOut(
	booking: Booking,
	units: string[],
	isDocumentShown: boolean,
	note: string,
	isSwap: boolean,
	onchange: () => void
): Promise<AppError | null> {
	const content = { change: 'hand_over', ...seen(booking), units, isDocumentShown, note, isSwap };
	const result = await attempt(content, (key) =>
		handOver(key, booking, units, isDocumentShown, note, isSwap)
	);
	if (result.error) return result.error;
	onchange();
	showToast(m.loan_handed_over_toast({ when: whenDue(booking.ends, booking) }), { tone: 'ok' });
	return null;
}

/** Takes units back: the fine ones first, then the damaged ones. */
export async function bringBack(
	booking: Booking,
	units: { fine: string[]; damaged: string[] },
	note: string,
	onchange: () => void
): Promise<{ error: AppError | null; affected: AffectedBooking[] }> {
	let { version } = booking;
	const affected: AffectedBooking[] = [];
	for (const [ids, isDamaged] of [
		[units.fine, false],
		[units.damaged, true]
	] as const) {
		if (ids.length === 0) continue;
		const current = { id: booking.id, version };
		const content = { change: 'take_back', ...current, ids, isDamaged, note };
		const result = await attempt(content, (key) => takeBack(key, current, ids, isDamaged, note));
		if (result.error) {
			if (version !== booking.version) onchange();
			return { error: result.error, affected };
		}
		version = result.outcome.version;
		affected.push(...result.outcome.affected);
	}
	onchange();
	showToast(m.loan_taken_back_toast(), { tone: 'ok' });
	return { error: null, affected };
}

/** Keeps it until a later moment. */
export async function keepLonger(
	booking: Booking,
	until: Date,
	onchange: () => void
): Promise<AppError | null> {
	const result = await attempt({ change: 'extend_loan', ...seen(booking), until }, (key) =>
		extendLoan(key, booking, until)
	);
	if (result.error) return result.error;
	onchange();
	showToast(m.loan_extended_toast({ when: whenDue(until, booking) }), { tone: 'ok' });
	return null;
}

type Result = { outcome: Outcome; error: null } | { error: AppError };

async function attempt(content: unknown, send: (key: string) => Promise<Outcome>): Promise<Result> {
	try {
		const outcome = await send(keyFor(content));
		settle();
		forgetRecentSchedules();
		return { outcome, error: null };
	} catch (problem) {
		const error = toAppError(problem);
		if (error.code !== 'network.offline') settle();
		return { error };
	}
}

function seen({ id, version }: Booking) {
	return { id, version };
}

function whenDue(instant: Date, { timeZone }: Booking): string {
	return deadline(instant, timeZone, getLocale());
}
