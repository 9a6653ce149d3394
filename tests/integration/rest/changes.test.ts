import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { clientOf, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import {
	argumentsOf,
	book,
	booked,
	cancel,
	countBookings,
	decide,
	doubleHolds,
	refuse,
	refused,
	request,
	restore,
	runOut,
	statusOf,
	unitsOf
} from '../booking.ts';
import {
	aCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aRoom,
	type Person
} from '../fixtures.ts';
import { at, dayAhead, iso, minutesAfter } from '../times.ts';

const starts = at(dayAhead(5), '10:00');

async function aWaitingRequest() {
	const centre = await aCentre();
	const room = await aRoom(centre, { approval: 'review' });
	const person = await aPerson();
	const booking = await book(person, { resource: room, starts });
	return { centre, room, person, booking, animator: await anAnimator(centre) };
}

async function aBooking(columns: Record<string, number> = {}) {
	const centre = await aCentre();
	const room = await aRoom(centre, columns);
	const person = await aPerson();
	const booking = await book(person, { resource: room, starts });
	return { centre, room, person, booking, animator: await anAnimator(centre) };
}

describe('cancelling', () => {
	test('frees the units at once, keeps who, when and why, and offers an undo', async () => {
		const { room, person, booking } = await aBooking();
		const before = Date.now();

		const cancelled = booked(await cancel(person, booking, 'Chora prowadząca'));

		expect(cancelled).toMatchObject({ id: booking.id, status: 'cancelled', version: 2 });
		const undo = (Date.parse(cancelled.undo_until ?? '') - before) / 60_000;
		expect(undo).toBeGreaterThan(9.9);
		expect(undo).toBeLessThan(10.5);
		const [row] = await sql`
			select cancelled_by, cancelled_why from public.bookings where id = ${booking.id}`;
		expect(row).toEqual({ cancelled_by: person.id, cancelled_why: 'Chora prowadząca' });
		expect(await unitsOf(booking)).toEqual([]);
		await book(await aPerson(), { resource: room, starts });
	});

	test('is refused after the time until which it is allowed, except to staff', async () => {
		const { person, booking, animator } = await aBooking({ cancel_until_minutes: 7 * 24 * 60 });

		const refusal = refused(await cancel(person, booking));

		expect(refusal).toEqual({
			error: 'booking.too_late_to_cancel',
			until: iso(minutesAfter(starts, -7 * 24 * 60))
		});
		expect(await statusOf(booking)).toBe('confirmed');
		booked(await cancel(animator, booking));
	});

	test('a waiting request can be taken back until it starts', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { approval: 'review', cancel_until_minutes: 7 * 24 * 60 });
		const person = await aPerson();
		const booking = await book(person, { resource: room, starts });

		expect(booked(await cancel(person, booking)).status).toBe('cancelled');
	});

	test('is refused once the booking has begun', async () => {
		const { person, booking } = await aBooking();
		await sql`
			update public.bookings set during = tstzrange(now() - interval '5 minutes', upper(during))
			where id = ${booking.id}`;

		expect(refused(await cancel(person, booking)).error).toBe('booking.too_late_to_cancel');
	});

	test('twice is refused', async () => {
		const { person, booking } = await aBooking();
		const cancelled = booked(await cancel(person, booking));

		expect(refused(await cancel(person, cancelled))).toEqual({
			error: 'booking.wrong_state',
			status: 'cancelled'
		});
	});

	test.each(['declined', 'checked_in', 'completed', 'no_show', 'handed_over', 'returned'])(
		'is refused in state %s',
		async (status) => {
			const { person, booking } = await aBooking();
			await sql`update public.bookings set status = ${status} where id = ${booking.id}`;

			expect(refused(await cancel(person, booking))).toEqual({
				error: 'booking.wrong_state',
				status
			});
		}
	);

	test('of a request that has run out says that it has expired', async () => {
		const { person, booking } = await aWaitingRequest();
		await runOut(booking);

		expect(refused(await cancel(person, booking))).toEqual({
			error: 'booking.wrong_state',
			status: 'expired'
		});
	});

	test('is for the person, editors of the organisation and staff of the centre only', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const organisation = await anOrganisation();
		const owner = await aMember(organisation, 'owner');
		const p_organisation = organisation.id;
		const first = await book(owner, { resource: room, starts, p_organisation });
		const second = await book(owner, {
			resource: room,
			starts: minutesAfter(starts, 120),
			p_organisation
		});

		for (const other of [
			await aPerson(),
			await aMember(organisation, 'member'),
			await aMember(await anOrganisation(), 'owner'),
			await anAnimator(await aCentre())
		]) {
			expect(refused(await cancel(other, first))).toEqual({ error: 'booking.not_found' });
		}
		booked(await cancel(await aMember(organisation, 'editor'), first));
		booked(await cancel(await anAnimator(centre), second));
	});

	test('of a booking that never was looks like that of somebody else’s', async () => {
		const nothing = { id: randomUUID(), version: 1 };

		expect(refused(await cancel(await aPerson(), nothing))).toEqual({
			error: 'booking.not_found'
		});
	});
});

