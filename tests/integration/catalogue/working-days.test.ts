import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { aCentre, aClosure, aRoom, hours } from '../fixtures.ts';
import { at, iso } from '../times.ts';

// Dates as published; the Gregorian computus has to give the same.
const easterSundays = [
	'2024-03-31',
	'2025-04-20',
	'2026-04-05',
	'2027-03-28',
	'2028-04-16',
	'2029-04-01',
	'2030-04-21',
	'2031-04-13',
	'2032-03-28',
	'2033-04-17',
	'2034-04-09',
	'2035-03-25',
	'2036-04-13',
	'2037-04-05',
	'2038-04-25',
	'2039-04-10',
	'2040-04-01'
];

test('Easter is when it is', async () => {
	const rows = await sql<{ day: string }[]>`
		select private.easter_sunday(y)::text as day from generate_series(2024, 2040) as y`;

	expect(rows.map((row) => row.day)).toEqual(easterSundays);
});

async function holidays(from: string, until: string): Promise<string[]> {
	const rows = await sql<{ day: string }[]>`
		select day::text from private.public_holidays(${from}, ${until}) order by day`;
	return rows.map((row) => row.day);
}

describe('public holidays', () => {
	test('of a year are the fourteen of the law', async () => {
		expect(await holidays('2026-01-01', '2027-01-01')).toEqual([
			'2026-01-01',
			'2026-01-06',
			'2026-04-05',
			'2026-04-06',
			'2026-05-01',
			'2026-05-03',
			'2026-05-24',
			'2026-06-04',
			'2026-08-15',
			'2026-11-01',
			'2026-11-11',
			'2026-12-24',
			'2026-12-25',
			'2026-12-26'
		]);
	});

	test('have Christmas Eve since 2025 and Epiphany since 2011', async () => {
		expect(await holidays('2024-12-20', '2024-12-31')).toEqual(['2024-12-25', '2024-12-26']);
		expect(await holidays('2025-12-20', '2025-12-31')).toEqual([
			'2025-12-24',
			'2025-12-25',
			'2025-12-26'
		]);
		expect(await holidays('2010-01-02', '2010-01-10')).toEqual([]);
		expect(await holidays('2011-01-02', '2011-01-10')).toEqual(['2011-01-06']);
	});

	test('of a stretch over the new year are those of both years, each once', async () => {
		expect(await holidays('2026-12-26', '2027-01-02')).toEqual(['2026-12-26', '2027-01-01']);
		expect(await holidays('2026-12-26', '2026-12-26')).toEqual([]);
	});

	test('have a name in three languages', async () => {
		const rows = await sql<{ name: Record<string, string> }[]>`
			select name from private.public_holidays('2026-01-01', '2027-01-01')`;

		for (const { name } of rows) expect(Object.keys(name).sort()).toEqual(['en', 'pl', 'uk']);
	});
});

describe('working days', () => {
	async function after(centre: string, day: string, count: number): Promise<string | undefined> {
		const [row] = await sql<{ day: string }[]>`
			select private.add_working_days(${centre}, ${day}, ${count})::text as day`;
		return row?.day;
	}

	test.each([
		['none is today, even a Sunday', '2026-11-22', 0, '2026-11-22'],
		['one after a Friday is Monday', '2026-11-20', 1, '2026-11-23'],
		['one on a Saturday is Monday', '2026-11-21', 1, '2026-11-23'],
		['the first of May is not one', '2026-04-29', 2, '2026-05-04'],
		['the third of May on a Sunday changes nothing', '2026-04-30', 3, '2026-05-06'],
		['neither is the third on a Monday', '2027-04-30', 1, '2027-05-04'],
		['the eleventh of November is not one', '2026-11-10', 3, '2026-11-16'],
		['Christmas Eve is not one since 2025', '2026-12-23', 1, '2026-12-28'],
		['Christmas Eve was one before', '2024-12-23', 1, '2024-12-24'],
		['over the new year', '2026-12-30', 3, '2027-01-05'],
		['Easter Monday is not one', '2026-04-02', 2, '2026-04-07'],
		['Corpus Christi is not one', '2026-06-03', 1, '2026-06-05'],
		['a fortnight in calm times is ten', '2026-09-07', 10, '2026-09-21']
	])('%s', async (_, day, count, expected) => {
		const centre = await aCentre();

		expect(await after(centre.id, day, count)).toBe(expected);
	});

	test('do not count days on which the centre is closed all day', async () => {
		const centre = await aCentre();
		await aClosure(centre, null, at('2026-11-24', '00:00'), at('2026-11-25', '00:00'));
		await aClosure(centre, null, at('2026-11-25', '12:00'), at('2026-11-25', '23:00'));
		const room = await aRoom(centre);
		await aClosure(centre, room, at('2026-11-26', '00:00'), at('2026-11-27', '00:00'));

		expect(await after(centre.id, '2026-11-23', 1)).toBe('2026-11-25');
		expect(await after(centre.id, '2026-11-25', 1)).toBe('2026-11-26');
	});

	test('of a centre that is closed for years come to an end', async () => {
		const centre = await aCentre();
		await aClosure(centre, null, at('2026-01-01', '00:00'), at('2036-01-01', '00:00'));

		expect(await after(centre.id, '2026-11-23', 3)).toBeDefined();
	});
});

describe('open times', () => {
	async function open(centre: string, resource: string | null, from: string, until: string) {
		const [row] = await sql<{ times: { opens: string; closes: string }[] }[]>`
			select private.open_times_json(private.open_times(${centre}, ${resource}, ${from}, ${until}))
				as times`;
		return row?.times.map(({ opens, closes }) => [opens, closes]);
	}

	test('are of the wall clock on both sides of its change', async () => {
		const centre = await aCentre();
		await sql`delete from public.opening_hours where centre_id = ${centre.id}`;
		await hours(centre, null, [6, 7], '10:00', '18:00');

		expect(await open(centre.id, null, '2027-03-27', '2027-03-29')).toEqual([
			['2027-03-27T09:00:00Z', '2027-03-27T17:00:00Z'],
			['2027-03-28T08:00:00Z', '2027-03-28T16:00:00Z']
		]);
	});

	test('of a centre without hours are none', async () => {
		const centre = await aCentre();
		await sql`delete from public.opening_hours where centre_id = ${centre.id}`;

		expect(await open(centre.id, null, '2026-11-23', '2026-11-30')).toEqual([]);
	});

	test('of a season over the new year', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { season_from: 11, season_until: 3 });

		expect(await open(centre.id, room.id, '2027-03-31', '2027-04-02')).toEqual([
			[iso(at('2027-03-31', '00:00')), iso(at('2027-04-01', '00:00'))]
		]);
		expect(await open(centre.id, room.id, '2026-10-31', '2026-11-02')).toEqual([
			[iso(at('2026-11-01', '00:00')), iso(at('2026-11-02', '00:00'))]
		]);
	});
});
