import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import {
	book,
	booked,
	countBookings,
	doubleHolds,
	refused,
	reschedule,
	unitsOf
} from '../booking.ts';
import { aCentre, aClosure, anAnimator, aPerson, aPool, aRoom } from '../fixtures.ts';
import { aSeries, bookSeries, change, passed, previewChange, shown, tryChange } from '../series.ts';
import { at, daysAfter, iso, nextClockChange } from '../times.ts';

const later = { p_starts: '17:00', p_ends: '18:30' };

describe('changing all dates of a series', () => {
	test('moves every coming date, keeps the bookings, and the rule says it', async () => {
		const { room, person, series, days } = await aSeries();

		const answer = await change(person, series, later);

		expect(answer).toMatchObject({
			id: series.id,
			version: 2,
			is_split: false,
			moved: 4,
			waiting: 0
		});
		expect(await shown(person, series)).toMatchObject({
			rule: { starts: '17:00', ends: '18:30', count: 4 },
			dates: days.map((date, n) => ({
				date,
				booking: series.bookings[n]?.id,
				starts: iso(at(date, '17:00')),
				ends: iso(at(date, '18:30')),
				status: 'confirmed',
				is_moved: false
			}))
		});
		for (const booking of series.bookings) expect(await unitsOf(booking)).toEqual(room.units);
		await book(await aPerson(), { resource: room, starts: at(days[0] ?? '', '10:00') });
	});

	test('moves it to another room and takes what else is wanted along', async () => {
		const { centre, person, series } = await aSeries();
		const [other, pool] = [await aRoom(centre), await aPool(centre, 2)];

		await change(person, series, {
			p_resources: [{ id: other.id }, { id: pool.id, quantity: 2 }]
		});

		for (const booking of series.bookings) {
			expect(await unitsOf(booking)).toEqual([...other.units, ...pool.units].toSorted());
		}
	});

	test('changes words alone, without asking the rules of today again', async () => {
		const { room, person, series } = await aSeries({ approval: 'review' });
		await sql`
			update public.bookings set status = 'confirmed', hold_until = null
			where series_id = ${series.id}`;
		await sql`update public.resources set lead_minutes = 40000 where id = ${room.id}`;

		const answer = await change(person, series, {
			p_purpose: ' Chór, próby ',
			p_note: 'Klucz u Ewy'
		});

		expect(answer).toMatchObject({ moved: 0, stayed: 4 });
		const rows = await sql<{ purpose: string; note: string; status: string }[]>`
			select distinct purpose, note, status from public.bookings where series_id = ${series.id}`;
		expect([...rows]).toEqual([
			{ purpose: 'Chór, próby', note: 'Klucz u Ewy', status: 'confirmed' }
		]);
		await change(person, series, { p_note: '' });
		expect(await shown(person, series)).toMatchObject({ purpose: 'Chór, próby', note: null });
	});

	test('shows a new title to everybody only where staff or a known organisation vouch for it', async () => {
		const { centre, person, series } = await aSeries();
		const published = async () => {
			const rows = await sql<{ title_public: boolean }[]>`
				select distinct title_public from public.bookings where series_id = ${series.id}`;
			return rows.map(({ title_public }) => title_public);
		};
		await sql`
			update public.bookings set title_public = true, public_title = 'Próby'
			where series_id = ${series.id}`;

		await change(person, series, { p_public_title: 'Próby' });
		expect(await published()).toEqual([true]);
		await change(person, series, { p_public_title: 'Tania pizza' });
		expect(await published()).toEqual([false]);
		await change(await anAnimator(centre), series, { p_public_title: 'Próby chóru' });
		expect(await published()).toEqual([true]);
	});

	test('is never in its own way: one date takes the place that another leaves', async () => {
		const { person, series, days } = await aSeries({}, { freq: 'daily', count: 3 });
		const [first] = series.bookings;
		booked(await reschedule(person, first ?? { id: '', version: 0 }, at(days[1] ?? '', '11:00')));

		const answer = await change(person, series, {
			p_starts: '10:00',
			p_ends: '12:00',
			p_moved: 'reset'
		});

		expect(answer.moved).toBe(3);
		expect(await doubleHolds()).toBe(0);
	});

	test('21. keeps the hour on the wall over a change of clocks', async () => {
		const sunday = nextClockChange(3);
		const room = await aRoom(await aCentre(), { horizon_days: 730 });
		const person = await aPerson();
		const from = daysAfter(sunday, -7);
		const series = await bookSeries(person, room, { from, count: 3 });

		await change(person, series, later);

		expect((await shown(person, series)).dates.map(({ starts }) => starts)).toEqual(
			[0, 7, 14].map((days) => iso(at(daysAfter(from, days), '17:00')))
		);
	});

	test('waits for approval again where the new place is reviewed, and says how many do', async () => {
		const { centre, person, series } = await aSeries();
		const reviewed = await aRoom(centre, { approval: 'review' });
		const changes = { p_resources: [{ id: reviewed.id }] };

		const { dates } = await previewChange(person, series, changes);
		const answer = await change(person, series, changes);

		expect(dates.map(({ waits }) => waits)).toEqual([true, true, true, true]);
		expect(answer.waiting).toBe(4);
		expect((await shown(person, series)).dates[0]?.status).toBe('pending');
	});

	test('never changes what has begun', async () => {
		const { person, series } = await aSeries();
		await passed(series.bookings[0]);
		const [before] = (await shown(person, series)).dates;

		const answer = await change(person, series, { ...later, p_purpose: 'Inny cel' });

		expect(answer.moved).toBe(3);
		expect((await shown(person, series)).dates[0]).toMatchObject({
			starts: before?.starts,
			version: before?.version
		});
		const [row] = await sql`
			select purpose from public.bookings where id = ${series.bookings[0]?.id ?? ''}`;
		expect(row).toEqual({ purpose: 'Próba chóru' });
	});
});

