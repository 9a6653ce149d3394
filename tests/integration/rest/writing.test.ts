import { beforeAll, describe, expect, test } from 'vitest';
import { rest } from '../api.ts';
import { sql } from '../backend.ts';
import { as, aWorld, parts, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
	world = await aWorld();
});

/**
 * Nobody writes a table: every change is one function. For each table a row that would be valid, a
 * filter that finds one which is there, and a column worth changing.
 */
const tables: Record<string, () => { row: object; filter: string; change: object }> = {
	centres: () => ({
		row: { slug: 'mine', name: 'Mine', municipality: 'M', address: 'M' },
		filter: `id=eq.${world.here.id}`,
		change: { name: 'Mine' }
	}),
	opening_hours: () => ({
		row: { centre_id: world.here.id, weekday: 1, opens: '01:00', closes: '02:00' },
		filter: `centre_id=eq.${world.here.id}`,
		change: { opens: '01:00' }
	}),
	closures: () => ({
		row: {
			centre_id: world.here.id,
			during: '["2026-01-01 00:00+00","2030-01-01 00:00+00")',
			reason: { pl: 'Nie' }
		},
		filter: `centre_id=eq.${world.here.id}`,
		change: { reason: { pl: 'Nie' } }
	}),
	units: () => ({
		row: { centre_id: world.here.id, label: 'Mine' },
		filter: `id=eq.${world.room.units[0] ?? ''}`,
		change: { in_service: false }
	}),
	resources: () => ({
		row: { centre_id: world.here.id, kind: 'room', slug: 'mine', name: { pl: 'Moje' } },
		filter: `id=eq.${world.room.id}`,
		change: { approval: 'auto', active: false }
	}),
	resource_units: () => ({
		row: { resource_id: world.room.id, unit_id: world.pool.units[0] },
		filter: `resource_id=eq.${world.room.id}`,
		change: { unit_id: world.pool.units[0] }
	}),
	organisations: () => ({
		row: { kind: 'association', name: 'Mine', slug: 'mine' },
		filter: `id=eq.${world.organisation.id}`,
		change: { verified_at: '2026-01-01T00:00:00Z', trusted: true }
	}),
	organisation_centres: () => ({
		row: { organisation_id: world.organisation.id, centre_id: world.there.id },
		filter: `organisation_id=eq.${world.organisation.id}`,
		change: { centre_id: world.there.id }
	}),
	organisation_members: () => ({
		row: {
			organisation_id: world.organisation.id,
			person_id: world.stranger.id,
			role: 'owner'
		},
		filter: `person_id=eq.${world.member.id}`,
		change: { role: 'owner' }
	}),
	centre_people: () => ({
		row: { centre_id: world.here.id, person_id: world.stranger.id, role: 'coordinator' },
		filter: `person_id=eq.${world.resident.id}`,
		change: { role: 'coordinator', standing: 'good', verified_at: '2026-01-01T00:00:00Z' }
	}),
	bookings: () => ({
		row: {
			centre_id: world.here.id,
			requested_by: world.resident.id,
			purpose: 'Moja',
			attendees: 1,
			during: '["2030-01-01 10:00+00","2030-01-01 11:00+00")',
			status: 'confirmed',
			rules_version: 1
		},
		filter: `id=eq.${world.private.id}`,
		change: { status: 'confirmed', requested_by: world.stranger.id, version: 7 }
	}),
	booking_resources: () => ({
		row: { booking_id: world.private.id, resource_id: world.hiddenRoom.id },
		filter: `booking_id=eq.${world.private.id}`,
		change: { quantity: 9 }
	}),
	allocations: () => ({
		row: {
			booking_id: world.private.id,
			resource_id: world.room.id,
			unit_id: world.room.units[0],
			during: '["2030-01-01 10:00+00","2030-01-01 11:00+00")',
			blocked: '["2030-01-01 10:00+00","2030-01-01 11:00+00")'
		},
		filter: `booking_id=eq.${world.private.id}`,
		change: { active: false }
	}),
	audit_log: () => ({
		row: { entity: 'bookings', entity_id: world.private.id, action: 'insert' },
		filter: `entity_id=eq.${world.private.id}`,
		change: { reason: 'Nic' }
	})
};

/** Everything about this world that a write could have changed. */
async function everything(): Promise<unknown> {
	const centres = [world.here.id, world.there.id];
	const bookings = [world.private.id, world.organisations.id, world.elsewhere.id];
	return Promise.all([
		sql`select * from public.centres where id in ${sql(centres)} or slug = 'mine' order by id`,
		sql`select * from public.opening_hours where centre_id in ${sql(centres)} order by id`,
		sql`select * from public.closures where centre_id in ${sql(centres)} order by id`,
		sql`select * from public.units where centre_id in ${sql(centres)} order by id`,
		sql`select * from public.resources where centre_id in ${sql(centres)} order by id`,
		sql`
			select ru.* from public.resource_units as ru join public.resources as r on r.id = ru.resource_id
			where r.centre_id in ${sql(centres)} order by ru.resource_id, ru.unit_id`,
		sql`select * from public.organisations where id = ${world.organisation.id} or slug = 'mine'`,
		sql`select * from public.organisation_centres where organisation_id = ${world.organisation.id}`,
		sql`
			select * from public.organisation_members
			where organisation_id = ${world.organisation.id} order by person_id`,
		sql`select * from public.centre_people where centre_id in ${sql(centres)} order by person_id`,
		sql`select * from public.bookings where centre_id in ${sql(centres)} order by id`,
		sql`
			select * from public.booking_resources
			where booking_id in ${sql(bookings)} order by booking_id, resource_id`,
		sql`select * from public.allocations where booking_id in ${sql(bookings)} order by id`,
		sql`
			select * from public.audit_log
			where centre_id in ${sql(centres)} or entity_id in ${sql(bookings)} order by id`
	]);
}

