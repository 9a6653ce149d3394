import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { anonymous, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, booked, doubleHolds, refuse, refused, request, unitsOf } from '../booking.ts';
import {
	aClosure,
	aDaytimeCentre,
	aPerson,
	aPool,
	aResource,
	aRoom,
	anAnimator,
	type Centre,
	people
} from '../fixtures.ts';
import { handOver, letLapse } from '../loans.ts';
import { at, dayAhead, daysAfter, iso, nextClockChange } from '../times.ts';

const day = dayAhead(5);

function aLoan(centre: Centre, count = 2, columns: Record<string, number | boolean> = {}) {
	return aPool(centre, count, { lent_home: true, max_days: 4, ...columns });
}

/** From eleven on one day to noon some days later. */
function days(count: number, from = day) {
	return { starts: at(from, '11:00'), ends: at(daysAfter(from, count), '12:00') };
}

describe('equipment lent home', () => {
	test('is booked over nights in which the centre is shut', async () => {
		const pool = await aLoan(await aDaytimeCentre());

		const loan = await book(await aPerson(), { resource: pool, ...days(3) });

		expect(loan).toMatchObject({
			status: 'confirmed',
			starts: iso(at(day, '11:00')),
			ends: iso(at(daysAfter(day, 3), '12:00'))
		});
		expect(await unitsOf(loan)).toHaveLength(1);
	});

	test('on the same day counts as one day, and its number of days has two ends', async () => {
		const pool = await aLoan(await aDaytimeCentre(), 3, { min_days: 2 });
		const person = await aPerson();

		const short = await refuse(person, {
			resource: pool,
			starts: at(day, '11:00'),
			ends: at(day, '19:00')
		});
		const long = await refuse(person, { resource: pool, ...days(5) });
		await book(person, { resource: pool, ...days(2) });
		await book(person, { resource: pool, ...days(4) });

		expect(short).toEqual({ error: 'loan.too_short', days: 2 });
		expect(long).toEqual({ error: 'loan.too_long', days: 4 });
	});

	test.each([3, 10] as const)(
		'keeps its hours and days when clocks change in month %s (edge case 21)',
		async (month) => {
			const sunday = nextClockChange(month);
			const pool = await aLoan(await aDaytimeCentre(), 1, { max_days: 2, horizon_days: 730 });
			const saturday = daysAfter(sunday, -1);
			const person = await aPerson();

			const loan = await book(person, { resource: pool, ...days(2, saturday) });

			expect(loan.ends).toBe(iso(at(daysAfter(saturday, 2), '12:00')));
			const hours = (Date.parse(loan.ends) - Date.parse(loan.starts)) / 3_600_000;
			expect(hours).toBe(month === 3 ? 48 : 50);
		}
	);

	test.each([
		['fetched before opening', at(day, '09:30'), at(daysAfter(day, 2), '12:00'), day],
		['fetched at closing', at(day, '20:00'), at(daysAfter(day, 2), '12:00'), day],
		[
			'brought back after closing',
			at(day, '11:00'),
			at(daysAfter(day, 2), '20:30'),
			daysAfter(day, 2)
		]
	])('cannot be %s', async (_, starts, ends, date) => {
		const pool = await aLoan(await aDaytimeCentre());

		const refusal = await refuse(await aPerson(), { resource: pool, starts, ends });

		expect(refusal).toMatchObject({
			error: 'booking.outside_opening_hours',
			resource: pool.id,
			date
		});
	});

	test('may be fetched at opening and brought back at closing', async () => {
		const pool = await aLoan(await aDaytimeCentre());

		const loan = await book(await aPerson(), {
			resource: pool,
			starts: at(day, '10:00'),
			ends: at(daysAfter(day, 1), '20:00')
		});

		expect(loan.status).toBe('confirmed');
	});

	test('can span a day on which the centre is closed, but not end on it', async () => {
		const centre = await aDaytimeCentre();
		const pool = await aLoan(centre);
		const closed = daysAfter(day, 2);
		await aClosure(centre, null, at(closed, '00:00'), at(daysAfter(closed, 1), '00:00'));
		const person = await aPerson();

		const refusal = await refuse(person, { resource: pool, ...days(2) });
		await book(person, { resource: pool, ...days(3) });

		expect(refusal).toMatchObject({ error: 'booking.closed', reason: { pl: 'Remont' } });
	});

	test('keeps to lead time, horizon and step like everything else', async () => {
		const pool = await aLoan(await aDaytimeCentre(), 2, { lead_minutes: 43200, horizon_days: 40 });
		const person = await aPerson();

		const answers = [
			await refuse(person, { resource: pool, ...days(2) }),
			await refuse(person, { resource: pool, ...days(2, dayAhead(41)) }),
			await refuse(person, {
				resource: pool,
				starts: at(dayAhead(35), '11:10'),
				ends: at(dayAhead(36), '11:10')
			})
		];

		expect(answers.map((answer) => answer.error)).toEqual([
			'booking.too_soon',
			'booking.too_far',
			'booking.off_step'
		]);
	});

	test('is not mixed with a room, and longer than a year is no loan', async () => {
		const centre = await aDaytimeCentre();
		const [pool, room] = [await aLoan(centre), await aRoom(centre)];
		const person = await aPerson();
		const resources = [{ id: pool.id }, { id: room.id }];

		const mixed = await refuse(person, { resources, starts: at(day, '11:00') });
		const long = await refuse(person, { resource: pool, ...days(400) });

		expect(mixed).toEqual({ error: 'request.invalid', field: 'resources' });
		expect(long).toEqual({ error: 'request.invalid', field: 'ends' });
	});

	test('several kinds of things go home together, all or nothing', async () => {
		const centre = await aDaytimeCentre();
		const [tents, tables] = [await aLoan(centre, 2), await aLoan(centre, 3)];
		const person = await aPerson();
		const both = [
			{ id: tents.id, quantity: 2 },
			{ id: tables.id, quantity: 2 }
		];
		const loan = await book(person, { resources: both, ...days(2) });

		const refusal = await refuse(person, {
			resources: [{ id: tables.id }, { id: tents.id }],
			...days(2)
		});
		await book(person, { resource: tables, ...days(2) });

		expect(await unitsOf(loan)).toHaveLength(4);
		expect(refusal).toMatchObject({ error: 'booking.not_enough_units', resource: tents.id });
	});
});

