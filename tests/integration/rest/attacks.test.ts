import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Caller, rest, rpc, signToken } from '../api.ts';
import { isConformance, sql } from '../backend.ts';
import { argumentsOf, refuse, statusOf } from '../booking.ts';
import { aPerson } from '../fixtures.ts';
import { at, dayAhead } from '../times.ts';
import { as, aWorld, type Part, parts, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
	world = await aWorld();
});

/** Who must not read a word of the resident's booking, whatever the way. */
const outsiders: Part[] = ['anonymous', 'stranger', 'member', 'editor', 'owner', 'foreignAnimator'];

function expectNoSecret(text: unknown): void {
	const said = JSON.stringify(text);
	for (const secret of world.secrets) expect(said).not.toContain(secret);
}

describe('embedding', () => {
	const paths = [
		'centres?select=slug,bookings(*)&id=eq.HERE',
		'centres?select=slug,b:bookings!inner(purpose,note)&id=eq.HERE',
		'centres?select=slug,bookings(purpose,p:profiles!bookings_requested_by_fkey(*))&id=eq.HERE',
		'centres?select=slug,resources(slug,booking_resources(bookings(purpose,note,requested_by)))&id=eq.HERE',
		'centres?select=slug,units(label,allocations(during,bookings(purpose,note)))&id=eq.HERE',
		'centres?select=slug,centre_people(role,profiles(display_name,phone))&id=eq.HERE',
		'resources?select=slug,booking_resources(*,bookings(*))&id=eq.ROOM',
		'resources?select=slug,bookings(purpose,note,public_title)&id=eq.ROOM',
		'resources?select=slug,allocations(*,bookings(*,profiles!bookings_requested_by_fkey(*)))&id=eq.ROOM',
		'units?select=label,allocations(*,...bookings(purpose,note))&id=eq.UNIT',
		'profiles?select=*,bookings!bookings_requested_by_fkey(*)',
		'profiles?select=*,centre_people(*),organisation_members(*)',
		'bookings?select=*,profiles!bookings_requested_by_fkey(*)',
		'bookings?select=id,...profiles!bookings_requested_by_fkey(display_name,phone)',
		'my_bookings?select=*,centres(*)',
		'organisations?select=name,organisation_members(role,profiles(display_name,phone,bookings!bookings_requested_by_fkey(*)))',
		'organisation_members?select=*,profiles(*)',
		'centre_people?select=*,profiles(*)',
		'allocations?select=*,bookings(*)',
		'booking_resources?select=*,bookings(*)',
		'audit_log?select=*'
	];

	test.each(outsiders)('shows nothing of a private booking to %s', async (part) => {
		for (const path of paths) {
			const address = path
				.replace('HERE', world.here.id)
				.replace('ROOM', world.room.id)
				.replace('UNIT', world.room.units[0] ?? '');
			const { status, body } = await rest(as(world, part), 'GET', address);
			expect(status, path).toBeLessThan(500);
			expectNoSecret(body);
		}
	});

	test('works where it may, so that the test above means something', async () => {
		const path = `centres?select=slug,bookings(purpose,profiles!bookings_requested_by_fkey(phone))&id=eq.${world.here.id}`;

		const { body } = await rest(world.animator, 'GET', path);

		for (const secret of [world.secrets[0], world.secrets[3]]) {
			expect(JSON.stringify(body)).toContain(secret);
		}
	});
});

