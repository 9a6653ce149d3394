import { forgetRecentSchedules } from '../calendar/recent-schedules.ts';
import { m } from '../i18n/paraglide/messages.js';
import { messageFor } from '../supabase/error-messages.ts';
import { toAppError, type AppError } from '../supabase/errors.ts';
import { showToast } from '../ui/toasts.svelte.ts';
import { keyFor, settle } from './attempt.ts';
import type { Watch } from './watch.ts';
import {
	acceptOffer,
	declineOffer,
	rewatchSlot,
	unwatchSlot,
	watchSlot,
	type Waiting,
	type WatchWish
} from './watch-data.ts';

/** Waiting as people do it: with a word about it, and a way back where there is one. */

/** Gets in line; resolves to the refusal when there is one. */
export async function waitFor(
	wish: WatchWish
): Promise<{ waiting: Waiting | null; error: AppError | null }> {
	try {
		const answer = await watchSlot(keyFor({ change: 'watch', ...wish }), wish);
		settle();
		return { waiting: answer, error: null };
	} catch (problem) {
		const error = toAppError(problem);
		if (error.code !== 'network.offline') settle();
		return { waiting: null, error };
	}
}

/** Leaves the line and offers to come back to the same place. */
export async function stopWaiting(watch: Watch, onchange: () => void): Promise<void> {
	const isDone = await attempt(watch, 'unwatch', (key) => unwatchSlot(key, watch.id));
	onchange();
	if (!isDone) return;
	showToast(m.watch_left_toast(), {
		action: { label: m.booking_undo(), run: () => void waitAgain(watch, onchange) }
	});
}

export async function waitAgain(watch: Watch, onchange: () => void): Promise<void> {
	const waiting = await attempt(watch, 'rewatch', (key) => rewatchSlot(key, watch.id));
	onchange();
	if (waiting) showToast(m.watch_again_toast({ place: waiting.place }), { tone: 'ok' });
}

/** Takes what is offered; resolves to the booking, or to null when it was refused. */
export async function accept(
	watch: Watch,
	isStatementAccepted: boolean,
	onchange: () => void
): Promise<string | null> {
	const { offer } = watch;
	if (!offer) return null;
	const outcome = await attempt(watch, `accept ${String(isStatementAccepted)}`, (key) =>
		acceptOffer(key, offer, watch.rulesVersion, isStatementAccepted)
	);
	onchange();
	if (!outcome) return null;
	showToast(
		outcome.status === 'pending' ? m.watch_accepted_pending_toast() : m.watch_accepted_toast(),
		{ tone: 'ok' }
	);
	return outcome.id;
}

/** Leaves what is offered to the next in line. */
export async function decline(watch: Watch, onchange: () => void): Promise<void> {
	const { offer } = watch;
	if (!offer) return;
	const outcome = await attempt(watch, 'decline', (key) => declineOffer(key, offer));
	onchange();
	if (outcome) showToast(m.watch_declined_toast(), { tone: 'ok' });
}

async function attempt<T>(
	{ id, offer, timeZone }: Watch,
	change: string,
	send: (key: string) => Promise<T>
): Promise<T | null> {
	try {
		const answer = await send(keyFor({ change, id, version: offer?.version ?? 0 }));
		settle();
		forgetRecentSchedules();
		return answer;
	} catch (problem) {
		const error = toAppError(problem);
		if (error.code !== 'network.offline') settle();
		showToast(messageFor(error, timeZone), { tone: 'no' });
		return null;
	}
}