describe('a pool of loans', () => {
	test('moves promises between its units when none is free throughout (edge case 24)', async () => {
		const pool = await aLoan(await aDaytimeCentre());
		const person = await aPerson();
		const first = await book(person, { resource: pool, ...days(1) });
		const second = await book(person, { resource: pool, ...days(1, daysAfter(day, 2)) });
		for (const [n, loan] of [first, second].entries()) {
			await sql`
				update public.allocations set unit_id = ${pool.units[n] ?? ''}
				where booking_id = ${loan.id}`;
		}

		await book(person, { resource: pool, ...days(4) });

		expect(await unitsOf(first)).toEqual(await unitsOf(second));
		expect(await doubleHolds()).toBe(0);
	});

	test('shares a thing that is also used on the spot', async () => {
		const centre = await aDaytimeCentre();
		const pool = await aLoan(centre, 1);
		const here = await aResource(centre, { kind: 'equipment', take: 'any' }, pool.units);
		const person = await aPerson();
		await book(person, { resource: pool, ...days(2) });

		const between = { resource: here, starts: at(daysAfter(day, 1), '11:00') };

		expect((await refuse(person, between)).error).toBe('booking.not_enough_units');
	});

	test('has one winner for its last unit among 32 who ask at once (edge case 32)', async () => {
		const pool = await aLoan(await aDaytimeCentre(), 1);
		const crowd = await people(32);

		const outcomes = await Promise.all(
			crowd.map((person, n) =>
				request(person, { resource: pool, ...days(1 + (n % 3), daysAfter(day, n % 2)) })
			)
		);

		const winners = outcomes.filter((outcome) => outcome.error === undefined);
		const reasons = outcomes.flatMap((outcome) => outcome.error?.code ?? []);
		expect(winners).toHaveLength(1);
		expect(new Set(reasons)).toEqual(new Set(['booking.not_enough_units']));
		expect(await doubleHolds()).toBe(0);
	});

	test('books once for a repeated request (edge case 4)', async () => {
		const pool = await aLoan(await aDaytimeCentre(), 1);
		const person = await aPerson();
		const wish = { resource: pool, ...days(2), key: randomUUID() };

		const [one, two] = await Promise.all([book(person, wish), book(person, wish)]);

		expect(one).toEqual(two);
	});
});

