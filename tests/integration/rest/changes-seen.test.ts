import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { book, booked, cancel, decide, request, runOut } from '../booking.ts';
import { aCentre, aPerson, aRoom } from '../fixtures.ts';
import { at, dayAhead, minutesAfter } from '../times.ts';
import { aBooking, aWaitingRequest, readBooking } from '../changes.ts';

const starts = at(dayAhead(5), '10:00');

describe('the list of one’s bookings', () => {
	test('has what is shown, and tells expired what has run out', async () => {
		const { person, booking, centre, room } = await aWaitingRequest();

		const before = await readBooking(person, booking.id);
		await runOut(booking);
		const after = await readBooking(person, booking.id);

		expect(before).toMatchObject([
			{
				id: booking.id,
				centre_slug: centre.slug,
				time_zone: 'Europe/Warsaw',
				status: 'pending',
				is_mine: true,
				purpose: 'Próba chóru',
				attendees: 2,
				version: 1,
				resources: [{ id: room.id, slug: room.slug, quantity: 1 }]
			}
		]);
		expect(after).toMatchObject([{ status: 'expired', version: 1 }]);
	});

	test('says until when one may cancel, by the strictest of what was booked', async () => {
		const centre = await aCentre();
		const [room, other] = [
			await aRoom(centre, { cancel_until_minutes: 60 }),
			await aRoom(centre, { cancel_until_minutes: 1440 })
		];
		const person = await aPerson();
		const booking = await book(person, {
			resources: [{ id: room.id }, { id: other.id }],
			starts
		});

		const [row] = await readBooking(person, booking.id);

		expect(Date.parse(String(row?.['cancel_until']))).toBe(Date.parse(minutesAfter(starts, -1440)));
	});
});

describe('the log', () => {
	test('has a row for each change: who, what before, what after, why', async () => {
		const { person, booking, animator } = await aWaitingRequest();
		const confirmed = booked(await decide(animator, booking, 'confirmed', 'Zapraszamy'));
		booked(await cancel(person, confirmed, 'Grypa'));

		const rows = await sql`
			select actor, action, before ->> 'status' as before, after ->> 'status' as after, reason
			from public.audit_log where entity = 'bookings' and entity_id = ${booking.id} order by id`;

		expect([...rows]).toEqual([
			{ actor: person.id, action: 'insert', before: null, after: 'pending', reason: null },
			{
				actor: animator.id,
				action: 'update',
				before: 'pending',
				after: 'confirmed',
				reason: 'Zapraszamy'
			},
			{
				actor: person.id,
				action: 'update',
				before: 'confirmed',
				after: 'cancelled',
				reason: 'Grypa'
			}
		]);
	});

	test('is not changed by anybody, not even the owner of the database', async () => {
		const { booking } = await aBooking();

		for (const attempt of [
			() => sql`update public.audit_log set reason = 'x' where entity_id = ${booking.id}`,
			() => sql`delete from public.audit_log where entity_id = ${booking.id}`,
			() => sql`truncate public.audit_log`
		]) {
			await expect(attempt()).rejects.toMatchObject({ code: '42501' });
		}
	});

	test('names nobody for a hold that ran out', async () => {
		const { booking, room } = await aWaitingRequest();
		await runOut(booking);

		await request(await aPerson(), { resource: room, starts });

		const [row] = await sql`
			select actor, after ->> 'status' as after from public.audit_log
			where entity = 'bookings' and entity_id = ${booking.id} order by id desc limit 1`;
		expect(row).toEqual({ actor: null, after: 'expired' });
	});
});
