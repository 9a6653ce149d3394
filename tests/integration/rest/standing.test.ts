import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Caller, type Outcome, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, booked, cancel, refused, restore, statusOf, unitsOf } from '../booking.ts';
import {
	aCentre,
	anAnimator,
	aPerson,
	aRoom,
	type Centre,
	type Person,
	type Resource
} from '../fixtures.ts';
import { at, dayAhead, daysAfter, minutesAfter } from '../times.ts';

const starts = at(dayAhead(2), '16:00');

let centre: Centre;
let room: Resource;
let person: Person;
let animator: Person;
beforeEach(async () => {
	centre = await aCentre({ strike_limit: 2, strike_days: 60, limited_days: 20 });
	room = await aRoom(centre, { cancel_until_minutes: 30 * 24 * 60 });
	[person, animator] = [await aPerson('Ada'), await anAnimator(centre)];
});

const Standing = z.object({
	standing: z.string(),
	limited_until: z.string().nullable(),
	strikes: z.array(z.object({ booking: z.string(), kind: z.string(), forgiven: z.boolean() }))
});

async function standing(caller: Caller = person) {
	const { data } = await rpc(caller, 'my_standing', { p_centre: centre.slug });
	return Standing.parse(data);
}

function cancelLate(caller: Caller, booking: { id: string; version: number }): Promise<Outcome> {
	return rpc(caller, 'cancel_booking', {
		p_key: randomUUID(),
		p_booking: booking.id,
		p_version: booking.version,
		p_late: true
	});
}

/** A booking that nobody came to, some days ago. */
async function aNoShow(daysAgo: number, who: Person = person): Promise<{ id: string }> {
	const [row] = await sql<{ id: string }[]>`
		insert into public.bookings
			(centre_id, requested_by, purpose, attendees, during, status, hold_until, rules_version)
		select ${centre.id}, ${who.id}, 'Próba', 1, tstzrange(at - interval '15 minutes', at + interval '1 hour'),
			'no_show', at, 1
		from (select now() - make_interval(days => ${daysAgo}) as at) as x returning id`;
	if (row === undefined) throw new Error('no booking');
	return row;
}

describe('cancelling late', () => {
	test('has to be meant, frees at once and counts', async () => {
		const booking = await book(person, { resource: room, starts });

		expect(refused(await cancel(person, booking)).error).toBe('booking.too_late_to_cancel');
		const cancelled = booked(await cancelLate(person, booking));

		expect(cancelled.status).toBe('cancelled');
		expect(await unitsOf(booking)).toEqual([]);
		expect(await standing()).toMatchObject({
			standing: 'good',
			strikes: [{ booking: booking.id, kind: 'late' }]
		});
		booked(await restore(person, cancelled));
		expect((await standing()).strikes).toEqual([]);
	});

	test('is not late in time, by staff, or of a mere request; and not possible once it began', async () => {
		const prompt = await aRoom(centre);
		const early = await book(person, { resource: prompt, starts });
		booked(await cancelLate(person, early));
		const byStaff = await book(person, { resource: room, starts });
		booked(await cancelLate(animator, byStaff));
		await sql`update public.resources set approval = 'review' where id = ${room.id}`;
		const asked = await book(person, { resource: room, starts });
		booked(await cancelLate(person, asked));
		const begun = await book(person, { resource: prompt, starts });
		await sql`
			update public.bookings set during = tstzrange(now() - interval '1 minute', upper(during))
			where id = ${begun.id}`;

		expect(refused(await cancelLate(person, begun)).error).toBe('booking.too_late_to_cancel');
		expect((await standing()).strikes).toEqual([]);
	});
});