describe('what is overdue (edge case 27)', () => {
	async function overdue(count: number) {
		const centre = await aDaytimeCentre();
		const pool = await aLoan(centre, count);
		const staff = await anAnimator(centre);
		const loan = await book(await aPerson(), { resource: pool, ...days(2) });
		const out = booked(await handOver(staff, loan));
		const [unit = ''] = await unitsOf(loan);
		return { centre, pool, staff, loan: { ...loan, version: out.version }, unit };
	}

	test('cannot be had for any time to come until it is really back', async () => {
		const { pool, loan } = await overdue(1);
		const person = await aPerson();
		await letLapse(loan);

		const refusal = await refuse(person, { resource: pool, ...days(2, dayAhead(20)) });

		expect(refusal).toMatchObject({ error: 'booking.not_enough_units', units: 0, free: 0 });
	});

	test('gives those who were promised it another unit before anybody new', async () => {
		const { pool, loan, unit } = await overdue(2);
		const person = await aPerson();
		await letLapse(loan);
		const promised = await book(person, { resource: pool, ...days(2) });
		await sql`update public.allocations set unit_id = ${unit} where booking_id = ${promised.id}`;

		const refusal = await refuse(person, { resource: pool, ...days(1) });
		const later = await book(person, { resource: pool, ...days(1, daysAfter(day, 3)) });

		expect(refusal).toMatchObject({ error: 'booking.not_enough_units', free: 0 });
		expect(await unitsOf(later)).not.toContain(unit);
		expect(await doubleHolds()).toBe(0);
	});

	test('is not offered in the calendar, and the next person is warned', async () => {
		const { pool, loan, unit } = await overdue(1);
		const person = await aPerson();
		const promised = await book(person, { resource: pool, ...days(2, dayAhead(20)) });
		const ask = () => rpc(anonymous, 'loan_calendar', { p_resource: pool.id, p_from: day });
		const warned = async () => {
			const [row] = await sql<{ late: boolean }[]>`
				select private.late_before(${promised.id}) as late`;
			return row?.late;
		};

		expect((await ask()).data).toMatchObject({ units: 1 });
		expect(await warned()).toBe(false);
		await letLapse(loan);
		expect((await ask()).data).toMatchObject({ units: 0, min_days: 1, max_days: 4 });
		expect(await unitsOf(promised)).toEqual([unit]);
		expect(await warned()).toBe(true);
	});
});

describe('the calendar of a loan', () => {
	test('shows anybody when to fetch it and what is taken, and not by whom', async () => {
		const pool = await aLoan(await aDaytimeCentre());
		await book(await aPerson(), { resource: pool, ...days(2), p_purpose: 'Festyn tajny' });

		const { data } = await rpc(anonymous, 'loan_calendar', {
			p_resource: pool.id,
			p_from: day,
			p_days: 3
		});

		expect(data).toMatchObject({
			units: 2,
			days: [
				{ date: day, open: [{ opens: iso(at(day, '10:00')), closes: iso(at(day, '20:00')) }] },
				{ date: daysAfter(day, 1) },
				{ date: daysAfter(day, 2) }
			],
			taken: [{ starts: iso(at(day, '11:00')), ends: iso(at(daysAfter(day, 2), '12:00')) }]
		});
		expect(JSON.stringify(data)).not.toContain('tajny');
	});

	test.each([
		['of nothing', { p_resource: randomUUID(), p_from: day }, 'resource.unknown'],
		['from no day', { p_from: null }, 'request.invalid'],
		['of a thousand days', { p_from: day, p_days: 1000 }, 'request.invalid']
	])('%s is refused', async (_, args, error) => {
		const pool = await aLoan(await aDaytimeCentre(), 1);

		const outcome = await rpc(anonymous, 'loan_calendar', { p_resource: pool.id, ...args });

		expect(refused(outcome).error).toBe(error);
	});
});
