import { beforeAll, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { aWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
	world = await aWorld();
});

/** For each table whose changes are kept, one change of this world's rows. */
const changes: Record<string, () => Promise<unknown>> = {
	centres: () => sql`update public.centres set name = 'Other' where id = ${world.here.id}`,
	opening_hours: () =>
		sql`update public.opening_hours set closes = '23:00' where centre_id = ${world.here.id}`,
	closures: () => sql`delete from public.closures where centre_id = ${world.here.id}`,
	centre_people: () =>
		sql`update public.centre_people set role = 'animator' where person_id = ${world.resident.id}`,
	units: () =>
		sql`update public.units set in_service = false where id = ${world.room.units[0] ?? ''}`,
	resources: () => sql`update public.resources set capacity = 3 where id = ${world.room.id}`,
	resource_rules: () => sql`
		insert into public.resource_rules (resource_id, centre_id, who, horizon_days)
		values (${world.room.id}, ${world.here.id}, 'organisation', 180)`,
	quotas: () => sql`
		insert into public.quotas (centre_id, per, count) values (${world.here.id}, 'week', 100)`,
	handovers: () => sql`
		insert into public.handovers (centre_id, booking_id, resource_id, unit_id, due_at)
		values (${world.here.id}, ${world.private.id}, ${world.pool.id}, ${world.pool.units[1] ?? ''},
			now() + interval '1 day')`,
	booking_questions: () => sql`
		insert into public.booking_questions (booking_id, centre_id, question)
		values (${world.private.id}, ${world.here.id}, 'Po co?')`,
	slot_watches: () => sql`
		insert into public.slot_watches (centre_id, person_id, resource_id, during, people, purpose)
		values (${world.here.id}, ${world.stranger.id}, ${world.room.id},
			tstzrange(now(), now() + interval '1 hour'), 2, 'Próba')`,
	strike_pardons: () => sql`
		insert into public.strike_pardons (booking_id, centre_id, reason)
		values (${world.private.id}, ${world.here.id}, 'Choroba')`,
	bookings: () => sql`update public.bookings set note = 'x' where id = ${world.private.id}`
};

async function kept(entity: string): Promise<number> {
	const [row] = await sql<{ count: number }[]>`
		select count(*)::int as count from public.audit_log
		where entity = ${entity} and centre_id = ${world.here.id}`;
	return row?.count ?? -1;
}

test.each(Object.keys(changes))(
	'a change of %s is kept in the log of its centre',
	async (entity) => {
		const before = await kept(entity);

		await changes[entity]?.();

		expect(await kept(entity)).toBeGreaterThan(before);
	}
);

test('a change that changes nothing is not', async () => {
	const before = await kept('resources');

	await sql`update public.resources set position = position where id = ${world.pool.id}`;

	expect(await kept('resources')).toBe(before);
});
