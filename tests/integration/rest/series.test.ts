import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { anonymous, clientOf, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import {
	book,
	booked,
	cancel,
	countBookings,
	doubleHolds,
	refused,
	statusOf,
	unitsOf
} from '../booking.ts';
import {
	aCentre,
	aClosure,
	aDaytimeCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	aRoom,
	people
} from '../fixtures.ts';
import {
	bookSeries,
	cancelSeries,
	made,
	preview,
	rebook,
	requestSeries,
	restoreSeries,
	shown,
	tryCancelSeries,
	tryPreview
} from '../series.ts';
import { at, dayAhead, daysAfter, iso, nextClockChange, weekdayAhead } from '../times.ts';

const farAhead = { horizon_days: 730 };

async function daysOf(rule: Record<string, string | number | number[]>): Promise<string[]> {
	const whole = sql.json({ starts: '10:00', ends: '11:00', ...rule });
	const rows = await sql<{ day: string }[]>`
		select day::text from private.series_days(private.read_series_rule(${whole})) as day`;
	return rows.map(({ day }) => day);
}

describe('the dates of a rule', () => {
	test('come every so many weeks, on every chosen weekday, from the first day on', async () => {
		const days = await daysOf({
			freq: 'weekly',
			every: 2,
			weekdays: [4, 1],
			from: '2031-01-02',
			count: 4
		});

		expect(days).toEqual(['2031-01-02', '2031-01-13', '2031-01-16', '2031-01-27']);
	});

	test('come on the weekday of the first day where none is named, up to the last day', async () => {
		const days = await daysOf({ freq: 'weekly', from: '2031-01-01', until: '2031-01-15' });

		expect(days).toEqual(['2031-01-01', '2031-01-08', '2031-01-15']);
	});

	test('come every so many days', async () => {
		const days = await daysOf({ freq: 'daily', every: 3, from: '2031-02-27', count: 3 });

		expect(days).toEqual(['2031-02-27', '2031-03-02', '2031-03-05']);
	});

	test('leave out the months that have no 31st', async () => {
		const days = await daysOf({ freq: 'monthly', from: '2031-01-31', count: 4 });

		expect(days).toEqual(['2031-01-31', '2031-03-31', '2031-05-31', '2031-07-31']);
	});

	test('come on the second Tuesday of the month, whatever its date', async () => {
		const rule = { freq: 'monthly', monthly: 'position', from: '2031-01-14', count: 4 };

		expect(await daysOf(rule)).toEqual(['2031-01-14', '2031-02-11', '2031-03-11', '2031-04-08']);
	});

	test('come on a fifth Friday only where there is one, on the last one in every month', async () => {
		const rule = { freq: 'monthly', from: '2031-01-31', count: 3 };

		expect(await daysOf({ ...rule, monthly: 'position' })).toEqual([
			'2031-01-31',
			'2031-05-30',
			'2031-08-29'
		]);
		expect(await daysOf({ ...rule, monthly: 'last' })).toEqual([
			'2031-01-31',
			'2031-02-28',
			'2031-03-28'
		]);
	});

	test('come on a 29 February once in four years', async () => {
		const rule = { freq: 'monthly', every: 12, from: '2028-02-29', count: 3 };

		expect(await daysOf(rule)).toEqual(['2028-02-29', '2032-02-29', '2036-02-29']);
	});
});

describe('a rule', () => {
	test.each([
		['without an end', { freq: 'daily' }],
		['with ten thousand dates', { freq: 'daily', count: 10_000 }],
		['with 105 dates', { freq: 'weekly', count: 105 }],
		['until a day too far', { freq: 'daily', until: dayAhead(200) }]
	])('%s is refused with the cap named', async (_, rule) => {
		const room = await aRoom(await aCentre());

		const answer = await tryPreview(await aPerson(), room, { from: dayAhead(3), ...rule });

		expect(refused(answer)).toEqual({ error: 'series.too_many', cap: 104 });
	});

	test.each([
		[{ freq: 'hourly' }],
		[{ every: 0 }],
		[{ weekdays: [8] }],
		[{ weekdays: ['Monday'] }],
		[{ starts: '11:00', ends: '10:00' }],
		[{ starts: '25:00' }],
		[{ monthly: 'sometimes' }],
		[{ count: 2, until: dayAhead(30) }],
		[{ count: -1 }],
		[{ from: 'tomorrow' }]
	])('that makes no sense is refused: %j', async (rule) => {
		const room = await aRoom(await aCentre());

		const answer = await tryPreview(await aPerson(), room, {
			from: dayAhead(3),
			...('until' in rule ? {} : { count: 2 }),
			...rule
		});

		expect(refused(answer)).toEqual({ error: 'request.invalid', field: 'rule' });
	});

	test('that ends before it begins is refused', async () => {
		const room = await aRoom(await aCentre());

		const answer = await tryPreview(await aPerson(), room, {
			from: dayAhead(9),
			until: dayAhead(3)
		});

		expect(refused(answer)).toEqual({ error: 'request.invalid', field: 'until' });
	});
});

describe('clock changes', () => {
	test.each([3, 10] as const)('a weekly ten o’clock stays at ten over month %i', async (month) => {
		const change = nextClockChange(month);
		const room = await aRoom(await aCentre(), farAhead);
		const from = daysAfter(change, -7);

		const dates = await preview(await aPerson(), room, { from, count: 3 });

		expect(dates.map(({ starts }) => starts)).toEqual(
			[0, 7, 14].map((days) => iso(at(daysAfter(from, days), '10:00')))
		);
		expect(dates.every(({ state }) => state === 'free')).toBe(true);
	});

	test('a time that does not exist, or exists twice, is the one that Postgres makes of it', async () => {
		const room = await aRoom(await aCentre(), farAhead);
		const person = await aPerson();
		const rule = { freq: 'daily', starts: '02:30', ends: '04:00', count: 1 };
		const [spring, autumn] = [nextClockChange(3), nextClockChange(10)];

		const [missing] = await preview(person, room, { ...rule, from: spring });
		const [doubled] = await preview(person, room, { ...rule, from: autumn });

		expect(missing).toMatchObject({
			starts: iso(at(spring, '03:30')),
			ends: iso(at(spring, '04:00'))
		});
		expect(doubled).toMatchObject({ starts: `${autumn}T01:30:00Z`, ends: `${autumn}T03:00:00Z` });
	});

	test('a period that the change swallows is against a rule, and breaks nothing', async () => {
		const room = await aRoom(await aCentre(), farAhead);
		const rule = { freq: 'daily', starts: '02:30', ends: '03:30', from: nextClockChange(3) };

		const dates = await preview(await aPerson(), room, { ...rule, count: 2 });

		expect(dates.map(({ state }) => state)).toEqual(['rule', 'free']);
		expect(dates[0]?.refusal?.error).toBe('booking.too_short');
	});
});

describe('the preview', () => {
	test('says of every date whether it is free, taken until when, closed why, against a rule', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre, { horizon_days: 24 });
		const from = dayAhead(3);
		const [taken, closed] = [daysAfter(from, 7), daysAfter(from, 14)];
		const other = await book(await aPerson(), { resource: room, starts: at(taken, '10:30') });
		await aClosure(centre, null, at(closed, '00:00'), at(closed, '24:00'));

		const dates = await preview(await aPerson(), room, { from, count: 5 });

		expect(dates.map(({ state }) => state)).toEqual(['free', 'taken', 'closed', 'free', 'rule']);
		expect(dates[1]?.refusal).toEqual({
			error: 'booking.slot_taken',
			resource: room.id,
			starts: other.starts,
			ends: other.ends,
			free_from: other.ends
		});
		expect(dates[2]?.refusal).toMatchObject({ error: 'booking.closed', reason: { pl: 'Remont' } });
		expect(dates[2]?.alternative).toBeNull();
		expect(dates[4]?.refusal).toEqual({ error: 'booking.too_far', last_day: dayAhead(24) });
	});

	test('proposes the nearest other time of a taken day, and a date outside opening hours', async () => {
		const room = await aRoom(await aDaytimeCentre());
		const day = dayAhead(4);
		await book(await aPerson(), { resource: room, starts: at(day, '10:30') });
		const rule = { freq: 'daily', from: day, count: 1 };

		const [taken] = await preview(await aPerson(), room, rule);
		const [early] = await preview(await aPerson(), room, {
			...rule,
			starts: '09:00',
			ends: '10:00'
		});

		expect(taken?.alternative).toEqual({
			resource: room.id,
			starts: iso(at(day, '11:30')),
			ends: iso(at(day, '12:30'))
		});
		expect(early?.state).toBe('closed');
		expect(early?.refusal?.error).toBe('booking.outside_opening_hours');
		expect(early?.alternative?.starts).toBe(iso(at(day, '11:30')));
	});

	test('proposes a room that is at least as good when the day is full', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre, { max_minutes: 600, capacity: 5, features: ['projector'] });
		await aRoom(centre, { capacity: 5 });
		const better = await aRoom(centre, { capacity: 8, features: ['projector', 'kitchen'] });
		const day = dayAhead(4);
		await book(await aPerson(), { resource: room, starts: at(day, '10:00'), minutes: 600 });

		const [date] = await preview(await aPerson(), room, { freq: 'daily', from: day, count: 1 });

		expect(date?.alternative?.resource).toBe(better.id);
	});

	test('32. counts the series’ own earlier dates of a week into the quota', async () => {
		const room = await aRoom(await aCentre(), { weekly_minutes_per_person: 150 });
		const person = await aPerson();
		const monday = weekdayAhead(1);
		await book(person, { resource: room, starts: at(daysAfter(monday, 6), '12:00'), minutes: 30 });

		const dates = await preview(person, room, { freq: 'daily', from: monday, count: 8 });

		expect(dates.map(({ state }) => state)).toEqual([
			'free',
			'free',
			...Array.from({ length: 5 }, () => 'rule'),
			'free'
		]);
		expect(dates[2]?.refusal).toMatchObject({ error: 'booking.over_quota', minutes_used: 150 });
	});

	test('counts what is left of a pool', async () => {
		const pool = await aPool(await aCentre(), 2);
		const day = dayAhead(4);
		for (const person of await people(2)) {
			await book(person, { resource: pool, starts: at(day, '10:00') });
		}

		const [date] = await preview(await aPerson(), pool, { freq: 'daily', from: day, count: 1 });

		expect(date?.refusal).toEqual({
			error: 'booking.not_enough_units',
			resource: pool.id,
			units: 2,
			free: 0
		});
	});

	test('is for people who are signed in and may book here', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const rule = { from: dayAhead(3), count: 1 };
		const blocked = await aPerson('Blocked', { centre, standing: 'blocked' });

		expect((await tryPreview(anonymous, room, rule)).error?.code).toBe('auth.forbidden');
		expect(refused(await tryPreview(blocked, room, rule)).error).toBe('booking.person_blocked');
		expect(refused(await tryPreview(await aPerson(), room, rule, { p_attendees: 0 })).error).toBe(
			'request.invalid'
		);
		expect(
			refused(
				await tryPreview(await aPerson(), room, rule, {
					p_organisation: (await anOrganisation()).id
				})
			).error
		).toBe('auth.forbidden');
	});

	test('promises exactly what a request is then given', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre, { horizon_days: 20 });
		const person = await aPerson();
		const rule = { freq: 'daily', every: 4, from: dayAhead(3), count: 6 };
		await book(await aPerson(), { resource: room, starts: at(dayAhead(7), '10:00') });

		for (const date of await preview(person, room, rule)) {
			const answer = await requestSeries(person, room, rule, [date]);

			if (date.state === 'free') made(answer);
			else {
				expect(refused(answer)).toEqual({
					error: 'series.date_refused',
					date: date.date,
					refusal: date.refusal
				});
			}
		}
	});
});

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

