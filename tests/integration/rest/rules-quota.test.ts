import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { book, refuse } from '../booking.ts';
import { aCentre, aMember, anOrganisation, aPerson, aRoom } from '../fixtures.ts';
import { at, daysAfter, weekdayAhead } from '../times.ts';

describe('quotas', () => {
	const monday = weekdayAhead(1);
	const sunday = daysAfter(monday, 6);

	test('of a person are counted in the centre’s week from Monday to Sunday', async () => {
		const room = await aRoom(await aCentre(), { weekly_minutes_per_person: 120 });
		const person = await aPerson();
		await book(person, { resource: room, starts: at(monday, '00:00') });
		await book(person, { resource: room, starts: at(sunday, '23:00') });

		const refusal = await refuse(person, {
			resource: room,
			starts: at(daysAfter(monday, 3), '10:00'),
			minutes: 30
		});

		expect(refusal).toEqual({
			error: 'booking.over_quota',
			resource: room.id,
			minutes_used: 120,
			minutes_limit: 120,
			per: 'week',
			week: monday,
			whose: 'person'
		});
		await book(person, { resource: room, starts: at(daysAfter(sunday, 1), '00:00'), minutes: 120 });
		await book(person, { resource: room, starts: at(daysAfter(monday, -1), '22:00') });
		await book(await aPerson(), { resource: room, starts: at(monday, '10:00') });
	});

	test('are given back by what was cancelled, declined or expired', async () => {
		const room = await aRoom(await aCentre(), { weekly_minutes_per_person: 60 });
		const person = await aPerson();

		for (const [n, status] of ['cancelled', 'declined', 'expired'].entries()) {
			const booking = await book(person, { resource: room, starts: at(monday, `1${n}:00`) });
			await sql`update public.bookings set status = ${status} where id = ${booking.id}`;
		}
		const pending = await book(person, { resource: room, starts: at(monday, '15:00') });
		await sql`
			update public.bookings set status = 'pending', hold_until = now() - interval '1 second'
			where id = ${pending.id}`;

		await book(person, { resource: room, starts: at(monday, '17:00') });
	});

	test('of an organisation are its own: members share them, and keep theirs', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, {
			weekly_minutes_per_person: 60,
			weekly_minutes_per_organisation: 120
		});
		const organisation = await anOrganisation();
		const [one, other] = [
			await aMember(organisation, 'owner'),
			await aMember(organisation, 'editor')
		];
		const p_organisation = organisation.id;
		await book(one, { resource: room, starts: at(monday, '10:00'), minutes: 120, p_organisation });

		const refusal = await refuse(other, {
			resource: room,
			starts: at(monday, '14:00'),
			minutes: 30,
			p_organisation
		});

		expect(refusal).toMatchObject({
			error: 'booking.over_quota',
			minutes_used: 120,
			minutes_limit: 120,
			whose: 'organisation'
		});
		await book(one, { resource: room, starts: at(monday, '14:00') });
	});
});
