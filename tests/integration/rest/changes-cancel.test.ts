import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import {
	book,
	booked,
	cancel,
	decide,
	refused,
	restore,
	runOut,
	statusOf,
	unitsOf
} from '../booking.ts';
import { aCentre, aMember, anAnimator, anOrganisation, aPerson, aRoom } from '../fixtures.ts';
import { at, dayAhead, iso, minutesAfter } from '../times.ts';
import { aWaitingRequest, aBooking } from '../changes.ts';

const starts = at(dayAhead(5), '10:00');

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
