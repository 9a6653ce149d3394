import { createContext } from 'svelte';
import type { Choice } from '$lib/bookings/choice.ts';
import type { ScheduleAsOf } from '$lib/calendar/schedule.ts';
import type { Centre } from '$lib/centres/data.ts';
import type { Mine } from './mine.svelte.ts';

/** What every step of the booking flow works with. */
export type Flow = {
	readonly centre: Centre;
	/** With the rules of who books. */
	readonly schedules: ScheduleAsOf[];
	readonly mine: Mine;
	/** As the address has it. */
	readonly choice: Choice;
	/** Writes changes into the address. */
	choose: (changes: Partial<Choice>) => Promise<void>;
};

export const [getFlow, setFlow] = createContext<Flow>();
