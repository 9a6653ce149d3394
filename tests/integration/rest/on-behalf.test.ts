import { describe, expect, test } from 'vitest';
import { rest } from '../api.ts';
import { sql } from '../backend.ts';
import { book, refuse } from '../booking.ts';
import { aCentre, anAnimator, anOrganisation, aPerson, aRoom } from '../fixtures.ts';
import { at, dayAhead } from '../times.ts';

const starts = at(dayAhead(5), '10:00');
const barbara = { name: 'Barbara Sikora', phone: '+48 22 555 01 23' };

async function aDesk(columns: Record<string, number | string> = {}) {
	const centre = await aCentre();
	return { centre, room: await aRoom(centre, columns), animator: await anAnimator(centre) };
}

async function requesterOf(booking: { id: string }) {
	const [row] = await sql<{ requested_by: string | null; organisation_id: string | null }[]>`
		select requested_by, organisation_id from public.bookings where id = ${booking.id}`;
	return row;
}

describe('staff book on behalf', () => {
	test('of somebody without an account: name and phone are for staff alone', async () => {
		const { room, animator } = await aDesk();

		const booking = await book(animator, { resource: room, starts, p_walk_in: barbara });

		expect(await requesterOf(booking)).toEqual({ requested_by: null, organisation_id: null });
		const path = `my_bookings?select=is_mine,walk_in_name,walk_in_phone&id=eq.${booking.id}`;
		expect((await rest(animator, 'GET', path)).body).toEqual([
			{ is_mine: false, walk_in_name: barbara.name, walk_in_phone: barbara.phone }
		]);
		for (const other of [await aPerson(), await anAnimator(await aCentre())]) {
			expect((await rest(other, 'GET', path)).body).toEqual([]);
			expect((await rest(other, 'GET', 'booking_walk_ins?select=name')).body).toEqual([]);
		}
	});

	test('of a person with an account, under the rules for that person', async () => {
		const { room, animator } = await aDesk({ weekly_minutes_per_person: 60 });
		const person = await aPerson();

		const booking = await book(animator, { resource: room, starts, p_on_behalf_of: person.id });

		expect(await requesterOf(booking)).toMatchObject({ requested_by: person.id });
		const more = { resource: room, starts: at(dayAhead(5), '14:00') };
		expect(await refuse(animator, { ...more, p_on_behalf_of: person.id })).toMatchObject({
			error: 'booking.over_quota',
			minutes_used: 60
		});
		await book(animator, {
			...more,
			p_on_behalf_of: person.id,
			p_override_reason: 'Zebranie rady osiedla'
		});
	});

	test('of an organisation that they do not belong to', async () => {
		const { room, animator } = await aDesk({ approval: 'review' });
		const organisation = await anOrganisation();

		const booking = await book(animator, {
			resource: room,
			starts,
			p_organisation: organisation.id,
			p_walk_in: { name: 'Jan Nowak' }
		});

		expect(booking.status).toBe('confirmed');
		expect(await requesterOf(booking)).toEqual({
			requested_by: null,
			organisation_id: organisation.id
		});
	});

	test('and nobody else does: not a resident, not staff of another centre', async () => {
		const { room } = await aDesk();
		const person = await aPerson();
		for (const caller of [person, await anAnimator(await aCentre())]) {
			for (const wish of [{ p_walk_in: barbara }, { p_on_behalf_of: (await aPerson()).id }]) {
				expect(await refuse(caller, { resource: room, starts, ...wish })).toEqual({
					error: 'auth.forbidden'
				});
			}
		}
	});

	test.each([
		['walk_in', { p_walk_in: 'Jan' }],
		['walk_in', { p_walk_in: {} }],
		['walk_in', { p_walk_in: { name: 'X' } }],
		['walk_in', { p_walk_in: { name: 'Jan', phone: 'nie ma' } }],
		['on_behalf_of', { p_on_behalf_of: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' }]
	])('a bad %s is named (%j)', async (field, wish) => {
		const { room, animator } = await aDesk();
		expect(await refuse(animator, { resource: room, starts, ...wish })).toEqual({
			error: 'request.invalid',
			field
		});
	});
});