describe('the preview of a change', () => {
	test('says of every date what would become of it, with the nearest alternative, and writes nothing', async () => {
		const { centre, room, person, series, days } = await aSeries({ max_minutes: 120 });
		const [, taken = '', closed = ''] = days;
		const other = await book(await aPerson(), { resource: room, starts: at(taken, '17:00') });
		await aClosure(centre, null, at(closed, '16:00'), at(closed, '24:00'));
		const before = await shown(person, series);

		const { dates } = await previewChange(person, series, later);

		expect(dates.map(({ state }) => state)).toEqual(['free', 'taken', 'closed', 'free']);
		expect(dates[1]?.refusal).toMatchObject({
			error: 'booking.slot_taken',
			free_from: other.ends
		});
		expect(dates[1]?.alternative).toEqual({
			resource: room.id,
			starts: iso(at(taken, '18:00')),
			ends: iso(at(taken, '19:30'))
		});
		expect(dates[2]?.refusal?.error).toBe('booking.closed');
		expect(await shown(person, series)).toEqual(before);
		expect(await doubleHolds()).toBe(0);
		const [row] = await sql<{ count: number }[]>`
			select count(*)::int from public.allocations as a
			join public.bookings as b on b.id = a.booking_id
			where b.series_id = ${series.id} and a.active`;
		expect(row?.count).toBe(4);
	});

	test('promises exactly what the change then does, date by date', async () => {
		const { room, person, series, days } = await aSeries({ weekly_minutes_per_person: 90 });
		await book(await aPerson(), { resource: room, starts: at(days[1] ?? '', '18:00') });
		await book(person, { resource: room, starts: at(days[2] ?? '', '12:00'), minutes: 30 });

		const { dates } = await previewChange(person, series, later);
		const answer = await tryChange(person, series, later);
		const choices = dates.flatMap(({ date, state }) =>
			state === 'free' ? [] : [{ date, action: 'leave' }]
		);
		const done = await change(person, series, { ...later, p_choices: choices });

		expect(dates.map(({ state }) => state)).toEqual(['free', 'taken', 'rule', 'free']);
		expect(dates[2]?.refusal?.error).toBe('booking.over_quota');
		expect(refused(answer)).toEqual({
			error: 'series.date_refused',
			date: dates[1]?.date,
			refusal: dates[1]?.refusal
		});
		expect(done).toMatchObject({ moved: 2, stayed: 2 });
	});

	test('says what stays as it is', async () => {
		const { person, series } = await aSeries();

		const { dates } = await previewChange(person, series, { p_starts: '10:00' });

		expect(dates.map(({ state }) => state)).toEqual(['same', 'same', 'same', 'same']);
	});
});

describe('a date that cannot follow', () => {
	test('leaves everything as it was when nobody decided about it', async () => {
		const { centre, room, person, series, days } = await aSeries();
		await book(await aPerson(), { resource: room, starts: at(days[3] ?? '', '17:00') });
		const before = await shown(person, series);

		const answer = await tryChange(person, series, { ...later, p_purpose: 'Inny cel' });

		expect(refused(answer)).toMatchObject({ error: 'series.date_refused', date: days[3] });
		expect(await shown(person, series)).toEqual(before);
		expect(await countBookings(centre)).toBe(5);
	});

	test('stays where it was, is left out, or takes the alternative, as the person says', async () => {
		const { room, person, series, days } = await aSeries();
		const [, stays = '', out = '', elsewhere = ''] = days;
		for (const day of [stays, out, elsewhere]) {
			await book(await aPerson(), { resource: room, starts: at(day, '17:00') });
		}

		const answer = await change(person, series, {
			...later,
			p_choices: [
				{ date: stays, action: 'leave' },
				{ date: out, action: 'skip', reason: 'booking.slot_taken' },
				{
					date: elsewhere,
					action: 'move',
					starts: at(elsewhere, '18:00'),
					ends: at(elsewhere, '19:30')
				}
			]
		});

		expect(answer).toMatchObject({ moved: 2, stayed: 1, skipped: 1 });
		expect(await shown(person, series)).toMatchObject({
			dates: [
				{ starts: iso(at(days[0] ?? '', '17:00')), is_moved: false },
				{ starts: iso(at(stays, '10:00')), is_moved: true },
				{ status: 'cancelled' },
				{ starts: iso(at(elsewhere, '18:00')), is_moved: true }
			],
			skipped: [
				{ date: out, starts: iso(at(out, '17:00')), reason: 'booking.slot_taken', is_free: false }
			]
		});
	});

	test('too near to be moved can only stay', async () => {
		const { person, series, days } = await aSeries({ cancel_until_minutes: 5 * 24 * 60 });
		const [near = ''] = days;

		const { dates } = await previewChange(person, series, later);
		const skipped = await tryChange(person, series, {
			...later,
			p_choices: [{ date: near, action: 'skip' }]
		});
		const stayed = await change(person, series, {
			...later,
			p_choices: [{ date: near, action: 'leave' }]
		});

		expect(dates[0]?.refusal?.error).toBe('booking.too_late_to_cancel');
		expect(refused(skipped)).toMatchObject({
			error: 'series.date_refused',
			refusal: { error: 'booking.too_late_to_cancel' }
		});
		expect(stayed).toMatchObject({ moved: 3, stayed: 1 });
	});
});

test('4. a change repeated with its key happens once', async () => {
	const { person, series } = await aSeries();
	const args = { ...later, p_key: randomUUID(), p_version: 1 };

	const first = await change(person, series, args);
	const second = await change(person, series, args);

	expect(second).toEqual(first);
	expect((await shown(person, series)).version).toBe(2);
});
