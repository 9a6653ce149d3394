import { invalidate } from '$app/navigation';
import { keyFor, settle } from '$lib/bookings/attempt.ts';
import { nearest, varied, type Alternative } from '$lib/bookings/alternatives.ts';
import type { Needs, Wish } from '$lib/bookings/availability.ts';
import { requestBooking, type BookingRequest, type Outcome } from '$lib/bookings/change-data.ts';
import { findSlots } from '$lib/bookings/data.ts';
import { now } from '$lib/calendar/now.ts';
import { scheduleKey } from '$lib/calendar/keep-fresh.ts';
import { forgetRecentSchedules } from '$lib/calendar/recent-schedules.ts';
import type { Schedule } from '$lib/calendar/schedule.ts';
import { toAppError, type AppError } from '$lib/supabase/errors.ts';

/** Refusals after which another time or room is what helps. */
const helpedByAnotherTime = new Set([
	'booking.slot_taken',
	'booking.not_enough_units',
	'booking.closed',
	'booking.outside_opening_hours',
	'booking.too_soon',
	'booking.too_far',
	'booking.in_the_past',
	'booking.over_share'
]);
/** Nobody knows whether it arrived: the next try must carry the same key. */
const unanswered = new Set(['network.offline', 'network.busy', 'unexpected']);

/** One booking on its way to the database, and what came of it. */
export class Submission {
	busy = $state(false);
	error = $state.raw<AppError | null>(null);
	/** What could be had instead; null when the refusal is about something else. */
	alternatives = $state.raw<Alternative[] | null>(null);

	/** Null when it was refused or could not be sent; `error` then says why. */
	async send(
		request: BookingRequest,
		centre: string,
		schedules: readonly Schedule[],
		needs: Needs
	): Promise<Outcome | null> {
		if (this.busy) return null;
		this.busy = true;
		this.error = null;
		this.alternatives = null;
		try {
			const outcome = await requestBooking(keyFor(request), request);
			settle();
			forgetRecentSchedules();
			return outcome;
		} catch (problem) {
			const error = toAppError(problem);
			if (!unanswered.has(error.code)) settle();
			if (helpedByAnotherTime.has(error.code)) {
				forgetRecentSchedules();
				this.alternatives = await alternativesTo(
					centre,
					schedules,
					request.resources,
					request,
					needs
				);
			}
			this.error = error;
			if (error.code === 'booking.rules_not_accepted') await renewCentre(centre);
			// Only now: after a success the form stays busy until the next step takes its place.
			this.busy = false;
			return null;
		} finally {
			// Nobody waits for it: the answer above is what counts.
			void invalidate(scheduleKey);
		}
	}
}

/** The rules have changed since the page was opened: what is accepted next is the new version. */
async function renewCentre(centre: string): Promise<void> {
	await invalidate(({ pathname }) => pathname === `/api/${centre}`);
}

/** The database's proposals; when it cannot be asked, the best guess from the schedules. */
async function alternativesTo(
	centre: string,
	schedules: readonly Schedule[],
	wishes: Wish[],
	{ starts, ends, organisation }: BookingRequest,
	needs: Needs
): Promise<Alternative[]> {
	try {
		const slots = await findSlots(centre, wishes, { starts, ends }, needs, 24, organisation);
		return varied(slots, schedules[0]?.centre.timeZone ?? 'UTC').slice(0, 4);
	} catch {
		return nearest(schedules, wishes, { starts, ends }, needs, now());
	}
}
