import { m } from '../i18n/paraglide/messages.js';
import { toAppError, type AppError } from '../supabase/errors.ts';
import { showToast } from '../ui/toasts.svelte.ts';
import { keyFor, settle } from './attempt.ts';
import type { Booking } from './booking.ts';
import { forgetRecentSchedules } from '../calendar/recent-schedules.ts';
import { answerQuestion, askAboutBooking, decideBookings, undoDecision } from './request-data.ts';
import type { Decided } from './request.ts';
import { linkWalkIn, renameBooking, type Description } from './story-data.ts';

/** What people say to each other about a booking. Each answers why it was refused, or null. */

type Version = Pick<Booking, 'id' | 'version'>;

/** Staff ask before they decide. */
export async function ask(booking: Version, question: string): Promise<AppError | null> {
	const { error } = await attempt({ ask: seen(booking), question }, (key) =>
		askAboutBooking(key, booking, question)
	);
	if (!error) showToast(m.request_asked_toast(), { tone: 'ok' });
	return error;
}

export async function answer(question: string, text: string): Promise<AppError | null> {
	const { error } = await attempt({ answer: question, text }, (key) =>
		answerQuestion(key, question, text)
	);
	if (!error) showToast(m.request_answered_toast(), { tone: 'ok' });
	return error;
}

/** Changes what a booking says about itself. */
export async function describe(booking: Version, to: Description): Promise<AppError | null> {
	const { error } = await attempt({ describe: seen(booking), to }, (key) =>
		renameBooking(key, booking, to)
	);
	if (error) return error;
	forgetRecentSchedules();
	showToast(m.request_renamed_toast(), { tone: 'ok' });
	return null;
}

/** Staff give a walk-in's booking to an account. */
export async function link(booking: Version, person: string): Promise<AppError | null> {
	const { error } = await attempt({ link: seen(booking), person }, (key) =>
		linkWalkIn(key, booking, person)
	);
	if (!error) showToast(m.request_linked_toast(), { tone: 'ok' });
	return error;
}

/** Staff decide about several requests; what came of each, or why none of them could be sent. */
export async function decideAll(
	bookings: readonly Booking[],
	decision: 'confirmed' | 'declined',
	why: string
): Promise<{ decided: Decided[]; error: AppError | null }> {
	const content = { decideAll: bookings.map(seen), decision, why };
	const { result, error } = await attempt(content, (key) =>
		decideBookings(key, bookings, decision, why)
	);
	forgetRecentSchedules();
	return { decided: result ?? [], error };
}

/** Takes decisions back one by one; how many of them wait again. */
export async function undoAll(decided: readonly Decided[]): Promise<number> {
	let undone = 0;
	for (const { id, version } of decided) {
		if (version === null) continue;
		const booking = { id, version };
		const { error } = await attempt({ undo: booking }, (key) => undoDecision(key, booking));
		if (!error) undone += 1;
	}
	forgetRecentSchedules();
	return undone;
}

function seen({ id, version }: Version): Version {
	return { id, version };
}

type Answer<Result> = { result: Result | null; error: AppError | null };

async function attempt<Result>(
	content: unknown,
	send: (key: string) => Promise<Result>
): Promise<Answer<Result>> {
	try {
		const result = await send(keyFor(content));
		settle();
		return { result, error: null };
	} catch (problem) {
		const error = toAppError(problem);
		// Nobody knows whether it arrived: trying again repeats the same attempt.
		if (error.code !== 'network.offline') settle();
		return { result: null, error };
	}
}