describe('undo', () => {
	test('gives the booking back as it was', async () => {
		const { person, booking, room } = await aBooking();
		const cancelled = booked(await cancel(person, booking));

		const restored = booked(await restore(person, cancelled));

		expect(restored).toEqual({ ...booking, version: 3 });
		expect(await unitsOf(booking)).toEqual(room.units);
	});

	test('gives a waiting request back as waiting, and a confirmed one as confirmed', async () => {
		const waiting = await aWaitingRequest();
		const confirmed = await aWaitingRequest();
		const decided = booked(await decide(confirmed.animator, confirmed.booking, 'confirmed'));

		const one = booked(
			await restore(waiting.person, booked(await cancel(waiting.person, waiting.booking)))
		);
		const other = booked(
			await restore(confirmed.person, booked(await cancel(confirmed.person, decided)))
		);

		expect([one.status, other.status]).toEqual(['pending', 'confirmed']);
	});

	test('is refused when somebody else has the time now', async () => {
		const { person, booking, room } = await aBooking();
		const cancelled = booked(await cancel(person, booking));
		const next = await book(await aPerson(), { resource: room, starts });

		const refusal = refused(await restore(person, cancelled));

		expect(refusal.error).toBe('booking.slot_taken');
		expect(await statusOf(booking)).toBe('cancelled');
		expect(await unitsOf(next)).toEqual(room.units);
	});

	test('is for whoever cancelled', async () => {
		const { person, booking, animator } = await aBooking();
		const cancelled = booked(await cancel(animator, booking));

		expect(refused(await restore(person, cancelled))).toEqual({ error: 'booking.undo_expired' });
		booked(await restore(animator, cancelled));
	});

	test('ends after ten minutes, and when the hold of a request runs out', async () => {
		const { person, booking } = await aBooking();
		const late = booked(await cancel(person, booking));
		await sql`
			update public.bookings set cancelled_at = now() - interval '10 minutes 1 second'
			where id = ${booking.id}`;
		const waiting = await aWaitingRequest();
		const ranOut = booked(await cancel(waiting.person, waiting.booking));
		await runOut(ranOut);

		expect(refused(await restore(person, late))).toEqual({ error: 'booking.undo_expired' });
		expect(refused(await restore(waiting.person, ranOut))).toEqual({
			error: 'booking.undo_expired'
		});
	});

	test('is only of what is cancelled', async () => {
		const { person, booking } = await aBooking();

		expect(refused(await restore(person, booking))).toEqual({
			error: 'booking.wrong_state',
			status: 'confirmed'
		});
	});
});

describe('deciding', () => {
	test('confirms, and the hold ends', async () => {
		const { animator, booking, room } = await aWaitingRequest();

		const decided = booked(await decide(animator, booking, 'confirmed'));

		expect(decided).toMatchObject({ status: 'confirmed', version: 2 });
		expect(await unitsOf(booking)).toEqual(room.units);
	});

	test('declines with a reason, and the units are free', async () => {
		const { animator, booking, person, room } = await aWaitingRequest();

		booked(await decide(animator, booking, 'declined', 'Sala w remoncie'));

		expect(await readBooking(person, booking.id)).toMatchObject([
			{ status: 'declined', decided_why: 'Sala w remoncie' }
		]);
		expect(await unitsOf(booking)).toEqual([]);
		await book(await aPerson(), { resource: room, starts });
	});

	test('is for staff of the centre: not for oneself, not for staff of another', async () => {
		const { person, booking, centre } = await aWaitingRequest();

		expect(refused(await decide(person, booking, 'confirmed'))).toEqual({
			error: 'auth.forbidden'
		});
		for (const other of [await aPerson(), await anAnimator(await aCentre())]) {
			expect(refused(await decide(other, booking, 'confirmed'))).toEqual({
				error: 'booking.not_found'
			});
		}
		expect(await statusOf(booking)).toBe('pending');
		expect(await countBookings(centre)).toBe(1);
	});

	test('is refused in any other state, and after the hold ran out', async () => {
		const { animator, booking } = await aWaitingRequest();
		await runOut(booking);
		const confirmed = await aBooking();

		expect(refused(await decide(animator, booking, 'confirmed'))).toEqual({
			error: 'booking.wrong_state',
			status: 'expired'
		});
		expect(refused(await decide(confirmed.animator, confirmed.booking, 'declined'))).toEqual({
			error: 'booking.wrong_state',
			status: 'confirmed'
		});
	});

	test('is confirmed or declined, nothing else', async () => {
		const { animator, booking } = await aWaitingRequest();

		for (const decision of ['cancelled', 'checked_in', '', 'CONFIRMED']) {
			expect(refused(await decide(animator, booking, decision))).toEqual({
				error: 'request.invalid',
				field: 'decision'
			});
		}
	});
});

