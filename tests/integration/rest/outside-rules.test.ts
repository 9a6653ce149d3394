import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Caller, rest, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { type Booking, book, booked, cancel, decide, refused } from '../booking.ts';
import {
	aDaytimeCentre,
	aMember,
	anAnimator,
	aCentre,
	anOrganisation,
	aPerson,
	aRoom
} from '../fixtures.ts';
import { at, dayAhead } from '../times.ts';

const day = dayAhead(5);
const Outside = z.array(
	z.looseObject({
		id: z.string(),
		refusal: z.looseObject({ error: z.string() }),
		override_reason: z.string().nullable()
	})
);

async function aBookedRoom() {
	const centre = await aDaytimeCentre();
	const room = await aRoom(centre, { capacity: 20 });
	const person = await aPerson();
	const starts = at(day, '18:00');
	return {
		centre,
		room,
		person,
		animator: await anAnimator(centre),
		booking: await book(person, { resource: room, starts, minutes: 120, p_attendees: 15 })
	};
}

async function outside(caller: Caller, centre: { id: string }) {
	const { data } = await rpc(caller, 'outside_rules', { p_centre: centre.id });
	return Outside.parse(data).map(({ id, refusal }) => [id, refusal.error]);
}

function rename(caller: Caller, booking: Booking, words: Record<string, unknown> = {}) {
	return rpc(caller, 'rename_booking', {
		p_key: randomUUID(),
		p_booking: booking.id,
		p_version: booking.version,
		p_purpose: 'Nowy opis',
		p_attendees: 15,
		...words
	});
}

describe('11: bookings outside today’s rules', () => {
	test.each([
		[
			'opening hours',
			'booking.outside_opening_hours',
			(id: string) => sql`
				update public.opening_hours set closes = '19:00'
				where centre_id = (select centre_id from public.resources where id = ${id})`
		],
		[
			'the longest length',
			'booking.too_long',
			(id: string) => sql`update public.resources set max_minutes = 60 where id = ${id}`
		],
		[
			'who may book',
			'booking.not_allowed',
			(id: string) => sql`update public.resources set open_to = 'staff' where id = ${id}`
		],
		[
			'the number of places',
			'booking.over_capacity',
			(id: string) => sql`update public.resources set capacity = 10 where id = ${id}`
		],
		[
			'whether there is such a room',
			'resource.unknown',
			(id: string) => sql`update public.resources set active = false where id = ${id}`
		]
	])('are listed when %s changed, and can be renamed and cancelled', async (_, code, change) => {
		const { centre, room, animator, person, booking } = await aBookedRoom();
		expect(await outside(animator, centre)).toEqual([]);

		await change(room.id);

		expect(await outside(animator, centre)).toEqual([[booking.id, code]]);
		const renamed = booked(await rename(person, booking));
		expect(renamed).toMatchObject({ status: 'confirmed', starts: booking.starts });
		expect(booked(await cancel(person, renamed)).status).toBe('cancelled');
		expect(await outside(animator, centre)).toEqual([]);
	});

	test('are not those that are merely near, or that fill a quota themselves', async () => {
		const { centre, room, animator } = await aBookedRoom();

		await sql`
			update public.resources set lead_minutes = 43200, weekly_minutes_per_person = 120
			where id = ${room.id}`;

		expect(await outside(animator, centre)).toEqual([]);
	});

	test('are listed for staff of the centre alone', async () => {
		const { centre, person } = await aBookedRoom();
		for (const other of [person, await anAnimator(await aCentre())]) {
			expect(refused(await rpc(other, 'outside_rules', { p_centre: centre.id }))).toEqual({
				error: 'auth.forbidden'
			});
		}
	});
});

describe('a new description', () => {
	test('keeps time and things, and needs the version that was seen', async () => {
		const { person, booking } = await aBookedRoom();

		const renamed = booked(await rename(person, booking, { p_note: 'Wejście od podwórza' }));

		const path = `my_bookings?select=purpose,note,attendees&id=eq.${booking.id}`;
		expect((await rest(person, 'GET', path)).body).toEqual([
			{ purpose: 'Nowy opis', note: 'Wejście od podwórza', attendees: 15 }
		]);
		expect(renamed.version).toBe(booking.version + 1);
		expect(refused(await rename(person, booking))).toEqual({
			error: 'booking.changed_meanwhile',
			version: renamed.version
		});
	});

	test('does not let in more people than the room holds', async () => {
		const { person, booking } = await aBookedRoom();

		expect(refused(await rename(person, booking, { p_attendees: 21 }))).toMatchObject({
			error: 'booking.over_capacity',
			capacity: 20
		});
		booked(await rename(person, booking, { p_attendees: 20 }));
	});

	test.each([
		['purpose', { p_purpose: 'x' }],
		['attendees', { p_attendees: 0 }],
		['note', { p_note: 'x'.repeat(2001) }],
		['public_title', { p_public_title: 'x' }]
	])('with a bad %s is refused by its name', async (field, words) => {
		const { person, booking } = await aBookedRoom();
		expect(refused(await rename(person, booking, words))).toEqual({
			error: 'request.invalid',
			field
		});
	});

	test('is not given by others, nor to what is over', async () => {
		const { person, booking } = await aBookedRoom();

		expect(refused(await rename(await aPerson(), booking))).toEqual({ error: 'booking.not_found' });
		const cancelled = booked(await cancel(person, booking));
		expect(refused(await rename(person, cancelled))).toEqual({
			error: 'booking.wrong_state',
			status: 'cancelled'
		});
	});

	test('puts no words into the calendar that nobody has vouched for', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { approval: 'review' });
		const person = await aPerson();
		const animator = await anAnimator(centre);
		const request = await book(person, {
			resource: room,
			starts: at(day, '12:00'),
			p_public_title: 'Kurs szycia'
		});
		const confirmed = booked(await decide(animator, request, 'confirmed'));
		expect(await isTitlePublic(confirmed)).toBe(true);

		const same = booked(await rename(person, confirmed, { p_public_title: 'Kurs szycia' }));
		expect(await isTitlePublic(same)).toBe(true);
		const other = booked(await rename(person, same, { p_public_title: 'Tania pożyczka' }));
		expect(await isTitlePublic(other)).toBe(false);
		booked(await rename(animator, other, { p_public_title: 'Szycie dla każdego' }));
		expect(await isTitlePublic(other)).toBe(true);
	});

	test('of a verified organisation reaches the calendar', async () => {
		const room = await aRoom(await aCentre());
		const organisation = await anOrganisation();
		const booking = await book(await aMember(organisation, 'editor'), {
			resource: room,
			starts: at(day, '12:00'),
			p_organisation: organisation.id,
			p_attendees: 15
		});

		const owner = await aMember(organisation, 'owner');
		booked(await rename(owner, booking, { p_public_title: 'Próba otwarta' }));

		expect(await isTitlePublic(booking)).toBe(true);
	});
});

async function isTitlePublic(booking: { id: string }): Promise<boolean | undefined> {
	const [row] = await sql<{ title_public: boolean }[]>`
		select title_public from public.bookings where id = ${booking.id}`;
	return row?.title_public;
}
