import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Caller, clientOf, type Outcome, rpc } from './api.ts';
import { sql } from './backend.ts';
import { refused } from './booking.ts';
import type { Person, Resource } from './fixtures.ts';
import { minutesAfter } from './times.ts';

const Watch = z.object({
	id: z.uuid(),
	state: z.string(),
	place: z.number(),
	booking: z.uuid().nullable()
});
export type Watch = z.infer<typeof Watch>;

const MyWatch = z.object({
	id: z.string(),
	state: z.string(),
	place: z.number().nullable(),
	free_parts: z.array(z.object({ resource: z.string(), starts: z.string(), ends: z.string() })),
	passed_over: z.record(z.string(), z.unknown()).nullable(),
	booking_id: z.string().nullable(),
	booking_version: z.number().nullable(),
	offered_until: z.string().nullable(),
	rules_version: z.number()
});
export type MyWatch = z.infer<typeof MyWatch>;

export type WatchWish = {
	resource?: Resource;
	starts: string;
	minutes?: number;
	key?: string;
	/** Any other argument of watch_slot, by its name. */
	[argument: `p_${string}`]: unknown;
};

export function watch(caller: Caller, wish: WatchWish): Promise<Outcome> {
	const { resource, starts, minutes = 60, key = randomUUID(), ...others } = wish;
	return rpc(caller, 'watch_slot', {
		p_key: key,
		p_starts: starts,
		p_ends: minutesAfter(starts, minutes),
		p_purpose: 'Próba chóru',
		p_people: 2,
		...(resource === undefined ? {} : { p_resource: resource.id }),
		...others
	});
}

/** Gets in line, and fails the test when that is refused. */
export async function wait(caller: Caller, wish: WatchWish): Promise<Watch> {
	return watched(await watch(caller, wish));
}

export function watched(outcome: Outcome): Watch {
	if (outcome.error !== undefined) throw new Error(JSON.stringify(refused(outcome)));
	return Watch.parse(outcome.data);
}

export function unwatch(caller: Caller, { id }: { id: string }): Promise<Outcome> {
	return rpc(caller, 'unwatch_slot', { p_key: randomUUID(), p_watch: id });
}

export function rewatch(caller: Caller, { id }: { id: string }): Promise<Outcome> {
	return rpc(caller, 'rewatch_slot', { p_key: randomUUID(), p_watch: id });
}

/** A wish as its person sees it. */
export async function myWatch(person: Person, { id }: { id: string }): Promise<MyWatch> {
	const { data, error } = await clientOf(person).from('my_watches').select('*').eq('id', id);
	if (error !== null) throw new Error(error.message);
	return MyWatch.parse(data[0]);
}

/** The offer that a person has for a wish, as what accepts it needs it. */
export async function offerOf(
	person: Person,
	wish: { id: string }
): Promise<{ id: string; version: number }> {
	const { state, booking_id, booking_version } = await myWatch(person, wish);
	if (state !== 'offered' || booking_id === null) throw new Error(`no offer: ${state}`);
	return { id: booking_id, version: booking_version ?? 0 };
}

export function accept(
	caller: Caller,
	offer: { id: string; version: number },
	others: Record<string, unknown> = {}
): Promise<Outcome> {
	return rpc(caller, 'accept_offer', {
		p_key: randomUUID(),
		p_booking: offer.id,
		p_version: offer.version,
		p_rules_version: 1,
		...others
	});
}

export function decline(caller: Caller, offer: { id: string; version: number }): Promise<Outcome> {
	return rpc(caller, 'decline_offer', {
		p_key: randomUUID(),
		p_booking: offer.id,
		p_version: offer.version
	});
}

export async function stateOf({ id }: { id: string }): Promise<string | undefined> {
	const [row] = await sql<{ state: string }[]>`
		select state from public.slot_watches where id = ${id}`;
	return row?.state;
}

/** What the web process does every few seconds. */
export async function tick(): Promise<void> {
	await sql`select private.run_due_jobs()`;
}

/** As if the booking had begun some minutes ago, and its grace ended some seconds from now. */
export async function begun(
	booking: { id: string },
	minutesAgo: number,
	graceSeconds?: number
): Promise<void> {
	await sql`
		update public.bookings set
			during = tstzrange(date_trunc('minute', now()) - make_interval(mins => ${minutesAgo}), upper(during))
		where id = ${booking.id}`;
	await sql`
		update public.allocations as a set during = b.during, blocked = b.during
		from public.bookings as b where b.id = a.booking_id and b.id = ${booking.id}`;
	if (graceSeconds === undefined) return;
	await sql`
		update public.bookings set hold_until = now() + make_interval(secs => ${graceSeconds})
		where id = ${booking.id}`;
}

export function checkIn(
	caller: Caller,
	booking: { id: string; version: number },
	name: 'check_in' | 'undo_check_in' = 'check_in'
): Promise<Outcome> {
	return rpc(caller, name, {
		p_key: randomUUID(),
		p_booking: booking.id,
		p_version: booking.version
	});
}

export function checkInAtDoor(caller: Caller, token: string): Promise<Outcome> {
	return rpc(caller, 'check_in_at_door', { p_key: randomUUID(), p_token: token });
}

/** A code at the door of a resource, as staff have it printed. */
export async function aDoorCode(animator: Caller, resource: Resource): Promise<string> {
	const made = await rpc(animator, 'renew_door_code', {
		p_key: randomUUID(),
		p_resource: resource.id
	});
	if (made.error !== undefined) throw new Error(JSON.stringify(refused(made)));
	const { data } = await clientOf(animator)
		.from('resource_secrets')
		.select('token')
		.eq('resource_id', resource.id);
	return z.array(z.object({ token: z.string() })).parse(data)[0]?.token ?? '';
}
