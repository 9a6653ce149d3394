import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { anonymous, clientOf } from '../api.ts';
import { sql } from '../backend.ts';
import { book, booked, cancel, doubleHolds, refused, unitsOf } from '../booking.ts';
import {
	aDaytimeCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	aRoom,
	type Person
} from '../fixtures.ts';
import { extendLoan, handOver, handoversOf, labelOf, takeBack } from '../loans.ts';
import { at, dayAhead, daysAfter } from '../times.ts';
import { aCounter, lend, out, pin } from '../loans.ts';

const day = dayAhead(2);

describe('giving out', () => {
	test('notes what went out and that a document was shown, and the loan is handed over', async () => {
		const { pool, staff, person } = await aCounter(2, { document_needed: true });
		const loan = await lend(person, pool, 2);

		const silent = refused(await handOver(staff, loan));
		const given = await out(staff, loan, { p_document_shown: true, p_note: 'Rysa z boku' });

		expect(silent).toEqual({ error: 'request.invalid', field: 'document_shown' });
		expect(given).toMatchObject({ status: 'handed_over', version: 2 });
		expect(await handoversOf(loan)).toEqual(
			[...(await unitsOf(loan))].map((unit_id) => ({
				unit_id,
				back: false,
				document_shown: true,
				damaged: false
			}))
		);
	});

	test('another unit of the pool, by the label on it, frees the one that was meant', async () => {
		const { pool, staff, person } = await aCounter(2);
		const loan = await lend(person, pool);
		const [meant = ''] = await unitsOf(loan);
		const other = pool.units.find((unit) => unit !== meant) ?? '';

		await out(staff, loan, { p_units: [await labelOf(other)] });

		expect(await unitsOf(loan)).toEqual([other]);
		expect(await unitsOf(await lend(await aPerson(), pool))).toEqual([meant]);
	});

	test('a unit that somebody else has reserved needs a decision (edge case 29)', async () => {
		const { pool, staff, person } = await aCounter(2);
		const [one = '', two = ''] = pool.units;
		const [loan, others] = [await lend(person, pool), await lend(await aPerson('Ewa Next'), pool)];
		if ((await unitsOf(loan))[0] !== one) {
			await sql`update public.allocations set active = false where booking_id = ${others.id}`;
			await pin(loan, one);
			await pin(others, two);
			await sql`update public.allocations set active = true where booking_id = ${others.id}`;
		}

		const refusal = refused(await handOver(staff, loan, { p_units: [two] }));
		const given = await out(staff, loan, { p_units: [two], p_swap: true });

		expect(refusal).toEqual({
			error: 'handover.unit_reserved',
			unit: await labelOf(two),
			starts: others.starts,
			ends: others.ends,
			name: 'Ewa Next',
			can_swap: true
		});
		expect(given.status).toBe('handed_over');
		expect([await unitsOf(loan), await unitsOf(others)]).toEqual([[two], [one]]);
		expect(await doubleHolds()).toBe(0);
	});

	test('is not taken from somebody who would have nothing', async () => {
		const { pool, staff, person } = await aCounter(2);
		const [one = '', two = ''] = pool.units;
		const loan = await lend(person, pool);
		await pin(loan, one);
		const others = await lend(await aPerson(), pool, 1, daysAfter(day, 1), 3);
		const later = await lend(await aPerson(), pool, 1, daysAfter(day, 3), 3);
		await sql`update public.bookings set status = 'handed_over' where id = ${later.id}`;
		expect(await unitsOf(others)).toEqual([two]);
		expect(await unitsOf(later)).toEqual([one]);

		const refusal = refused(await handOver(staff, loan, { p_units: [two], p_swap: true }));

		expect(refusal).toMatchObject({ error: 'handover.unit_reserved', can_swap: false });
		expect(await unitsOf(loan)).toEqual([one]);
	});

	test('of what is out, broken, not of this loan or more than booked is refused', async () => {
		const { centre, pool, staff, person } = await aCounter(4);
		const [first, second] = [await lend(person, pool), await lend(person, pool)];
		await out(staff, first);
		const [gone = ''] = await unitsOf(first);
		const broken = pool.units.find((unit) => unit !== gone) ?? '';
		await sql`update public.units set in_service = false where id = ${broken}`;
		const foreign = (await aPool(centre, 1)).units;
		const whole = pool.units.filter((unit) => unit !== gone && unit !== broken);
		const attempt = async (p_units: unknown) =>
			refused(await handOver(staff, second, { p_units })).error;

		expect(await attempt([gone])).toBe('handover.unit_out');
		expect(await attempt([broken])).toBe('handover.unit_out_of_service');
		expect(await attempt(foreign)).toBe('handover.unknown_unit');
		expect(await attempt(whole)).toBe('handover.too_many_units');
		expect(await attempt([whole[0], whole[0]])).toBe('request.invalid');
		expect(await attempt([])).toBe('request.invalid');
		expect(await attempt('all')).toBe('request.invalid');
		expect(await attempt([7])).toBe('request.invalid');
		expect(await handoversOf(second)).toEqual([]);
	});

	test('of a room, a cancelled loan, or with yesterday’s version is refused', async () => {
		const { centre, pool, staff, person } = await aCounter(3);
		const room = await book(person, { resource: await aRoom(centre), starts: at(day, '11:00') });
		const cancelled = booked(await cancel(person, await lend(person, pool)));
		const loan = await lend(person, pool);

		expect(refused(await handOver(staff, room))).toEqual({
			error: 'request.invalid',
			field: 'booking'
		});
		expect(refused(await handOver(staff, cancelled)).error).toBe('booking.wrong_state');
		expect(refused(await handOver(staff, { ...loan, version: 7 })).error).toBe(
			'booking.changed_meanwhile'
		);
		expect(refused(await handOver(staff, loan, { p_note: 'x'.repeat(501) })).error).toBe(
			'request.invalid'
		);
	});

	test('and taking back once for a repeated request', async () => {
		const { pool, staff, person } = await aCounter(1);
		const loan = await lend(person, pool);
		const key = { key: randomUUID() };

		const twice = await Promise.all([handOver(staff, loan, key), handOver(staff, loan, key)]);

		expect(booked(twice[0])).toEqual(booked(twice[1]));
		expect(await handoversOf(loan)).toHaveLength(1);
	});

	test('by two people at once happens once, and the other is told', async () => {
		const { centre, pool, staff, person } = await aCounter(1);
		const loan = await lend(person, pool);

		const both = await Promise.all([
			handOver(staff, loan),
			handOver(await anAnimator(centre), loan)
		]);

		const codes = both.flatMap((outcome) => outcome.error?.code ?? []);
		expect(codes).toEqual(['booking.changed_meanwhile']);
		expect(await handoversOf(loan)).toHaveLength(1);
	});
});