/** Puts a date of a series into the past, as time would. */
async function passed(booking: { id: string } | undefined): Promise<void> {
	const id = booking?.id ?? '';
	const past = sql`tstzrange(now() - interval '2 days', now() - interval '47 hours')`;
	await sql`update public.allocations set during = ${past}, blocked = ${past} where booking_id = ${id}`;
	await sql`update public.bookings set during = ${past} where id = ${id}`;
}

describe('cancelling', () => {
	test('this and following leaves what is before, and frees the rest', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 4 });
		const [, , third] = series.bookings;

		const answer = await cancelSeries(person, series, {
			p_scope: 'following',
			p_from: third?.date
		});

		expect(answer.cancelled.map(({ id }) => id)).toEqual(
			series.bookings.slice(2).map(({ id }) => id)
		);
		expect((await shown(person, series)).dates.map(({ status }) => status)).toEqual([
			'confirmed',
			'confirmed',
			'cancelled',
			'cancelled'
		]);
		expect(await unitsOf(third ?? { id: '' })).toEqual([]);
	});

	test('all never changes the past', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 3 });
		await passed(series.bookings[0]);

		const answer = await cancelSeries(person, series);

		expect(answer.cancelled).toHaveLength(2);
		expect(await statusOf(series.bookings[0] ?? { id: '' })).toBe('confirmed');
	});

	test('keeps a date that is too near, and names it; staff may cancel it', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { cancel_until_minutes: 5 * 24 * 60 });
		const person = await aPerson();
		const rule = { from: dayAhead(3), count: 2 };
		const series = await bookSeries(person, room, rule);

		const answer = await cancelSeries(person, series);
		const again = await tryCancelSeries(person, series);

		expect(answer.cancelled).toHaveLength(1);
		expect(answer.kept).toMatchObject([
			{ date: rule.from, refusal: { error: 'booking.too_late_to_cancel' } }
		]);
		expect(refused(again).error).toBe('booking.too_late_to_cancel');
		expect((await cancelSeries(await anAnimator(centre), series)).cancelled).toHaveLength(1);
	});

	test('when nothing is left to cancel says so', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 2 });
		await cancelSeries(person, series);

		expect(refused(await tryCancelSeries(person, series)).error).toBe('series.nothing_to_cancel');
	});

	test('without saying what, or from when, or of an older state is refused', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 2 });

		expect(refused(await tryCancelSeries(person, series, { p_scope: 'some' }))).toEqual({
			error: 'request.invalid',
			field: 'scope'
		});
		expect(refused(await tryCancelSeries(person, series, { p_scope: 'following' }))).toEqual({
			error: 'request.invalid',
			field: 'from'
		});
		expect(
			refused(await tryCancelSeries(person, series, { p_scope: 'all', p_version: 9 }))
		).toEqual({ error: 'series.changed_meanwhile', version: 1 });
		expect(
			refused(
				await rpc(person, 'cancel_series', {
					p_key: randomUUID(),
					p_series: null,
					p_scope: 'all'
				})
			)
		).toEqual({ error: 'request.invalid', field: 'series' });
	});

	test('15. a single date stays cancelled when the rest is cancelled and brought back', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 3 });
		const [first] = series.bookings;
		booked(await cancel(person, { id: first?.id ?? '', version: first?.version ?? 0 }));
		await cancelSeries(person, series);

		const answer = await restoreSeries(person, series);

		expect(answer.error).toBeUndefined();
		expect((await shown(person, series)).dates.map(({ status }) => status)).toEqual([
			'cancelled',
			'confirmed',
			'confirmed'
		]);
	});

	test('cannot be undone in part, by somebody else, twice, or after ten minutes', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const [person, rival] = [await aPerson(), await aPerson()];
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 2 });
		await cancelSeries(person, series);
		const [, second] = series.bookings;
		const starts = at(second?.date ?? '', '10:00');
		const taken = await book(rival, { resource: room, starts });

		expect(refused(await restoreSeries(person, series))).toMatchObject({
			error: 'series.date_refused',
			date: second?.date
		});
		expect(await statusOf(series.bookings[0] ?? { id: '' })).toBe('cancelled');
		booked(await cancel(rival, taken));
		expect(refused(await restoreSeries(await anAnimator(centre), series)).error).toBe(
			'booking.undo_expired'
		);
		expect((await restoreSeries(person, series)).error).toBeUndefined();
		expect(refused(await restoreSeries(person, series)).error).toBe('booking.undo_expired');
	});

	test('repeated with its key happens once', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 2 });
		const args = { p_key: randomUUID(), p_scope: 'all' };

		const first = await cancelSeries(person, series, args);
		const second = await cancelSeries(person, series, args);

		expect(second).toEqual(first);
		expect((await shown(person, series)).version).toBe(2);
	});
});