describe('guessing by filters', () => {
	const filters = [
		'profiles?or=(phone.ilike.*999*,display_name.ilike.*name*)',
		'profiles?phone=not.is.null',
		'profiles?display_name=fts.name',
		'profiles?id=eq.RESIDENT',
		'bookings?purpose=ilike.*purpose*',
		'bookings?or=(note.like.*note*,purpose.like.*p*)',
		'bookings?and=(id.eq.BOOKING,or(status.eq.confirmed,status.eq.pending))',
		'my_bookings?requested_by_phone=like.*999*',
		'allocations?booking_id=eq.BOOKING'
	];

	test.each(outsiders)('finds and counts nothing for %s', async (part) => {
		for (const filter of filters) {
			const path = `${filter.replace('RESIDENT', world.resident.id).replace('BOOKING', world.private.id)}&select=*`;
			for (const method of ['GET', 'HEAD']) {
				const answer = await rest(as(world, part), method, path, undefined, {
					prefer: 'count=exact'
				});
				expect(answer.status, path).toBeLessThan(500);
				expectNoSecret(answer.body);
				expectNoSecret([...answer.headers]);
				if (path.includes(world.resident.id) || path.includes(world.private.id)) {
					// null where the table is shut altogether
					expect(answer.headers.get('content-range') ?? '*/0').toBe('*/0');
				}
			}
		}
	});

	test('cannot read rows beyond a range, plans or sums', async () => {
		const beyond = await rest(world.stranger, 'GET', 'bookings', undefined, { range: '0-99999' });
		const plan = await rest(world.stranger, 'GET', 'bookings', undefined, {
			accept: 'application/vnd.pgrst.plan+json'
		});
		const sum = await rest(world.stranger, 'GET', 'bookings?select=attendees.sum()');

		expectNoSecret(beyond.body);
		expect([406, 415]).toContain(plan.status);
		expect(sum.status).toBe(400);
	});
});

test.skipIf(isConformance)('no question brings more than two hundred rows', async () => {
	await sql`
		insert into public.units (centre_id, label)
		select ${world.there.id}, 'unit ' || n from generate_series(1, 250) as n`;

	for (const limit of ['', '&limit=100000']) {
		const path = `units?select=id&centre_id=eq.${world.there.id}${limit}`;
		const { body } = await rest({ token: null }, 'GET', path);
		expect(body).toHaveLength(200);
	}
});

describe('other schemas', () => {
	test.each(['auth', 'private', 'extensions', 'pg_catalog', 'information_schema', 'web'])(
		'%s is not served',
		async (schema) => {
			for (const part of ['anonymous', 'coordinator'] as const) {
				const caller = as(world, part);
				const read = await rest(caller, 'GET', 'users?select=*', undefined, {
					'accept-profile': schema
				});
				const write = await rest(
					caller,
					'POST',
					'requests',
					{ key: randomUUID() },
					{ 'content-profile': schema }
				);
				expect(read.status).toBe(406);
				expect(write.status).toBe(406);
			}
		}
	);

	test('no function of them can be called', async () => {
		const rows = await sql<{ name: string }[]>`
			select distinct proname as name from pg_proc
			where pronamespace in ('private'::regnamespace, 'auth'::regnamespace)
				and proname not in (
					select proname from pg_proc where pronamespace = 'public'::regnamespace
				)`;

		for (const { name } of rows) {
			const { status } = await rest(world.coordinator, 'POST', `rpc/${name}`, {});
			expect(status, name).toBe(404);
		}
		expect(rows.length).toBeGreaterThan(40);
	});
});