describe('who may', () => {
	test('give out and take back is staff of that centre, and nobody else', async () => {
		const { pool, staff, person } = await aCounter(1);
		const loan = await lend(person, pool);
		const foreign = await anAnimator(await aDaytimeCentre());

		expect(refused(await handOver(anonymous, loan)).error).toMatch(/^auth\./);
		expect(refused(await handOver(person, loan)).error).toBe('auth.forbidden');
		expect(refused(await handOver(foreign, loan)).error).toBe('booking.not_found');
		expect(refused(await handOver(await aPerson(), loan)).error).toBe('booking.not_found');
		const given = await out(staff, loan);
		expect(refused(await takeBack(person, given)).error).toBe('auth.forbidden');
		expect(refused(await takeBack(foreign, given)).error).toBe('booking.not_found');
		expect(refused(await extendLoan(foreign, given, at(dayAhead(9), '12:00'))).error).toBe(
			'booking.not_found'
		);
	});

	test('read of hand-overs is who may read the booking', async () => {
		const { pool, staff, person } = await aCounter(1);
		const organisation = await anOrganisation();
		const editor = await aMember(organisation, 'editor');
		const loan = await book(editor, {
			resource: pool,
			starts: at(day, '11:00'),
			ends: at(daysAfter(day, 1), '11:00'),
			p_organisation: organisation.id
		});
		await out(staff, loan);
		const read = async (caller: Person) => {
			const client = clientOf(caller);
			const rows = await client.from('handovers').select('unit_id').eq('booking_id', loan.id);
			const loans = await client.from('loans').select('overdue, units').eq('booking_id', loan.id);
			return [rows.data?.length, loans.data?.length];
		};

		expect(await read(staff)).toEqual([1, 1]);
		expect(await read(editor)).toEqual([1, 1]);
		expect(await read(await aMember(organisation, 'owner'))).toEqual([1, 1]);
		expect(await read(person)).toEqual([0, 0]);
		expect(await read(await anAnimator(await aDaytimeCentre()))).toEqual([0, 0]);
	});

	test('write a hand-over directly is nobody', async () => {
		const { centre, pool, staff, person } = await aCounter(1);
		const loan = await lend(person, pool);
		const row = {
			centre_id: centre.id,
			booking_id: loan.id,
			resource_id: pool.id,
			unit_id: pool.units[0],
			due_at: at(dayAhead(9), '12:00')
		};

		const { error } = await clientOf(staff).from('handovers').insert(row);

		expect(error?.code).toBe('42501');
	});
});

test('a hand-over is kept in the log of its centre (invariant 10)', async () => {
	const { centre, pool, staff, person } = await aCounter(1);
	await out(staff, await lend(person, pool));

	const rows = await sql`
		select action from public.audit_log where entity = 'handovers' and centre_id = ${centre.id}`;

	expect(rows).toHaveLength(1);
});
