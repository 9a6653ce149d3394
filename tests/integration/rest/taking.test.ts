import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { book, doubleHolds, refuse, runOut, statusOf, unitsOf } from '../booking.ts';
import {
	aCentre,
	aDaytimeCentre,
	aDivisibleHall,
	aPerson,
	aPool,
	aResource,
	aRoom,
	anAnimator
} from '../fixtures.ts';
import { at, dayAhead, iso } from '../times.ts';

const day = dayAhead(5);

describe('one room', () => {
	test('is booked, and what was asked is kept', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();

		const booking = await book(person, { resource: room, starts: at(day, '17:00'), minutes: 120 });

		expect(booking).toMatchObject({
			status: 'confirmed',
			starts: iso(at(day, '17:00')),
			ends: iso(at(day, '19:00')),
			hold_until: null,
			version: 1
		});
		expect(await unitsOf(booking)).toEqual(room.units);
	});

	test('back-to-back bookings do not collide', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();

		await book(person, { resource: room, starts: at(day, '10:00') });
		await book(person, { resource: room, starts: at(day, '12:00') });
		await book(person, { resource: room, starts: at(day, '11:00') });

		expect(await doubleHolds()).toBe(0);
	});

	test('is refused for overlapping time, naming the period that is taken', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		await book(person, { resource: room, starts: at(day, '10:00') });

		const refusal = await refuse(person, { resource: room, starts: at(day, '10:30') });

		expect(refusal).toEqual({
			error: 'booking.slot_taken',
			resource: room.id,
			starts: iso(at(day, '10:00')),
			ends: iso(at(day, '11:00')),
			free_from: iso(at(day, '11:00'))
		});
	});

	test('out of service cannot be booked', async () => {
		const room = await aRoom(await aCentre());
		await sql`update public.units set in_service = false where id = any (${room.units})`;

		const refusal = await refuse(await aPerson(), { resource: room, starts: at(day, '10:00') });

		expect(refusal).toMatchObject({ error: 'booking.not_enough_units', units: 1, free: 0 });
	});

	test('without any unit cannot be booked', async () => {
		const room = await aResource(await aCentre(), { kind: 'room' }, []);

		const refusal = await refuse(await aPerson(), { resource: room, starts: at(day, '10:00') });

		expect(refusal).toMatchObject({ error: 'booking.not_enough_units', units: 0, free: 0 });
	});
});

describe('turnaround', () => {
	test('needs the larger of clean-up and set-up between two bookings, not their sum', async () => {
		const room = await aRoom(await aCentre(), { step_minutes: 15 }, { setup: 30, cleanup: 15 });
		const person = await aPerson();
		await book(person, { resource: room, starts: at(day, '09:00') });

		const refusal = await refuse(person, { resource: room, starts: at(day, '10:15') });

		expect(refusal).toMatchObject({
			error: 'booking.slot_taken',
			ends: iso(at(day, '10:00')),
			free_from: iso(at(day, '10:30'))
		});
		await book(person, { resource: room, starts: at(day, '10:30') });
	});

	test('is kept before the next booking, too', async () => {
		const room = await aRoom(await aCentre(), { step_minutes: 15 }, { cleanup: 15 });
		const person = await aPerson();
		await book(person, { resource: room, starts: at(day, '11:00') });

		const refusal = await refuse(person, { resource: room, starts: at(day, '10:00') });
		const earlier = await book(person, { resource: room, starts: at(day, '09:45') });

		expect(refusal.error).toBe('booking.slot_taken');
		expect(earlier.status).toBe('confirmed');
	});

	test('of the last booking of a day may run past closing', async () => {
		const room = await aRoom(await aDaytimeCentre(), {}, { cleanup: 60 });

		const booking = await book(await aPerson(), { resource: room, starts: at(day, '19:00') });

		expect(booking.ends).toBe(iso(at(day, '20:00')));
	});
});