describe('a skipped date', () => {
	test('is offered again when it becomes free, and can be taken once', async () => {
		const room = await aRoom(await aCentre());
		const [person, rival] = [await aPerson(), await aPerson()];
		const rule = { from: dayAhead(3), count: 3 };
		const other = await book(rival, { resource: room, starts: at(dayAhead(10), '10:00') });
		const dates = await preview(person, room, rule);
		const series = made(
			await requestSeries(
				person,
				room,
				rule,
				dates.filter(({ state }) => state === 'free')
			)
		);
		const date = dates[1]?.date;

		expect((await shown(person, series)).skipped).toMatchObject([{ date, is_free: false }]);
		expect(refused(await rebook(person, series, date)).error).toBe('booking.slot_taken');
		booked(await cancel(rival, other));
		expect((await shown(person, series)).skipped).toMatchObject([{ date, is_free: true }]);
		expect((await rebook(person, series, date)).error).toBeUndefined();

		const now = await shown(person, series);
		expect(now.skipped).toEqual([]);
		expect(now.dates.map((each) => each.date)).toEqual(dates.map((each) => each.date));
		expect(refused(await rebook(person, series, date)).error).toBe('series.not_skipped');
	});

	test('needs the rules of today', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const person = await aPerson();
		const rule = { from: dayAhead(3), count: 2 };
		const dates = await preview(person, room, rule);
		const series = made(await requestSeries(person, room, rule, dates.slice(1)));
		await sql`update public.centres set rules_version = 2 where id = ${centre.id}`;

		expect(refused(await rebook(person, series, dates[0]?.date))).toEqual({
			error: 'booking.rules_not_accepted',
			version: 2
		});
		const accepted = await rebook(person, series, dates[0]?.date, { p_rules_version: 2 });
		expect(accepted.error).toBeUndefined();
	});
});

