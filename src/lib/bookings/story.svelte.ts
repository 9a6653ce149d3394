import { untrack } from 'svelte';
import { getStory, type Story } from './story-data.ts';

/** How a booking came about, when it can be known: the booking's page stands without it. */
export class BookingStory {
	value = $state.raw<Story | null>(null);
	#of = '';

	async load(person: string, booking: string): Promise<void> {
		// Called from effects, which must not run again because of what this changes.
		if (untrack(() => this.#of) !== booking) this.value = null;
		this.#of = booking;
		try {
			const story = await getStory(person, booking);
			if (this.#of === booking) this.value = story;
		} catch {
			// Not to be seen, or no network: what is shown stays.
		}
	}
}
