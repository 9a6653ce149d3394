import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { refused } from '../booking.ts';
import { aCentre, aPerson, aRoom } from '../fixtures.ts';
import { preview, tryPreview } from '../series.ts';
import { at, dayAhead, daysAfter, iso, nextClockChange } from '../times.ts';

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
