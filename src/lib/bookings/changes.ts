import { forgetRecentSchedules } from '../calendar/recent-schedules.ts';
import { formatDayAndPeriod } from '../calendar/lengths.ts';
import { now } from '../calendar/now.ts';
import type { Period } from '../calendar/periods.ts';
import { m } from '../i18n/paraglide/messages.js';
import { getLocale } from '../i18n/paraglide/runtime.js';
import { messageFor } from '../supabase/error-messages.ts';
import { toAppError, type AppError } from '../supabase/errors.ts';
import { showToast } from '../ui/toasts.svelte.ts';
import { keyFor, settle } from './attempt.ts';
import type { Wish } from './availability.ts';
import type { Booking } from './booking.ts';
import {
	cancelBooking,
	decideBooking,
	finishBooking,
	rescheduleBooking,
	restoreBooking,
	type Outcome
} from './change-data.ts';
import { undoDecision } from './request-data.ts';
import { namesOf, whenOf } from './wording.ts';

/** Changes to a booking as people make them: with a word about it, and a way back where there is one. */

/** What and when, to name it: 'Sala Kasztan, jutro, 17:00–19:00'. */
export function titleOf(booking: Booking): string {
	const locale = getLocale();
	return m.booking_slot({
		what: namesOf(booking.resources, locale),
		when: whenOf(booking, locale, now())
	});
}

/**
 * Cancels and offers to undo it. `isLate`: the person knows that it counts. Resolves to false when it
 * was refused; the reason was said.
 */
export async function cancel(
	booking: Booking,
	onchange: () => void,
	isLate = false
): Promise<boolean> {
	const change = isLate ? 'cancel late' : 'cancel';
	const outcome = await attempt(booking, change, (key) => cancelBooking(key, booking, isLate));
	if (!outcome) return false;
	onchange();
	showToast(m.booking_cancelled_toast({ what: titleOf(booking) }), {
		action: {
			label: m.booking_undo(),
			run: () => void restore({ ...booking, version: outcome.version }, onchange)
		}
	});
	return true;
}

/** Takes a cancellation back. */
export async function restore(booking: Booking, onchange: () => void): Promise<boolean> {
	const outcome = await attempt(booking, 'restore', (key) => restoreBooking(key, booking));
	if (!outcome) return false;
	onchange();
	showToast(m.booking_restored_toast({ what: titleOf(booking) }), { tone: 'ok' });
	return true;
}

/** What a booking takes, as a request words it. */
export function wishesOf(booking: Booking): Wish[] {
	return booking.resources.map(({ id, quantity }) => ({ resource: id, quantity }));
}

/** Where a booking moves to; its declarations count as accepted when they were. */
type Target = Period & { resources: Wish[]; isStatementAccepted?: boolean };

/** Moves a booking and offers to move it back. Resolves to false when it was refused. */
export async function reschedule(
	booking: Booking,
	to: Target,
	onchange: () => void,
	/** Staff may set a rule aside: called with the refusal instead of saying it. */
	override: { reason: string; onrefuse: (error: AppError) => void } | null = null
): Promise<boolean> {
	const target = {
		starts: to.starts,
		ends: to.ends,
		resources: to.resources,
		isStatementAccepted: to.isStatementAccepted ?? false
	};
	const reason = override?.reason ?? '';
	const outcome = await attempt(
		booking,
		`move ${JSON.stringify({ target, reason })}`,
		(key) => rescheduleBooking(key, booking, target, reason),
		override?.onrefuse
	);
	if (!outcome) return false;
	onchange();
	const back = {
		starts: booking.starts,
		ends: booking.ends,
		resources: wishesOf(booking),
		// they were when it was booked there
		isStatementAccepted: true
	};
	const when = formatDayAndPeriod(to, booking.timeZone, getLocale(), now());
	showToast(m.booking_moved_toast({ when }), {
		tone: 'ok',
		action: {
			label: m.booking_undo(),
			run: () => void moveBack({ ...booking, version: outcome.version }, back, onchange)
		}
	});
	return true;
}

async function moveBack(booking: Booking, to: Target, onchange: () => void): Promise<void> {
	const outcome = await attempt(booking, 'move back', (key) => rescheduleBooking(key, booking, to));
	if (!outcome) return;
	onchange();
	showToast(m.booking_restored_toast({ what: titleOf(booking) }), { tone: 'ok' });
}

/** Gives the rest of a booking that is going on back. */
export async function finish(booking: Booking, onchange: () => void): Promise<boolean> {
	const outcome = await attempt(booking, 'finish', (key) => finishBooking(key, booking));
	if (!outcome) return false;
	onchange();
	showToast(m.booking_finished_toast(), { tone: 'ok' });
	return true;
}

/** Staff answer a request. */
export async function decide(
	booking: Booking,
	decision: 'confirmed' | 'declined',
	why: string,
	onchange: () => void,
	rivalsWhy = ''
): Promise<boolean> {
	const outcome = await attempt(booking, `${decision} ${why} ${rivalsWhy}`, (key) =>
		decideBooking(key, booking, decision, why, rivalsWhy)
	);
	if (!outcome) return false;
	onchange();
	const what = titleOf(booking);
	showToast(
		decision === 'confirmed'
			? m.booking_confirmed_toast({ what })
			: m.booking_declined_toast({ what }),
		{
			tone: 'ok',
			action: {
				label: m.booking_undo(),
				run: () => void reconsider({ ...booking, version: outcome.version }, onchange)
			}
		}
	);
	return true;
}

/** Takes a decision back: the request waits again. */
async function reconsider(booking: Booking, onchange: () => void): Promise<void> {
	const outcome = await attempt(booking, 'reconsider', (key) => undoDecision(key, booking));
	if (!outcome) return;
	onchange();
	showToast(m.request_waits_again_toast({ what: titleOf(booking) }), { tone: 'ok' });
}

/** Sends a change; a refusal is said, unless `onrefuse` has something better to do with it. */
async function attempt(
	{ id, version, timeZone }: Booking,
	change: string,
	send: (key: string) => Promise<Outcome>,
	onrefuse?: (error: AppError) => void
): Promise<Outcome | null> {
	try {
		const outcome = await send(keyFor({ change, id, version }));
		settle();
		forgetRecentSchedules();
		return outcome;
	} catch (problem) {
		const error = toAppError(problem);
		if (error.code !== 'network.offline') settle();
		if (onrefuse) onrefuse(error);
		else showToast(messageFor(error, timeZone), { tone: 'no' });
		return null;
	}
}
