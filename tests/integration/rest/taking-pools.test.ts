import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { book, doubleHolds, refuse, runOut, statusOf, unitsOf } from '../booking.ts';
import { aCentre, aPerson, aPool, aResource, aUnit } from '../fixtures.ts';
import { at, dayAhead } from '../times.ts';

const day = dayAhead(5);

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
