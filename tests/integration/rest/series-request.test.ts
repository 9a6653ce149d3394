import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, countBookings, doubleHolds, refused, unitsOf } from '../booking.ts';
import { aCentre, aPerson, aRoom, people } from '../fixtures.ts';
import { bookSeries, made, preview, rebook, requestSeries, shown } from '../series.ts';
import { at, dayAhead, daysAfter, iso } from '../times.ts';

describe('a series', () => {
	test('books every chosen date as a booking of its own and remembers the others', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const rule = { from: dayAhead(3), count: 4 };
		const dates = await preview(person, room, rule);
		const chosen = dates.filter((_, n) => n !== 1);

		const series = made(
			await requestSeries(person, room, rule, chosen, {
				p_skipped: [{ date: dates[1]?.date, reason: 'booking.slot_taken' }]
			})
		);

		expect(series.bookings.map(({ date }) => date)).toEqual(chosen.map(({ date }) => date));
		for (const booking of series.bookings) expect(await unitsOf(booking)).toEqual(room.units);
		expect(await shown(person, series)).toMatchObject({
			purpose: 'Próba chóru',
			dates: chosen.map(({ date, starts }) => ({ date, starts, status: 'confirmed' })),
			skipped: [{ date: dates[1]?.date, reason: 'booking.slot_taken', is_free: true }]
		});
	});

	test('2. takes nothing when one date is taken, and says which', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const person = await aPerson();
		const rule = { from: dayAhead(3), count: 3 };
		const dates = await preview(person, room, rule);
		const rival = await book(await aPerson(), { resource: room, starts: dates[1]?.starts ?? '' });

		const answer = await requestSeries(person, room, rule, dates);

		expect(refused(answer)).toEqual({
			error: 'series.date_refused',
			date: dates[1]?.date,
			refusal: {
				error: 'booking.slot_taken',
				resource: room.id,
				starts: rival.starts,
				ends: rival.ends,
				free_from: rival.ends
			}
		});
		expect(await countBookings(centre)).toBe(1);
		const [row] = await sql`
			select count(*)::int from public.booking_series where centre_id = ${centre.id}`;
		expect(row).toEqual({ count: 0 });
	});

	test('moves a date to another time and another room, and keeps what it stands for', async () => {
		const centre = await aCentre();
		const [room, other] = [await aRoom(centre), await aRoom(centre)];
		const person = await aPerson();
		const rule = { from: dayAhead(3), count: 2 };
		const [first, second] = await preview(person, room, rule);
		if (first === undefined || second === undefined) throw new Error('no dates');
		const moved = daysAfter(second.date, 1);

		const series = made(
			await requestSeries(person, room, rule, [
				first,
				{
					date: second.date,
					starts: at(moved, '14:00'),
					ends: at(moved, '15:00'),
					resources: [{ id: other.id }]
				}
			])
		);

		expect(series.bookings[1]).toMatchObject({
			date: second.date,
			starts: iso(at(moved, '14:00'))
		});
		expect(await unitsOf(series.bookings[1] ?? { id: '' })).toEqual(other.units);
	});

	test.each([
		['a date that is not of the rule', [{ date: dayAhead(4) }]],
		['a date twice', [{ date: dayAhead(3) }, { date: dayAhead(3) }]],
		['no dates', []],
		['a date without a time', [{ date: dayAhead(3), starts: null }]]
	])('with %s is refused', async (_, dates) => {
		const room = await aRoom(await aCentre());
		const period = { starts: at(dayAhead(3), '10:00'), ends: at(dayAhead(3), '11:00') };
		const chosen = dates.map((date) => ({ ...period, ...date }));

		const answer = await rpc(await aPerson(), 'request_series', {
			p_key: randomUUID(),
			p_resources: [{ id: room.id }],
			p_rule: { freq: 'weekly', from: dayAhead(3), count: 3, starts: '10:00', ends: '11:00' },
			p_occurrences: chosen,
			p_purpose: 'Próba',
			p_attendees: 2,
			p_rules_version: 1
		});

		expect(refused(answer)).toEqual({ error: 'request.invalid', field: 'occurrences' });
	});

	test('under rules that were not accepted is refused as a whole', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const rule = { from: dayAhead(3), count: 2 };
		const dates = await preview(person, room, rule);

		const refusals = [
			await requestSeries(person, room, rule, dates, { p_rules_version: 7 }),
			await requestSeries(person, room, rule, dates, { p_purpose: '' }),
			await requestSeries(person, room, rule, dates, { p_override_reason: 'Bo tak' }),
			await requestSeries(person, room, rule, dates, { p_skipped: 'none' })
		].map((answer) => refused(answer).error);

		expect(refusals).toEqual([
			'booking.rules_not_accepted',
			'request.invalid',
			'auth.forbidden',
			'request.invalid'
		]);
	});

	test('that needs approval waits date by date', async () => {
		const room = await aRoom(await aCentre(), { approval: 'review' });

		const series = await bookSeries(await aPerson(), room, { from: dayAhead(3), count: 2 });

		expect(series.bookings.map(({ status }) => status)).toEqual(['pending', 'pending']);
	});

	test('repeated with its key is booked once', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const person = await aPerson();
		const rule = { from: dayAhead(3), count: 3 };
		const dates = await preview(person, room, rule);
		const p_key = randomUUID();
		const again = () => requestSeries(person, room, rule, dates, { p_key });

		const answers = await Promise.all([again(), again(), again()]);

		expect(new Set(answers.map((answer) => made(answer).id)).size).toBe(1);
		expect(await countBookings(centre)).toBe(3);
		expect(refused(await requestSeries(person, room, rule, dates.slice(1), { p_key })).error).toBe(
			'request.key_reused'
		);
	});

	test('leaves an audit row for the series and one for each date', async () => {
		const centre = await aCentre();
		const series = await bookSeries(await aPerson(), await aRoom(centre), {
			from: dayAhead(3),
			count: 2
		});

		const rows = await sql<{ entity: string; series: string | null }[]>`
			select entity, after ->> 'series_id' as series from public.audit_log
			where centre_id = ${centre.id} and entity in ('bookings', 'booking_series') order by entity`;

		expect([...rows]).toEqual([
			{ entity: 'booking_series', series: null },
			{ entity: 'bookings', series: series.id },
			{ entity: 'bookings', series: series.id }
		]);
	});

	test('does not claim the bookings that come after it', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		await bookSeries(person, room, { from: dayAhead(3), count: 1 });

		const single = await book(person, { resource: room, starts: at(dayAhead(5), '10:00') });

		const [row] = await sql`select series_id from public.bookings where id = ${single.id}`;
		expect(row).toEqual({ series_id: null });
	});
});