describe('strikes', () => {
	test('in so many days limit for so many days, and requests then wait for staff (case 33)', async () => {
		await aNoShow(3);
		expect((await standing()).standing).toBe('good');
		await sql`update public.resources set cancel_until_minutes = 0 where id = ${room.id}`;
		expect((await book(person, { resource: room, starts })).status).toBe('confirmed');
		await aNoShow(1);

		const now = await standing();

		expect(now.standing).toBe('limited');
		const until = (Date.parse(now.limited_until ?? '') - Date.now()) / 86_400_000;
		expect(until).toBeGreaterThan(18.9);
		expect(until).toBeLessThan(19.1);
		const next = await book(person, { resource: room, starts: minutesAfter(starts, 120) });
		expect(next.status).toBe('pending');
		const forStaff = await book(animator, { resource: room, starts: minutesAfter(starts, 240) });
		expect(forStaff.status).toBe('confirmed');
		const elsewhere = await aRoom(await aCentre());
		expect((await book(person, { resource: elsewhere, starts })).status).toBe('confirmed');
	});

	test.each([
		{ name: 'too far apart', days: [70, 5], standing: 'good' },
		{ name: 'long enough ago', days: [40, 21], standing: 'good' },
		{ name: 'still within it', days: [70, 19], standing: 'limited' },
		{ name: 'three of them, the last one counts', days: [50, 30, 2], standing: 'limited' }
	])('that are $name: $standing', async ({ days, standing: expected }) => {
		for (const daysAgo of days) await aNoShow(daysAgo);

		expect((await standing()).standing).toBe(expected);
	});

	test('mean nothing where the limit is none, nor for others', async () => {
		await aNoShow(3);
		await aNoShow(2);
		expect((await standing(await aPerson())).standing).toBe('good');

		await sql`update public.centres set strike_limit = 0 where id = ${centre.id}`;

		expect((await standing()).standing).toBe('good');
	});

	test('are forgiven by staff with a reason, and counted again', async () => {
		const strike = await aNoShow(3);
		await aNoShow(2);
		const args = { p_booking: strike.id, p_reason: 'Choroba dziecka' };

		expect(
			refused(await rpc(person, 'forgive_strike', { p_key: randomUUID(), ...args })).error
		).toBe('auth.forbidden');
		expect(
			refused(
				await rpc(animator, 'forgive_strike', { p_key: randomUUID(), ...args, p_reason: ' ' })
			)
		).toEqual({ error: 'request.invalid', field: 'reason' });
		await rpc(animator, 'forgive_strike', { p_key: randomUUID(), ...args });

		expect((await standing()).standing).toBe('good');
		expect((await standing()).strikes.map((each) => each.forgiven)).toEqual([false, true]);
		const [log] = await sql`
			select actor, reason from public.audit_log
			where entity = 'strike_pardons' and entity_id = ${strike.id}`;
		expect(log).toEqual({ actor: animator.id, reason: 'Choroba dziecka' });
		await rpc(animator, 'count_strike', { p_key: randomUUID(), p_booking: strike.id });
		expect((await standing()).standing).toBe('limited');
	});

	test('that are none cannot be forgiven', async () => {
		const booking = await book(person, {
			resource: room,
			starts: at(daysAfter(dayAhead(2), 1), '10:00')
		});

		const outcome = await rpc(animator, 'forgive_strike', {
			p_key: randomUUID(),
			p_booking: booking.id,
			p_reason: 'Nic się nie stało'
		});

		expect(refused(outcome).error).toBe('strike.none');
		expect(await statusOf(booking)).toBe('confirmed');
	});

	test('are listed for staff of the centre, with names, and for nobody else', async () => {
		const bea = await aPerson('Bea');
		await aNoShow(2);
		await aNoShow(4);
		await aNoShow(1, bea);

		const { data } = await rpc(animator, 'centre_standings', { p_centre: centre.slug });

		expect(data).toMatchObject({
			strike_limit: 2,
			people: [
				{ name: 'Bea', standing: 'good' },
				{ name: 'Ada', standing: 'limited' }
			]
		});
		const asked = await rpc(person, 'centre_standings', { p_centre: centre.slug });
		expect(refused(asked).error).toBe('auth.forbidden');
		const unknown = await rpc(person, 'my_standing', { p_centre: 'nie-ma' });
		expect(refused(unknown).error).toBe('centre.unknown');
	});
});
