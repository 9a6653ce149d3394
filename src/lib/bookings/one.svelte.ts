import { untrack } from 'svelte';
import { now } from '../calendar/now.ts';
import { toAppError, type AppError } from '../supabase/errors.ts';
import type { Booking } from './booking.ts';
import { getBooking, isStaffOf } from './data.ts';
import { keep, readKept } from './kept.ts';

/** One booking: at once as it was kept on the device, then as the database has it. */
export class OneBooking {
	booking = $state.raw<Booking | null>(null);
	/** May the reader decide about it? */
	isStaff = $state(false);
	/** When what is shown was true; null when it is fresh. */
	asOf = $state.raw<Date | null>(null);
	error = $state.raw<AppError | null>(null);

	async load(person: string, id: string): Promise<void> {
		// Called from effects, which must not run again because of what this changes.
		if (untrack(() => this.booking?.id) !== id) await this.#recall(person, id);
		try {
			const { rows, bookings } = await getBooking(person, id);
			this.booking = bookings[0] ?? null;
			this.asOf = null;
			this.error = null;
			if (this.booking?.isMine) await keep(person, `booking ${id}`, rows, now());
			this.isStaff = this.booking ? await isStaffOf(person, this.booking.centreId) : false;
		} catch (problem) {
			this.error = toAppError(problem);
			// Taken away since: what was kept must not pretend otherwise.
			if (this.error.code === 'booking.not_found') this.booking = null;
		}
	}

	async #recall(person: string, id: string): Promise<void> {
		this.booking = null;
		this.isStaff = false;
		for (const key of [`booking ${id}`, 'bookings']) {
			const kept = await readKept(person, key);
			const found = kept?.bookings.find((booking) => booking.id === id);
			if (!kept || !found) continue;
			this.booking = found;
			this.asOf = kept.asOf;
			return;
		}
	}
}