describe('who may', () => {
	test('see and cancel a series: its person, its organisation, staff; nobody else', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const organisation = await anOrganisation();
		const editor = await aMember(organisation, 'editor');
		const series = await bookSeries(
			editor,
			room,
			{ from: dayAhead(3), count: 2 },
			{ p_organisation: organisation.id }
		);
		const strangers = [
			await aPerson(),
			await aMember(organisation, 'member'),
			await anAnimator(await aCentre())
		];

		for (const insider of [
			editor,
			await aMember(organisation, 'owner'),
			await anAnimator(centre)
		]) {
			expect((await shown(insider, series)).dates).toHaveLength(2);
		}
		for (const stranger of strangers) {
			const refusals = await Promise.all([
				rpc(stranger, 'get_series', { p_series: series.id }),
				tryCancelSeries(stranger, series),
				restoreSeries(stranger, series),
				rebook(stranger, series, dayAhead(3))
			]);
			expect(refusals.map((answer) => refused(answer).error)).toEqual(
				refusals.map(() => 'series.not_found')
			);
			const { data } = await clientOf(stranger)
				.from('booking_series')
				.select('id')
				.eq('id', series.id);
			expect(data).toEqual([]);
		}
		expect(await countBookings(centre)).toBe(2);
	});

	test('nobody writes past the functions', async () => {
		const person = await aPerson();
		const room = await aRoom(await aCentre());
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 1 });

		const { error } = await clientOf(person)
			.from('booking_series')
			.update({ purpose: 'Inny cel' })
			.eq('id', series.id);

		expect(error?.code).toBe('42501');
		expect((await rpc(anonymous, 'get_series', { p_series: series.id })).error?.code).toBe(
			'auth.forbidden'
		);
	});
});
