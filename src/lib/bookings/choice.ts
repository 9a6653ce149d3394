import * as z from 'zod/mini';
import { isDay, type Day } from '../calendar/days.ts';
import { minutesOfTime } from '../calendar/wall-clock.ts';

export type Step = 'what' | 'when' | 'details';

/** So many of a thing, by its slug. */
export type ChosenExtra = { slug: string; quantity: number };

/**
 * What has been chosen on the way to a booking. All of it is in the address, so that back, forward,
 * reloading and sharing work; what people type is not (draft.ts), because addresses are shown around.
 */
export type Choice = {
	step: Step;
	kind: 'room' | 'equipment' | 'locker';
	/** Null until somebody said how many come. */
	people: number | null;
	features: string[];
	accessibility: string[];
	/** The room or thing that it must be, by its slug; null: any that suits. */
	resource: string | null;
	/** The room picked from those free at the chosen time. */
	room: string | null;
	/** How many of a thing. */
	quantity: number;
	day: Day | null;
	/** Where the strip of days begins; null: today. */
	from: Day | null;
	/** '17:00' by the centre's clocks. */
	start: string | null;
	minutes: number | null;
	extras: ChosenExtra[];
	/** The id of the booking that moves to what is chosen; null: a new one is made. */
	move: string | null;
};

const slug = z.string().check(z.regex(/^[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?$/));
const code = z.string().check(z.regex(/^[a-z0-9_]{1,40}$/));
const id = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const count = (most: number) => z.coerce.number().check(z.int(), z.minimum(1), z.maximum(most));
const day = z.string().check(z.refine(isDay));
const time = z.string().check(z.refine((text) => minutesOfTime(text) < 24 * 60));

/** Reads the address. A value that makes no sense is as if it were not there. */
export function readChoice(address: URLSearchParams): Choice {
	const one = <T>(name: string, schema: z.ZodMiniType<T>): T | null =>
		schema.safeParse(address.get(name)).data ?? null;
	const many = <T>(name: string, schema: z.ZodMiniType<T>): T[] =>
		(address.get(name) ?? '').split(',').flatMap((text) => schema.safeParse(text).data ?? []);
	const resource = one('resource', slug);
	const chosenDay = one('day', day);

	return {
		step: one('step', z.enum(['what', 'when', 'details'])) ?? firstStep(resource, chosenDay),
		kind: one('kind', z.enum(['room', 'equipment', 'locker'])) ?? 'room',
		people: one('people', count(10_000)),
		features: many('features', code).slice(0, 20),
		accessibility: many('accessibility', code).slice(0, 20),
		resource,
		room: one('room', slug),
		quantity: one('quantity', count(100)) ?? 1,
		day: chosenDay,
		from: one('from', day),
		start: one('start', time),
		minutes: one('minutes', count(24 * 60)),
		extras: many('extras', z.string().check(z.regex(/^[a-z0-9-]{1,62}:[1-9]\d?$/)))
			.slice(0, 9)
			.map((text) => {
				const [name = '', quantity] = text.split(':');
				return { slug: name, quantity: Number(quantity) };
			}),
		move: one('move', id)
	};
}

/** The address of a step of a centre's booking flow, without the language. */
export function addressOf(centre: string, choice: Partial<Choice>): string {
	const values: [string, string | number | null | undefined][] = [
		['kind', choice.kind === 'room' ? null : choice.kind],
		['resource', choice.resource],
		['people', choice.people],
		['features', choice.features?.join(',')],
		['accessibility', choice.accessibility?.join(',')],
		['quantity', choice.quantity === 1 ? null : choice.quantity],
		['from', choice.from],
		['day', choice.day],
		['start', choice.start],
		['minutes', choice.minutes],
		['room', choice.room],
		['extras', choice.extras?.map((extra) => `${extra.slug}:${String(extra.quantity)}`).join(',')],
		['move', choice.move],
		['step', choice.step === firstStep(choice.resource, choice.day) ? null : choice.step]
	];
	const query = values
		.filter(([, value]) => value !== null && value !== undefined && value !== '')
		// Commas and colons may stand in a query as they are, and read better so.
		.map(
			([name, value]) =>
				`${name}=${encodeURIComponent(String(value)).replace(/%(2C|3A)/g, decodeURIComponent)}`
		)
		.join('&');
	return `/${centre}/book${query && `?${query}`}`;
}

/** Who comes with something chosen, from the calendar or a room's page, begins with when. */
function firstStep(resource?: string | null, day?: Day | null): Step {
	return resource || day ? 'when' : 'what';
}
