import { untrack } from 'svelte';
import { now } from '../calendar/now.ts';
import { toAppError, type AppError } from '../supabase/errors.ts';
import type { Booking } from './booking.ts';
import { listMyBookings } from './data.ts';
import { keep, readKept } from './kept.ts';

const key = 'bookings';

/**
 * The person's current and coming bookings: at once as they were kept on the device, then as the
 * database has them. A failed request leaves what was kept in place.
 */
export class MyBookings {
	/** Null while nothing is known yet. */
	list = $state.raw<Booking[] | null>(null);
	/** When what is shown was true; null when it is fresh. */
	asOf = $state.raw<Date | null>(null);
	error = $state.raw<AppError | null>(null);

	async load(person: string): Promise<void> {
		// Called from effects, which must not run again because of what this changes.
		if (untrack(() => this.list) === null) await this.#recall(person);
		try {
			const { rows, bookings } = await listMyBookings(person, now());
			this.list = sorted(bookings);
			this.asOf = null;
			this.error = null;
			await keep(person, key, rows, now());
		} catch (error) {
			this.error = toAppError(error);
		}
	}

	async #recall(person: string): Promise<void> {
		const kept = await readKept(person, key);
		if (!kept || this.list !== null) return;
		this.list = sorted(kept.bookings);
		this.asOf = kept.asOf;
	}
}

function sorted(bookings: Booking[]): Booking[] {
	return bookings.toSorted((a, b) => a.starts.getTime() - b.starts.getTime());
}