describe('tokens', () => {
	const claims = () => ({ sub: world.resident.id });
	const none = (content: object) =>
		[{ alg: 'none', typ: 'JWT' }, content]
			.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
			.join('.') + '.';
	const soon = Math.floor(Date.now() / 1000) + 3600;

	test('without a signature open nothing', async () => {
		const token = none({ ...claims(), role: 'authenticated', exp: soon });

		const { body } = await rest({ token }, 'GET', 'bookings?select=*');

		expectNoSecret(body);
		expect(Array.isArray(body)).toBe(false);
	});

	test('with a signature cut off, or changed, open nothing', async () => {
		const good = signToken(claims());
		const [head = '', content = '', signature = ''] = good.split('.');
		const service = signToken({ ...claims(), role: 'service_role' }).split('.')[1] ?? '';

		for (const token of [
			`${head}.${content}.`,
			`${head}.${content}`,
			`${head}.${service}.${signature}`,
			`${head}.${content}.${signature.split('').reverse().join('')}`
		]) {
			const { body } = await rest({ token }, 'GET', 'bookings?select=*');
			expect(Array.isArray(body)).toBe(false);
			expectNoSecret(body);
		}
	});

	test('signed with another key are refused', async () => {
		const token = signToken(claims(), 'x'.repeat(64));

		expect((await rest({ token }, 'GET', 'bookings')).status).toBe(401);
	});

	test('that have run out are refused', async () => {
		const token = signToken({ ...claims(), exp: soon - 7200 });

		expect((await rest({ token }, 'GET', 'bookings')).status).toBe(401);
	});

	test('make nobody staff by what they say about their person', async () => {
		const role = { role: 'coordinator', roles: ['animator'], centre_id: world.here.id };
		const token = signToken({
			sub: world.stranger.id,
			user_metadata: role,
			app_metadata: role,
			user_role: 'coordinator'
		});
		const caller: Caller = { token };

		const bookings = await rest(caller, 'GET', `bookings?centre_id=eq.${world.here.id}`);
		const log = await rest(caller, 'GET', `audit_log?centre_id=eq.${world.here.id}`);

		expect([bookings.body, log.body]).toEqual([[], []]);
	});

	test('of a removed person open nothing and book nothing', async () => {
		const person = await aPerson();
		await sql`delete from auth.users where id = ${person.id}`;

		const refusal = await refuse(person, {
			resource: world.room,
			starts: at(dayAhead(20), '10:00')
		});

		expect(refusal).toEqual({ error: 'auth.required' });
		expect((await rest(person, 'GET', 'profiles')).body).toEqual([]);
	});

	test('without a person book nothing', async () => {
		const wish = { resource: world.room, starts: at(dayAhead(20), '10:00') };

		for (const claims of [{}, { sub: randomUUID() }]) {
			const refusal = await refuse({ token: signToken(claims) }, wish);
			expect(refusal).toEqual({ error: 'auth.required' });
		}
	});

	test.runIf(isConformance)('cannot name a role that nobody has', async () => {
		const token = signToken({ ...claims(), role: 'nobody' });

		expect((await rest({ token }, 'GET', 'bookings')).status).toBeGreaterThanOrEqual(400);
	});
});

describe('functions', () => {
	test('that book are not for the anonymous', async () => {
		const wish = argumentsOf({ resource: world.room, starts: at(dayAhead(20), '10:00') });
		const change = { p_key: randomUUID(), p_booking: world.private.id, p_version: 1 };

		for (const [name, args] of [
			['request_booking', wish],
			['cancel_booking', change],
			['restore_booking', change],
			['decide_booking', { ...change, p_decision: 'declined' }]
		] as const) {
			const { status, code } = await rpc({ token: null }, name, args);
			expect([status, code]).toEqual([401, '42501']);
		}
	});

	test('that change something are not called by a link', async () => {
		const link = `p_key=${randomUUID()}&p_booking=${world.private.id}&p_version=1`;

		for (const path of [
			`rpc/cancel_booking?${link}`,
			`rpc/decide_booking?${link}&p_decision=declined`
		]) {
			const { status } = await rest(world.animator, 'GET', path);
			expect(status).toBe(405);
		}

		expect(await statusOf(world.private)).toBe('confirmed');
	});

	test.each(parts)('tell nothing about people in a schedule: as %s', async (part) => {
		const [row] = await sql<{ week: string }[]>`
			select to_char(lower(during) at time zone 'Europe/Warsaw', 'IYYY-"W"IW') as week
			from public.bookings where id = ${world.private.id}`;

		const { data, error } = await rpc(as(world, part), 'centre_schedule', {
			p_centre: world.here.slug,
			p_week: row?.week
		});

		expect(error).toBeUndefined();
		expect(JSON.stringify(data)).toContain(world.private.id);
		expectNoSecret(data);
		expect(JSON.stringify(data)).not.toContain(world.resident.id);
	});
});