describe('a divisible hall', () => {
	test('booked in one half is refused as a whole and free in the other half', async () => {
		const hall = await aDivisibleHall(await aCentre());
		const person = await aPerson();
		const starts = at(day, '10:00');
		await book(person, { resource: hall.a, starts });

		const refusal = await refuse(person, { resource: hall.whole, starts });
		const other = await book(person, { resource: hall.b, starts });

		expect(refusal).toMatchObject({ error: 'booking.slot_taken', resource: hall.whole.id });
		expect(await unitsOf(other)).toEqual(hall.b.units);
	});

	test('booked as a whole is refused in either half', async () => {
		const hall = await aDivisibleHall(await aCentre());
		const person = await aPerson();
		const starts = at(day, '10:00');
		const whole = await book(person, { resource: hall.whole, starts });

		expect((await refuse(person, { resource: hall.a, starts })).error).toBe('booking.slot_taken');
		expect((await refuse(person, { resource: hall.b, starts })).error).toBe('booking.slot_taken');
		expect(await unitsOf(whole)).toHaveLength(2);
	});

	test('with one half out of service can still be booked in the other', async () => {
		const hall = await aDivisibleHall(await aCentre());
		const person = await aPerson();
		await sql`update public.units set in_service = false where id = any (${hall.a.units})`;

		const refusal = await refuse(person, { resource: hall.whole, starts: at(day, '10:00') });
		await book(person, { resource: hall.b, starts: at(day, '10:00') });

		expect(refusal).toMatchObject({ error: 'booking.not_enough_units', units: 2, free: 1 });
	});

	test('asked for as a half and as a whole at once is refused', async () => {
		const hall = await aDivisibleHall(await aCentre());

		const refusal = await refuse(await aPerson(), {
			resources: [{ id: hall.a.id }, { id: hall.whole.id }],
			starts: at(day, '10:00')
		});

		expect(refusal.error).toBe('booking.slot_taken');
	});
});

describe('several things in one booking', () => {
	test('are all taken', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const pool = await aPool(centre, 3);

		const booking = await book(await aPerson(), {
			resources: [{ id: room.id }, { id: pool.id, quantity: 2 }],
			starts: at(day, '10:00')
		});

		expect(await unitsOf(booking)).toHaveLength(3);
	});

	test('are all or nothing: a missing extra leaves the room free', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const pool = await aPool(centre, 1);
		const person = await aPerson();
		const starts = at(day, '10:00');

		const refusal = await refuse(person, {
			resources: [{ id: room.id }, { id: pool.id, quantity: 2 }],
			starts
		});
		await book(person, { resource: room, starts });

		expect(refusal).toMatchObject({ error: 'booking.not_enough_units', resource: pool.id });
	});

	test('cannot be of two centres', async () => {
		const here = await aRoom(await aCentre());
		const there = await aRoom(await aCentre());

		const refusal = await refuse(await aPerson(), {
			resources: [{ id: here.id }, { id: there.id }],
			starts: at(day, '10:00')
		});

		expect(refusal).toEqual({ error: 'request.invalid', field: 'resources' });
	});
});

describe('a waiting request', () => {
	test('holds its units until staff decide', async () => {
		const centre = await aCentre({ pending_hold_minutes: 60 });
		const room = await aRoom(centre, { approval: 'review' });
		const person = await aPerson();
		const wish = { resource: room, starts: at(day, '10:00') };
		const before = Date.now();

		const booking = await book(person, wish);
		const refusal = await refuse(await aPerson(), wish);

		expect(booking.status).toBe('pending');
		const minutes = (Date.parse(booking.hold_until ?? '') - before) / 60_000;
		expect(minutes).toBeGreaterThan(58);
		expect(minutes).toBeLessThan(62);
		expect(refusal.error).toBe('booking.slot_taken');
	});

	test('never holds past its own start', async () => {
		const centre = await aCentre({ pending_hold_minutes: 43_200 });
		const room = await aRoom(centre, { approval: 'review' });

		const booking = await book(await aPerson(), { resource: room, starts: at(day, '10:00') });

		expect(booking.hold_until).toBe(booking.starts);
	});

	test('whose hold ran out is in nobody’s way, without any timer', async () => {
		const room = await aRoom(await aCentre(), { approval: 'review' });
		const wish = { resource: room, starts: at(day, '10:00') };
		const late = await book(await aPerson(), wish);
		await runOut(late);

		const booking = await book(await aPerson(), wish);

		expect(booking.status).toBe('pending');
		expect(await statusOf(late)).toBe('expired');
		expect(await unitsOf(late)).toEqual([]);
	});

	test('of a trusted organisation is confirmed at once where trust suffices; staff need no review', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { approval: 'auto_for_trusted' });
		const animator = await anAnimator(centre);

		const byResident = await book(await aPerson(), { resource: room, starts: at(day, '10:00') });
		const byStaff = await book(animator, { resource: room, starts: at(day, '12:00') });

		expect(byResident.status).toBe('pending');
		expect(byStaff.status).toBe('confirmed');
	});
});
