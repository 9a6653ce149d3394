import { m } from '../i18n/paraglide/messages.js';
import { messageFor } from '../supabase/error-messages.ts';
import { toAppError } from '../supabase/errors.ts';
import { showToast } from '../ui/toasts.svelte.ts';
import { keyFor, settle } from './attempt.ts';
import { countStrike, forgiveStrike, type Strike } from './standing.ts';

/** What staff make of strikes: with a word about it, and a way back. */

/** Resolves to false when it was refused; the reason was said. */
export async function forgive(
	strike: Strike,
	reason: string,
	onchange: () => void
): Promise<boolean> {
	const isDone = await attempt({ change: 'forgive', id: strike.booking, reason }, (key) =>
		forgiveStrike(key, strike.booking, reason)
	);
	if (!isDone) return false;
	onchange();
	showToast(m.standing_forgiven_toast(), {
		tone: 'ok',
		action: { label: m.booking_undo(), run: () => void countAgain(strike, onchange) }
	});
	return true;
}

export async function countAgain(strike: Strike, onchange: () => void): Promise<void> {
	const isDone = await attempt({ change: 'count', id: strike.booking }, (key) =>
		countStrike(key, strike.booking)
	);
	if (!isDone) return;
	onchange();
	showToast(m.standing_counted_toast(), { tone: 'ok' });
}

async function attempt(content: unknown, send: (key: string) => Promise<void>): Promise<boolean> {
	try {
		await send(keyFor(content));
		settle();
		return true;
	} catch (problem) {
		const error = toAppError(problem);
		if (error.code !== 'network.offline') settle();
		showToast(messageFor(error), { tone: 'no' });
		return false;
	}
}