describe('races', () => {
	test('3. of series that cross have whole winners and losers who are told the date', async () => {
		const centre = await aCentre();
		const rooms = [await aRoom(centre), await aRoom(centre)];
		const crowd = await people(32);
		const from = dayAhead(3);

		const answers = await Promise.all(
			crowd.map(async (person, n) => {
				const room = rooms[n % 2];
				if (room === undefined) throw new Error('no room');
				const rule = { freq: 'daily', every: (n % 3) + 1, from: daysAfter(from, n % 5), count: 6 };
				const dates = Array.from({ length: 6 }, (_, k) => {
					const date = daysAfter(rule.from, k * rule.every);
					return { date, starts: at(date, '10:00'), ends: at(date, '11:00') };
				});
				return requestSeries(person, room, rule, n % 4 < 2 ? dates : dates.toReversed());
			})
		);

		const winners = answers.filter(({ error }) => error === undefined).map(made);
		const losers = answers.filter(({ error }) => error !== undefined).map(refused);
		expect(winners.length).toBeGreaterThanOrEqual(2);
		expect(winners.length + losers.length).toBe(32);
		expect(new Set(losers.map(({ error }) => error))).toEqual(new Set(['series.date_refused']));
		expect(losers.every(({ date }) => typeof date === 'string')).toBe(true);
		expect(await countBookings(centre)).toBe(winners.length * 6);
		expect(await doubleHolds()).toBe(0);
	});

	test('for a skipped date have one winner', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const rule = { from: dayAhead(3), count: 2 };
		const dates = await preview(person, room, rule);
		const series = made(await requestSeries(person, room, rule, dates.slice(1)));

		const answers = await Promise.all(
			Array.from({ length: 8 }, () => rebook(person, series, dates[0]?.date))
		);

		const losers = answers.filter(({ error }) => error !== undefined).map(refused);
		expect(losers).toHaveLength(7);
		expect(new Set(losers.map(({ error }) => error))).toEqual(new Set(['series.not_skipped']));
	});
});
