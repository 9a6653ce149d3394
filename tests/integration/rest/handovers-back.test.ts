import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { book, booked, doubleHolds, refused, statusOf, unitsOf } from '../booking.ts';
import { aPerson } from '../fixtures.ts';
import { extendLoan, handoversOf, labelOf, letLapse, takeBack } from '../loans.ts';
import { at, dayAhead, daysAfter, iso } from '../times.ts';
import { aCounter, lend, out, pin } from '../loans.ts';

const day = dayAhead(2);

describe('taking back', () => {
	test('three of five leaves two out; the last ones close the loan (edge case 30)', async () => {
		const { pool, staff, person } = await aCounter(5);
		const loan = await lend(person, pool, 5);
		const given = await out(staff, loan);
		const back = pool.units.slice(0, 3);

		const part = booked(await takeBack(staff, given, { p_units: back }));
		const freed = await lend(await aPerson(), pool, 3);
		const whole = booked(await takeBack(staff, part));

		expect(part.status).toBe('handed_over');
		expect(await unitsOf(freed)).toEqual([...back].sort());
		expect(whole.status).toBe('returned');
		expect((await handoversOf(loan)).every((unit) => unit.back)).toBe(true);
		expect(await doubleHolds()).toBe(0);
	});

	test('early frees the rest of the time, and what others hold stays (edge case 28)', async () => {
		const { pool, staff, person } = await aCounter(1);
		const loan = await lend(person, pool, 1, day, 5);
		const later = await lend(await aPerson(), pool, 1, daysAfter(day, 6));
		booked(await takeBack(staff, await out(staff, loan)));

		const between = await lend(await aPerson(), pool, 1, daysAfter(day, 1), 2);

		expect(await statusOf(loan)).toBe('returned');
		expect(await unitsOf(between)).toEqual(await unitsOf(later));
	});

	test('late ends the wait of those who were refused', async () => {
		const { pool, staff, person } = await aCounter(1);
		const loan = await lend(person, pool);
		const given = await out(staff, loan);
		await letLapse(loan);

		expect(booked(await takeBack(staff, given)).status).toBe('returned');
		await lend(await aPerson(), pool);
	});

	test('damaged takes the unit out of service and lists who was promised it', async () => {
		const { pool, staff, person } = await aCounter(1);
		const given = await out(staff, await lend(person, pool));
		const promised = await lend(await aPerson('Ewa Next'), pool, 1, daysAfter(day, 4));

		const { data } = await takeBack(staff, given, { p_damaged: true, p_note: 'Pęknięty' });

		expect(data).toMatchObject({
			status: 'returned',
			affected: [{ booking: promised.id, name: 'Ewa Next', moved_to: null }]
		});
		const [unit] = await sql`select in_service from public.units where id = ${pool.units[0] ?? ''}`;
		expect(unit).toEqual({ in_service: false });
		expect(await handoversOf(given)).toMatchObject([{ damaged: true }]);
	});

	test('damaged moves those to another unit who can be moved', async () => {
		const { pool, staff, person } = await aCounter(2);
		const given = await out(staff, await lend(person, pool));
		const [broken = ''] = await unitsOf(given);
		const promised = await lend(await aPerson(), pool, 1, daysAfter(day, 4));
		await pin(promised, broken);

		const { data } = await takeBack(staff, given, { p_damaged: true });

		const [place = ''] = await unitsOf(promised);
		expect(place).not.toBe(broken);
		expect(data).toMatchObject({ affected: [{ moved_to: await labelOf(place) }] });
	});

	test('of what is not out is refused', async () => {
		const { pool, staff, person } = await aCounter(2);
		const loan = await lend(person, pool);
		const [meant] = await unitsOf(loan);
		const other = pool.units.find((unit) => unit !== meant);

		expect(refused(await takeBack(staff, loan)).error).toBe('booking.wrong_state');
		const given = await out(staff, loan);
		expect(refused(await takeBack(staff, given, { p_units: [other] })).error).toBe(
			'handover.unit_not_out'
		);
	});
});

describe('keeping it longer', () => {
	const longer = at(daysAfter(day, 4), '12:00');

	test('is granted if nobody waits, as often as it would be lent anew', async () => {
		const { pool, staff, person } = await aCounter(1, { max_days: 6 });
		const given = await out(staff, await lend(person, pool));

		const extended = booked(await extendLoan(person, given, longer));
		const tooLong = await extendLoan(person, extended, at(dayAhead(9), '12:00'));

		expect(extended).toMatchObject({ status: 'handed_over', ends: iso(longer) });
		expect(refused(tooLong)).toEqual({ error: 'loan.too_long', days: 6 });
		const late = { starts: at(daysAfter(day, 3), '11:00'), ends: at(daysAfter(day, 5), '11:00') };
		await expect(book(await aPerson(), { resource: pool, ...late })).rejects.toThrow('not_enough');
	});

	test('into somebody else’s time is refused with that day (edge case 31)', async () => {
		const { pool, staff, person } = await aCounter(1);
		const given = await out(staff, await lend(person, pool));
		const next = await lend(await aPerson(), pool, 1, daysAfter(day, 3));

		const refusal = refused(await extendLoan(person, given, longer));

		expect(refusal).toEqual({ error: 'loan.reserved', from: next.starts });
		expect(await unitsOf(given)).toEqual(await unitsOf(next));
	});

	test('moves somebody else’s promise to another unit, and asks only for what is still out', async () => {
		const { pool, staff, person } = await aCounter(2);
		const given = await out(staff, await lend(person, pool, 2));
		const [kept = '', back = ''] = await unitsOf(given);
		const part = booked(await takeBack(staff, given, { p_units: [back] }));
		const next = await lend(await aPerson(), pool, 1, daysAfter(day, 3));
		await pin(next, kept);

		const extended = booked(await extendLoan(person, part, longer));

		expect(extended.ends).toBe(iso(longer));
		expect(await unitsOf(next)).toEqual([back]);
		expect(await doubleHolds()).toBe(0);
	});

	test('is for staff to decide once it is overdue', async () => {
		const { pool, staff, person } = await aCounter(1);
		const given = await out(staff, await lend(person, pool));
		await letLapse(given);

		expect(refused(await extendLoan(person, given, longer)).error).toBe('loan.overdue');
		expect(booked(await extendLoan(staff, given, longer)).ends).toBe(iso(longer));
	});

	test('to a closed hour, backwards, or to no time is refused', async () => {
		const { pool, person } = await aCounter(1);
		const loan = await lend(person, pool);
		const attempt = async (until: string) => refused(await extendLoan(person, loan, until)).error;

		expect(await attempt(at(daysAfter(day, 3), '22:00'))).toBe('booking.outside_opening_hours');
		expect(await attempt(at(daysAfter(day, 3), '12:05'))).toBe('booking.off_step');
		expect(await attempt(at(day, '12:00'))).toBe('request.invalid');
		expect(await attempt('infinity')).toBe('request.invalid');
	});
});
