import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { rpc } from '../api.ts';
import { sql } from '../backend.ts';
import {
	book,
	booked,
	cancel,
	countBookings,
	decide,
	doubleHolds,
	refused,
	restore,
	runOut,
	statusOf,
	unitsOf
} from '../booking.ts';
import { aCentre, anAnimator, aPerson } from '../fixtures.ts';
import { at, dayAhead } from '../times.ts';
import { aBooking, aWaitingRequest, readBooking } from '../changes.ts';

const starts = at(dayAhead(5), '10:00');

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
