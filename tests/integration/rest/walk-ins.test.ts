import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Caller, rest, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, booked, cancel, refused } from '../booking.ts';
import {
	aCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aRoom,
	unique
} from '../fixtures.ts';
import { storyOf } from '../requests.ts';
import { at, dayAhead } from '../times.ts';

const starts = at(dayAhead(5), '10:00');
const Found = z.array(
	z.object({
		id: z.string(),
		name: z.string().nullable(),
		phone: z.string().nullable(),
		organisations: z.array(z.object({ id: z.string(), name: z.string() }))
	})
);

async function aDesk() {
	const centre = await aCentre();
	return { centre, room: await aRoom(centre), animator: await anAnimator(centre) };
}

async function find(caller: Caller, centre: { id: string }, query: string) {
	const outcome = await rpc(caller, 'find_people', { p_centre: centre.id, p_query: query });
	return Found.parse(outcome.data);
}

function linkTo(caller: Caller, booking: { id: string; version: number }, person: string) {
	return rpc(caller, 'link_walk_in', {
		p_key: randomUUID(),
		p_booking: booking.id,
		p_version: booking.version,
		p_person: person
	});
}

describe('staff look for a person to book for', () => {
	test('by part of a name, among those who have booked in their centre', async () => {
		const { centre, room, animator } = await aDesk();
		const name = `Zofia ${unique('z')}`;
		const known = await aPerson(name);
		await book(known, { resource: room, starts });
		await aPerson(name);

		const found = await find(animator, centre, name.slice(2, 14).toUpperCase());

		expect(found).toEqual([{ id: known.id, name, phone: '+48 000 000 000', organisations: [] }]);
	});

	test('by a whole e-mail address among all accounts; it tells the name and nothing else', async () => {
		const { centre, animator } = await aDesk();
		const stranger = await aPerson('Nowa Osoba');

		expect(await find(animator, centre, stranger.email.toUpperCase())).toEqual([
			{ id: stranger.id, name: 'Nowa Osoba', phone: null, organisations: [] }
		]);
		expect(await find(animator, centre, stranger.email.slice(0, -1))).toEqual([]);
	});

	test('with the organisations that the person acts for', async () => {
		const { centre, room, animator } = await aDesk();
		const organisation = await anOrganisation();
		const editor = await aMember(organisation, 'editor');
		await sql`
			update public.profiles set display_name = ${unique('Edytorka')} where id = ${editor.id}`;
		await book(editor, { resource: room, starts });

		const [found] = await find(animator, centre, 'Edytorka');

		expect(found?.organisations).toEqual([organisation]);
	});

	test('and nobody else learns anything', async () => {
		const { centre } = await aDesk();
		const person = await aPerson();
		for (const other of [person, await anAnimator(await aCentre())]) {
			const args = { p_centre: centre.id, p_query: person.email };
			expect(refused(await rpc(other, 'find_people', args))).toEqual({ error: 'auth.forbidden' });
		}
	});

	test('with something to look for', async () => {
		const { centre, animator } = await aDesk();
		for (const query of ['', ' a ', 'x'.repeat(201)]) {
			const args = { p_centre: centre.id, p_query: query };
			expect(refused(await rpc(animator, 'find_people', args))).toEqual({
				error: 'request.invalid',
				field: 'query'
			});
		}
	});
});

describe('37: what staff do for others is told to both sides', () => {
	test('who booked it, and against which rule', async () => {
		const { room, animator } = await aDesk();
		const holder = await aPerson();
		const booking = await book(animator, {
			resource: room,
			starts: at(dayAhead(200), '10:00'),
			p_on_behalf_of: holder.id,
			p_override_reason: 'Jubileusz osiedla'
		});

		for (const reader of [holder, animator]) {
			expect(await storyOf(reader, booking)).toMatchObject({
				is_booked_by_staff: true,
				booked_by: 'Test Animator',
				override_reason: 'Jubileusz osiedla',
				walk_in: null
			});
		}
		// later changes of it do not end in a wall
		booked(await cancel(holder, booking));
	});

	test('that it was called off by staff, and why', async () => {
		const { room, animator } = await aDesk();
		const holder = await aPerson();
		const booking = await book(holder, { resource: room, starts });

		booked(await cancel(animator, booking, 'Awaria ogrzewania'));

		expect(await storyOf(holder, booking)).toMatchObject({
			is_booked_by_staff: false,
			is_cancelled_by_staff: true,
			cancelled_why: 'Awaria ogrzewania'
		});
	});
});

describe('a booking for somebody without an account', () => {
	test('is given to the account they have later; name and phone go, both acts are logged', async () => {
		const { room, animator } = await aDesk();
		const booking = await book(animator, {
			resource: room,
			starts,
			p_walk_in: { name: 'Barbara Sikora', phone: '+48 22 555 01 23' }
		});
		const barbara = await aPerson('Barbara Sikora');

		booked(await linkTo(animator, booking, barbara.id));

		const path = `my_bookings?select=is_mine,walk_in_name&id=eq.${booking.id}`;
		expect((await rest(barbara, 'GET', path)).body).toEqual([
			{ is_mine: true, walk_in_name: null }
		]);
		const logged = await sql<{ entity: string; action: string }[]>`
			select entity, action from public.audit_log
			where entity_id = ${booking.id} and actor = ${animator.id} and id > (
				select min(id) from public.audit_log where entity_id = ${booking.id}
			) order by id`;
		expect([...logged]).toEqual([
			{ entity: 'booking_walk_ins', action: 'insert' },
			{ entity: 'booking_walk_ins', action: 'delete' },
			{ entity: 'bookings', action: 'update' }
		]);
		const again = { id: booking.id, version: booking.version + 1 };
		expect(refused(await linkTo(animator, again, barbara.id))).toEqual({
			error: 'booking.no_walk_in'
		});
	});

	test('is given away by staff of the centre alone, and to somebody who is there', async () => {
		const { room, animator } = await aDesk();
		const booking = await book(animator, {
			resource: room,
			starts,
			p_walk_in: { name: 'Jan Nowak' }
		});
		const person = await aPerson();

		expect(refused(await linkTo(person, booking, person.id))).toEqual({
			error: 'booking.not_found'
		});
		expect(refused(await linkTo(animator, booking, randomUUID()))).toEqual({
			error: 'request.invalid',
			field: 'person'
		});
	});
});

describe('34: a booking for an organisation', () => {
	test('stays with it when its maker leaves; another editor manages it, the leaver does not', async () => {
		const { room } = await aDesk();
		const organisation = await anOrganisation();
		const leaver = await aMember(organisation, 'editor');
		const stayer = await aMember(organisation, 'owner');
		const booking = await book(leaver, {
			resource: room,
			starts,
			p_organisation: organisation.id
		});

		await sql`
			delete from public.organisation_members
			where organisation_id = ${organisation.id} and person_id = ${leaver.id}`;

		const path = `my_bookings?select=organisation_id,status&id=eq.${booking.id}`;
		expect((await rest(stayer, 'GET', path)).body).toEqual([
			{ organisation_id: organisation.id, status: 'confirmed' }
		]);
		expect(booked(await cancel(stayer, booking)).status).toBe('cancelled');
	});
});
