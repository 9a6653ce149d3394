import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { rpc } from '../api.ts';
import {
	argumentsOf,
	booked,
	cancel,
	countBookings,
	decide,
	refuse,
	refused,
	restore,
	statusOf
} from '../booking.ts';
import { aCentre, aPerson, aRoom } from '../fixtures.ts';
import { at, dayAhead, minutesAfter } from '../times.ts';
import { aWaitingRequest, aBooking } from '../changes.ts';

const starts = at(dayAhead(5), '10:00');

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
