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
	anAnimator,
	aUnit
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

describe('a pool', () => {
	test('gives as many units as there are, and then says how many are free', async () => {
		const pool = await aPool(await aCentre(), 3);
		const person = await aPerson();
		const starts = at(day, '10:00');
		await book(person, { resources: [{ id: pool.id, quantity: 2 }], starts });

		const refusal = await refuse(person, { resources: [{ id: pool.id, quantity: 2 }], starts });
		await book(person, { resource: pool, starts });

		expect(refusal).toEqual({
			error: 'booking.not_enough_units',
			resource: pool.id,
			units: 3,
			free: 1
		});
	});

	test('refuses more units than there are at all', async () => {
		const pool = await aPool(await aCentre(), 3);

		const refusal = await refuse(await aPerson(), {
			resources: [{ id: pool.id, quantity: 4 }],
			starts: at(day, '10:00')
		});

		expect(refusal).toMatchObject({ error: 'booking.not_enough_units', units: 3, free: 3 });
	});

	test('does not count units that are out of service', async () => {
		const pool = await aPool(await aCentre(), 2);
		const person = await aPerson();
		const starts = at(day, '10:00');
		await sql`update public.units set in_service = false where id = ${pool.units[0] ?? ''}`;
		const booking = await book(person, { resource: pool, starts });

		const refusal = await refuse(person, { resource: pool, starts });

		expect(await unitsOf(booking)).toEqual([pool.units[1]]);
		expect(refusal).toMatchObject({ error: 'booking.not_enough_units', units: 1, free: 0 });
	});

	test('takes the unit that is free throughout when holds are spread (edge case 24, first half)', async () => {
		const pool = await aPool(await aCentre(), 2);
		const person = await aPerson();
		await book(person, { resource: pool, starts: at(day, '13:00'), minutes: 120 });
		await book(person, { resource: pool, starts: at(day, '14:00'), minutes: 120 });
		await book(person, { resource: pool, starts: at(day, '15:00'), minutes: 120 });

		await book(person, { resource: pool, starts: at(day, '16:00'), minutes: 120 });

		expect(await doubleHolds()).toBe(0);
	});

	test('moves holds between units when no unit is free throughout (edge case 24, second half)', async () => {
		const pool = await aPool(await aCentre(), 2);
		const person = await aPerson();
		const first = await book(person, { resource: pool, starts: at(day, '13:00') });
		const second = await book(person, { resource: pool, starts: at(day, '14:00') });
		await sql`
			update public.allocations set unit_id = ${pool.units[0] ?? ''}
			where booking_id = ${first.id}`;
		await sql`
			update public.allocations set unit_id = ${pool.units[1] ?? ''}
			where booking_id = ${second.id}`;

		await book(person, { resource: pool, starts: at(day, '13:00'), minutes: 120 });

		expect(await unitsOf(first)).toEqual(await unitsOf(second));
		expect(await doubleHolds()).toBe(0);
	});

	test('leaves alone what has been handed over', async () => {
		const pool = await aPool(await aCentre(), 2);
		const person = await aPerson();
		const first = await book(person, { resource: pool, starts: at(day, '13:00') });
		const second = await book(person, { resource: pool, starts: at(day, '14:00') });
		await sql`
			update public.bookings set status = 'handed_over'
			where id in ${sql([first.id, second.id])}`;
		for (const [n, booking] of [first, second].entries()) {
			await sql`
				update public.allocations set unit_id = ${pool.units[n] ?? ''}
				where booking_id = ${booking.id}`;
		}

		const wish = { resource: pool, starts: at(day, '13:00'), minutes: 120 };
		const refusal = await refuse(person, wish);

		expect(refusal.error).toBe('booking.not_enough_units');
	});

	test('keeps turnaround when holds are moved', async () => {
		const pool = await aPool(await aCentre(), 2, { step_minutes: 15 }, { cleanup: 30 });
		const person = await aPerson();
		const first = await book(person, { resource: pool, starts: at(day, '13:00') });
		const second = await book(person, { resource: pool, starts: at(day, '14:15') });
		expect(await unitsOf(first)).not.toEqual(await unitsOf(second));

		const wish = { resource: pool, starts: at(day, '13:00'), minutes: 150 };

		expect((await refuse(person, wish)).error).toBe('booking.not_enough_units');
		expect(await doubleHolds()).toBe(0);
	});

	test('of twenty things refuses as quickly as it books', async () => {
		const pool = await aPool(await aCentre(), 20);
		const person = await aPerson();
		const starts = at(day, '10:00');
		const timed = async (attempt: () => Promise<unknown>) => {
			const before = performance.now();
			await attempt();
			return performance.now() - before;
		};

		const booking = [];
		for (let n = 0; n < 10; n++) {
			const minutes = 60 + 30 * (n % 4);
			const wish = { resources: [{ id: pool.id, quantity: 2 }], starts, minutes };
			booking.push(await timed(() => book(person, wish)));
		}
		const refusing = [];
		for (let n = 0; n < 5; n++) {
			refusing.push(await timed(() => refuse(person, { resource: pool, starts })));
		}

		expect(Math.min(...refusing)).toBeLessThan(5 * Math.max(...booking));
	});
});

describe('a whole resource that shares a unit with a pool', () => {
	test('moves the pool’s hold to another unit', async () => {
		const centre = await aCentre();
		const pool = await aPool(centre, 2);
		const [shared = ''] = pool.units;
		const desk = await aResource(centre, { kind: 'room' }, [shared]);
		const person = await aPerson();
		const starts = at(day, '10:00');
		const held = await book(person, { resource: pool, starts });
		await sql`update public.allocations set unit_id = ${shared} where booking_id = ${held.id}`;

		const booking = await book(person, { resource: desk, starts });

		expect(await unitsOf(booking)).toEqual([shared]);
		expect(await unitsOf(held)).toEqual([pool.units[1]]);
	});

	test('is refused when the pool has nowhere else to go', async () => {
		const centre = await aCentre();
		const pool = await aPool(centre, 2);
		const desk = await aResource(centre, { kind: 'room' }, pool.units.slice(0, 1));
		const person = await aPerson();
		const starts = at(day, '10:00');
		await book(person, { resources: [{ id: pool.id, quantity: 2 }], starts });

		const refusal = await refuse(person, { resource: desk, starts });

		expect(refusal.error).toBe('booking.slot_taken');
	});

	test('is free when only a hold that ran out is in the pool’s way', async () => {
		const centre = await aCentre();
		const shared = await aUnit(centre);
		const spare = await aUnit(centre);
		const pool = await aResource(centre, { kind: 'equipment', take: 'any', approval: 'review' }, [
			shared,
			spare
		]);
		const desk = await aResource(centre, { kind: 'room' }, [shared]);
		const person = await aPerson();
		const starts = at(day, '10:00');
		const [held, ranOut] = [
			await book(person, { resource: pool, starts }),
			await book(person, { resource: pool, starts })
		];
		await sql`update public.allocations set active = false where booking_id in ${sql([held.id, ranOut.id])}`;
		await sql`update public.allocations set unit_id = ${shared}, active = true where booking_id = ${held.id}`;
		await sql`update public.allocations set unit_id = ${spare}, active = true where booking_id = ${ranOut.id}`;
		await runOut(ranOut);

		const booking = await book(person, { resource: desk, starts });

		expect(await unitsOf(booking)).toEqual([shared]);
		expect(await unitsOf(held)).toEqual([spare]);
		expect(await statusOf(ranOut)).toBe('expired');
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