describe.each(Object.keys(tables))('%s', (table) => {
	test.each(parts)('cannot be written by REST as %s', async (part) => {
		const caller = as(world, part);
		const { row, filter, change } = tables[table]?.() ?? { row: {}, filter: '', change: {} };
		const before = await everything();
		const representation = { prefer: 'return=representation' };
		const merge = { prefer: 'resolution=merge-duplicates' };
		const ignore = { prefer: 'resolution=ignore-duplicates' };

		const answers = [
			await rest(caller, 'POST', table, row),
			await rest(caller, 'POST', table, row, representation),
			await rest(caller, 'POST', table, [row, row]),
			await rest(caller, 'POST', table, row, merge),
			await rest(caller, 'POST', table, row, ignore),
			await rest(caller, 'PATCH', `${table}?${filter}`, change),
			await rest(caller, 'PATCH', `${table}?${filter}`, change, representation),
			await rest(caller, 'PATCH', table, change),
			await rest(caller, 'DELETE', `${table}?${filter}`),
			await rest(caller, 'DELETE', `${table}?${filter}`, undefined, representation),
			await rest(caller, 'DELETE', table)
		];

		for (const { status, body } of answers) {
			expect(body).toMatchObject({ code: '42501' });
			expect(status).toBe(part === 'anonymous' ? 401 : 403);
		}
		expect(await everything()).toEqual(before);
	});
});

describe('the list of bookings', () => {
	test.each(parts)('cannot be written through as %s', async (part) => {
		const caller = as(world, part);
		const before = await everything();

		const answers = [
			await rest(caller, 'POST', 'my_bookings', { purpose: 'x' }),
			await rest(caller, 'PATCH', `my_bookings?id=eq.${world.private.id}`, { purpose: 'x' }),
			await rest(caller, 'DELETE', `my_bookings?id=eq.${world.private.id}`)
		];

		for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(400);
		expect(await everything()).toEqual(before);
	});
});

describe('a profile', () => {
	async function profileOf(id: string) {
		const [row] = await sql`select * from public.profiles where id = ${id}`;
		return row;
	}

	test('is changed by its person: name, phone, language, tidied', async () => {
		const { status } = await rest(world.stranger, 'PATCH', `profiles?id=eq.${world.stranger.id}`, {
			display_name: '  Nowe Imię ',
			phone: '',
			locale: 'uk'
		});

		expect(status).toBeLessThan(300);
		expect(await profileOf(world.stranger.id)).toMatchObject({
			display_name: 'Nowe Imię',
			phone: null,
			locale: 'uk'
		});
	});

	test('refuses what cannot be one by naming the field', async () => {
		const path = `profiles?id=eq.${world.stranger.id}`;
		const before = await profileOf(world.stranger.id);

		for (const [field, value] of [
			['display_name', 'x'],
			['display_name', 'x'.repeat(81)],
			['display_name', 'a\nb'],
			['phone', 'call me'],
			['phone', '1'.repeat(40)],
			['locale', 'de'],
			['locale', null]
		] as const) {
			const { status, body } = await rest(world.stranger, 'PATCH', path, { [field]: value });
			expect(status).toBe(400);
			expect(body).toMatchObject({
				code: 'P0001',
				details: JSON.stringify({ error: 'request.invalid', field }).replaceAll(/(?<=[:,])/g, ' ')
			});
		}
		expect(await profileOf(world.stranger.id)).toEqual(before);
	});

	test.each(parts)('of somebody else is not changed as %s', async (part) => {
		const before = await profileOf(world.resident.id);
		if (part === 'resident') return;

		const { body } = await rest(
			as(world, part),
			'PATCH',
			`profiles?id=eq.${world.resident.id}`,
			{ display_name: 'Ktoś Inny' },
			{ prefer: 'return=representation' }
		);

		if (part === 'anonymous') expect(body).toMatchObject({ code: '42501' });
		else expect(body).toEqual([]);
		expect(await profileOf(world.resident.id)).toEqual(before);
	});

	test('without a filter is one’s own only', async () => {
		const before = await profileOf(world.resident.id);

		await rest(world.animator, 'PATCH', 'profiles', { display_name: 'Ja Sama' });

		expect(await profileOf(world.animator.id)).toMatchObject({ display_name: 'Ja Sama' });
		expect(await profileOf(world.resident.id)).toEqual(before);
	});

	test('keeps its id and its times, and is neither made nor removed by REST', async () => {
		const before = await profileOf(world.member.id);
		const path = `profiles?id=eq.${world.member.id}`;

		const answers = [
			await rest(world.member, 'PATCH', path, { id: world.stranger.id }),
			await rest(world.member, 'PATCH', path, { created_at: '2020-01-01T00:00:00Z' }),
			await rest(world.member, 'PATCH', path, { locale: 'uk', updated_at: '2020-01-01T00:00:00Z' }),
			await rest(world.member, 'DELETE', path),
			await rest(world.member, 'POST', 'profiles', { id: world.stranger.id, locale: 'pl' }),
			await rest(
				world.member,
				'POST',
				'profiles?on_conflict=id',
				{ id: world.stranger.id, display_name: 'Ktoś Inny' },
				{ prefer: 'resolution=merge-duplicates' }
			)
		];

		for (const { status, body } of answers) {
			expect(body).toMatchObject({ code: '42501' });
			expect(status).toBe(403);
		}
		expect(await profileOf(world.member.id)).toEqual(before);
	});
});
