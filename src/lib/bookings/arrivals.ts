import { m } from '../i18n/paraglide/messages.js';
import { messageFor } from '../supabase/error-messages.ts';
import { toAppError } from '../supabase/errors.ts';
import { showToast } from '../ui/toasts.svelte.ts';
import { keyFor, settle } from './attempt.ts';
import type { Booking } from './booking.ts';
import type { Outcome } from './change-data.ts';
import { checkIn, undoCheckIn } from './check-in-data.ts';

/** What staff do when people come: with a word about it, and a way back. */

/** Whose booking it is, as staff call them. */
export function whoOf({ organisationName, requestedByName, purpose }: Booking): string {
	return [organisationName, requestedByName].filter(Boolean).join(' · ') || purpose;
}

/** Notes that somebody is there, and offers to take it back. */
export async function noteArrival(booking: Booking, onchange: () => void): Promise<void> {
	const outcome = await attempt(booking, 'check in', (key) => checkIn(key, booking));
	onchange();
	if (!outcome) return;
	showToast(m.arrivals_toast({ who: whoOf(booking) }), {
		tone: 'ok',
		action: {
			label: m.booking_undo(),
			run: () => void takeBack({ ...booking, version: outcome.version }, onchange)
		}
	});
}

async function takeBack(booking: Booking, onchange: () => void): Promise<void> {
	const outcome = await attempt(booking, 'undo check in', (key) => undoCheckIn(key, booking));
	onchange();
	if (outcome) showToast(m.arrivals_undone_toast(), { tone: 'ok' });
}

async function attempt(
	{ id, version, timeZone }: Booking,
	change: string,
	send: (key: string) => Promise<Outcome>
): Promise<Outcome | null> {
	try {
		const outcome = await send(keyFor({ change, id, version }));
		settle();
		return outcome;
	} catch (problem) {
		const error = toAppError(problem);
		if (error.code !== 'network.offline') settle();
		showToast(messageFor(error, timeZone), { tone: 'no' });
		return null;
	}
}
