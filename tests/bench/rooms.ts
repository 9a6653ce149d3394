import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';

/** A centre made for measuring: rooms without quotas, open day and night, in steps of five minutes. */
export type BenchCentre = { slug: string; rooms: string[]; people: string[] };

export async function makeBenchCentre(
	sql: postgres.Sql,
	slug: string,
	roomCount: number,
	peopleCount: number
): Promise<BenchCentre> {
	const [centre] = await sql<{ id: string }[]>`
		insert into public.centres (slug, name, municipality, address, open_on_public_holidays)
		values (${slug}, ${slug}, 'Bench', 'Bench', true) returning id`;
	const centreId = centre?.id ?? '';
	await sql`
		insert into public.opening_hours (centre_id, weekday, opens, closes)
		select ${centreId}, d, '00:00', '24:00' from generate_series(1, 7) as d`;
	const rooms = await sql<{ id: string }[]>`
		insert into public.resources (
			centre_id, kind, slug, name, step_minutes, min_minutes, max_minutes, horizon_days
		)
		select ${centreId}, 'room', 'room-' || n, jsonb_build_object('pl', 'Room ' || n), 5, 5, 1440, 730
		from generate_series(1, ${roomCount}::int) as n returning id`;
	await sql`
		with room as (select id, slug from public.resources where centre_id = ${centreId}),
		unit as (
			insert into public.units (centre_id, label) select ${centreId}, slug from room returning id, label
		)
		insert into public.resource_units (resource_id, unit_id)
		select room.id, unit.id from room join unit on unit.label = room.slug`;
	const people = Array.from({ length: peopleCount }, () => randomUUID());
	await sql`
		insert into auth.users (id, email)
		select p, p || '@bench.example' from unnest(${people}::uuid[]) as p`;
	return { slug, rooms: rooms.map((room) => room.id), people };
}

/** The arguments of a booking of 30 minutes: number n has a room and time that no other number has. */
export function bookingArguments(centre: BenchCentre, n: number) {
	const hour = 3_600_000;
	const first = Math.ceil(Date.now() / hour) * hour + 24 * hour;
	const starts = new Date(first + (Math.floor(n / centre.rooms.length) * hour) / 2);
	return {
		p_key: randomUUID(),
		p_resources: [{ id: centre.rooms[n % centre.rooms.length], quantity: 1 }],
		p_starts: starts.toISOString(),
		p_ends: new Date(starts.getTime() + hour / 2).toISOString(),
		p_purpose: 'Measuring',
		p_attendees: 2,
		p_rules_version: 1
	};
}