describe('versions', () => {
	test('refuse a change to what somebody else has changed meanwhile', async () => {
		const { animator, booking, person } = await aWaitingRequest();
		booked(await decide(animator, booking, 'confirmed'));

		for (const change of [
			await cancel(person, booking),
			await decide(animator, booking, 'declined'),
			await restore(person, booking)
		]) {
			expect(refused(change)).toEqual({ error: 'booking.changed_meanwhile', version: 2 });
		}
		expect(await statusOf(booking)).toBe('confirmed');
	});

	test('have to be sent', async () => {
		const { booking, person } = await aBooking();

		const answer = await rpc(person, 'cancel_booking', {
			p_key: randomUUID(),
			p_booking: booking.id,
			p_version: null
		});

		expect(refused(answer)).toEqual({ error: 'request.invalid', field: 'version' });
	});
});

describe('the same request again', () => {
	test('fifty times at once makes one booking, and every answer is the same', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const person = await aPerson();
		const args = argumentsOf({ resource: room, starts });

		const answers = await Promise.all(
			Array.from({ length: 50 }, () => rpc(person, 'request_booking', args))
		);

		expect(new Set(answers.map((answer) => JSON.stringify(booked(answer)))).size).toBe(1);
		expect(await countBookings(centre)).toBe(1);
	});

	test('gets the first refusal, even when the time has become free', async () => {
		const { room, person, booking } = await aBooking();
		const other = await aPerson();
		const args = argumentsOf({ resource: room, starts });
		const first = await rpc(other, 'request_booking', args);
		booked(await cancel(person, booking));

		const again = await rpc(other, 'request_booking', args);

		expect(refused(again)).toEqual(refused(first));
		expect(again.status).toBe(first.status);
		expect(refused(first).error).toBe('booking.slot_taken');
	});

	test('with other content, or for another function, is refused', async () => {
		const { room, person, booking } = await aBooking();
		const args = argumentsOf({ resource: room, starts: minutesAfter(starts, 120) });
		booked(await rpc(person, 'request_booking', args));

		const other = await rpc(person, 'request_booking', { ...args, p_attendees: 3 });
		const elsewhere = await cancel(person, booking, null, String(args['p_key']));

		expect(refused(other)).toEqual({ error: 'request.key_reused' });
		expect(refused(elsewhere)).toEqual({ error: 'request.key_reused' });
		expect(await statusOf(booking)).toBe('confirmed');
	});

	test('by another person is another request', async () => {
		const room = await aRoom(await aCentre());
		const args = argumentsOf({ resource: room, starts });
		booked(await rpc(await aPerson(), 'request_booking', args));

		const other = await rpc(await aPerson(), 'request_booking', args);

		expect(refused(other).error).toBe('booking.slot_taken');
	});

	test('to cancel, undo or decide is answered as the first time', async () => {
		const { person, booking, animator } = await aWaitingRequest();
		const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
		const confirmed = booked(await decide(animator, booking, 'confirmed', null, one));
		const cancelled = booked(await cancel(person, confirmed, null, two));
		const restored = booked(await restore(person, cancelled, three));

		expect(booked(await decide(animator, booking, 'confirmed', null, one))).toEqual(confirmed);
		expect(booked(await cancel(person, confirmed, null, two))).toEqual(cancelled);
		expect(booked(await restore(person, cancelled, three))).toEqual(restored);
		expect(await statusOf(booking)).toBe('confirmed');
	});

	test('needs a key', async () => {
		const room = await aRoom(await aCentre());

		const refusal = await refuse(await aPerson(), { resource: room, starts, p_key: null });

		expect(refusal).toEqual({ error: 'request.invalid', field: 'key' });
	});
});

describe('rules that change later', () => {
	test('do not touch a booking: it stays, and can be cancelled and restored', async () => {
		const { room, person, booking } = await aBooking();
		await sql`
			update public.resources set max_minutes = 30, open_to = 'staff', active = false
			where id = ${room.id}`;

		const cancelled = booked(await cancel(person, booking));
		const restored = booked(await restore(person, cancelled));

		expect(restored.status).toBe('confirmed');
		expect(await doubleHolds()).toBe(0);
	});
});

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

async function readBooking(person: Person, id: string) {
	const answer = await clientOf(person).from('my_bookings').select().eq('id', id);
	return z.array(z.record(z.string(), z.unknown())).parse(answer.data);
}
