import type { Allowance } from '$lib/bookings/allowance.ts';
import { declareAge, getAllowance } from '$lib/bookings/allowance-data.ts';
import type { Day } from '$lib/calendar/days.ts';
import { toAppError, type AppError } from '$lib/supabase/errors.ts';

/**
 * What whoever books here may have. A prediction only: while it is not known, or cannot be asked for,
 * the rules for everybody are shown, and the database decides in any case.
 */
export class Mine {
	/** For whom: null for oneself. */
	organisation = $state<string | null>(null);
	allowance = $state.raw<Allowance | null>(null);
	/** "I am 16 or over", ticked and not yet sent. */
	isAgeDeclared = $state(false);
	#asked = '';

	constructor(organisation: string | null) {
		this.organisation = organisation;
	}

	/** Asks again only when it is about something else. */
	async load(person: string, centre: string, day: Day | null): Promise<void> {
		const asked = JSON.stringify([person, centre, this.organisation, day]);
		if (asked === this.#asked) return;
		this.#asked = asked;
		const answer = await getAllowance(person, centre, this.organisation, day).catch(() => null);
		if (asked !== this.#asked) return;
		this.allowance = answer;
		if (!answer) this.#asked = '';
	}

	/** For whom what is looked at is booked. */
	book(organisation: string | null): void {
		this.organisation = organisation;
	}

	/** What is used up has changed. */
	forget(): void {
		this.#asked = '';
	}

	/** Sends what was ticked, where an age is needed. Null when that is done, or why it is not. */
	async declare(person: string, age: number | null): Promise<AppError | null> {
		if (age === null) return null;
		try {
			await declareAge(person, age);
			if (this.allowance) this.allowance = { ...this.allowance, declaredAge: age };
			return null;
		} catch (problem) {
			return toAppError(problem);
		}
	}
}
