import * as z from 'zod/mini';
import type { Period } from '../calendar/periods.ts';
import { browserClient } from '../supabase/client.ts';
import { change, sendChange, type Outcome } from './change-data.ts';
import { clientOf, read } from './data.ts';
import { parseWatches, type Watch } from './watch.ts';

/** What talks to Supabase about times that people wait for. Everything throws AppError. */

/** `resource` null: any room of the centre for so many people. */
export type WatchWish = Period & {
	centre: string;
	resource: string | null;
	quantity: number;
	people: number;
	purpose: string;
	organisation: string | null;
};

/** What waiting answers: the place in the line, from 1. */
export type Waiting = { id: string; state: string; place: number };

const columns = `id, centre_slug, centre_name, time_zone, rules_version, organisation_name, resource,
	quantity, people, purpose, starts, ends, state, place, free_parts, passed_over, booking_id,
	booking_version, offered_until`;

/** The person's own, the soonest first; what they left and what was over long ago is not there. */
export async function listWatches(person: string, now: Date): Promise<Watch[]> {
	const client = await clientOf(person);
	const lately = new Date(now.getTime() - 7 * 86_400_000);
	return parseWatches(
		await read(
			client
				.from('my_watches')
				.select(columns)
				.eq('person_id', person)
				.neq('state', 'removed')
				.gte('ends', lately.toISOString())
				.order('starts')
				.limit(100)
		)
	);
}

/** What is offered to the person at this moment. */
export async function listOffers(person: string): Promise<Watch[]> {
	const client = await clientOf(person);
	return parseWatches(
		await read(
			client
				.from('my_watches')
				.select(columns)
				.eq('person_id', person)
				.eq('state', 'offered')
				.order('offered_until')
				.limit(20)
		)
	);
}

/** Gets in line. */
export async function watchSlot(key: string, wish: WatchWish): Promise<Waiting> {
	const client = await browserClient();
	return waiting.parse(
		await sendChange(() =>
			client.rpc('watch_slot', {
				p_key: key,
				p_starts: wish.starts.toISOString(),
				p_ends: wish.ends.toISOString(),
				p_purpose: wish.purpose,
				p_people: wish.people,
				...(wish.resource
					? { p_resource: wish.resource, p_quantity: wish.quantity }
					: { p_centre: wish.centre, p_kind: 'room' }),
				...(wish.organisation ? { p_organisation: wish.organisation } : {})
			})
		)
	);
}

export async function unwatchSlot(key: string, watch: string): Promise<Waiting> {
	const client = await browserClient();
	return waiting.parse(
		await sendChange(() => client.rpc('unwatch_slot', { p_key: key, p_watch: watch }))
	);
}

/** Gets in line again. */
export async function rewatchSlot(key: string, watch: string): Promise<Waiting> {
	const client = await browserClient();
	return waiting.parse(
		await sendChange(() => client.rpc('rewatch_slot', { p_key: key, p_watch: watch }))
	);
}

type Offer = { id: string; version: number };

export async function acceptOffer(
	key: string,
	offer: Offer,
	rulesVersion: number,
	isStatementAccepted: boolean
): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('accept_offer', {
			p_key: key,
			p_booking: offer.id,
			p_version: offer.version,
			p_rules_version: rulesVersion,
			p_statement_accepted: isStatementAccepted
		})
	);
}

export async function declineOffer(key: string, offer: Offer): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('decline_offer', { p_key: key, p_booking: offer.id, p_version: offer.version })
	);
}

const waiting = z.object({ id: z.string(), state: z.string(), place: z.number() });
