import { execFileSync } from 'node:child_process';
import { TZDate } from '@date-fns/tz';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayFromNumber } from './days.ts';
import { minutesIn } from './periods.ts';
import {
	dayOf,
	instantAt,
	instantAtMinutes,
	minutesOf,
	minutesOfTime,
	periodOfDay,
	timeOf,
	timeOfMinutes
} from './wall-clock.ts';

const warsaw = 'Europe/Warsaw';
const zones = [
	warsaw,
	'America/New_York',
	'Europe/Kyiv',
	'Asia/Kathmandu',
	'Pacific/Auckland',
	'UTC'
];
// 2020 to 2035: in later years zones keep today's rules, and TZDate agrees to them anyway.
const someDay = fc.integer({ min: 18262, max: 24105 }).map(dayFromNumber);
const someZone = fc.constantFrom(...zones);
const someInstant = fc.date({
	min: new Date('2020-01-01'),
	max: new Date('2035-12-31'),
	noInvalidDate: true
});

describe('wall-clock times', () => {
	test('an ordinary evening in winter and in summer', () => {
		expect(instantAt('2026-11-26', '17:00', warsaw)).toEqual(new Date('2026-11-26T16:00:00Z'));
		expect(instantAt('2026-07-26', '17:00', warsaw)).toEqual(new Date('2026-07-26T15:00:00Z'));
	});

	test('24:00 is the midnight that ends the day', () => {
		expect(instantAt('2026-11-26', '24:00', warsaw)).toEqual(new Date('2026-11-26T23:00:00Z'));
	});

	// Postgres: select timestamp '2027-03-28 02:30' at time zone 'Europe/Warsaw'
	test('a time skipped in spring is read with the offset before the change, as Postgres does', () => {
		const skipped = instantAt('2027-03-28', '02:30', warsaw);

		expect(skipped).toEqual(new Date('2027-03-28T01:30:00Z'));
		expect(timeOf(skipped, warsaw)).toBe('03:30');
	});

	test('a time shown twice in autumn is the second one, as in Postgres', () => {
		expect(instantAt('2026-10-25', '02:30', warsaw)).toEqual(new Date('2026-10-25T01:30:00Z'));
		expect(instantAt('2026-10-25', '01:59', warsaw)).toEqual(new Date('2026-10-24T23:59:00Z'));
		expect(instantAt('2026-10-25', '03:00', warsaw)).toEqual(new Date('2026-10-25T02:00:00Z'));
	});

	test('zones west of Greenwich change alike', () => {
		const zone = 'America/New_York';

		expect(instantAt('2026-11-01', '01:30', zone)).toEqual(new Date('2026-11-01T06:30:00Z'));
		expect(instantAt('2027-03-14', '02:30', zone)).toEqual(new Date('2027-03-14T07:30:00Z'));
	});

	test('the days of clock changes last 25 and 23 hours', () => {
		expect(minutesIn(periodOfDay('2026-10-25', warsaw))).toBe(25 * 60);
		expect(minutesIn(periodOfDay('2027-03-28', warsaw))).toBe(23 * 60);
		expect(minutesIn(periodOfDay('2026-11-26', warsaw))).toBe(24 * 60);
	});

	test('the day is the one of the zone, not of the reader', () => {
		const instant = new Date('2026-11-26T23:30:00Z');

		expect(dayOf(instant, warsaw)).toBe('2026-11-27');
		expect(dayOf(instant, 'America/New_York')).toBe('2026-11-26');
		expect(minutesOf(instant, warsaw)).toBe(30);
	});

	test('text that is no time is NaN', () => {
		expect(minutesOfTime('17:30')).toBe(1050);
		expect(minutesOfTime('24:00')).toBe(1440);
		for (const text of ['24:01', '25:00', '7:30', '17:60', '', 'noon']) {
			expect(minutesOfTime(text)).toBeNaN();
		}
	});

	test('every instant comes back from its day and time, but for the hour shown twice', () => {
		fc.assert(
			fc.property(someInstant, someZone, (instant, zone) => {
				const whole = new Date(Math.floor(instant.getTime() / 60_000) * 60_000);
				const back = instantAtMinutes(dayOf(whole, zone), minutesOf(whole, zone), zone);

				expect([whole.getTime(), whole.getTime() + 3_600_000]).toContain(back.getTime());
				expect(timeOf(back, zone)).toBe(timeOf(whole, zone));
			})
		);
	});

	test('agrees with TZDate on every time that exists once', () => {
		fc.assert(
			fc.property(someDay, fc.integer({ min: 0, max: 1439 }), someZone, (day, minutes, zone) => {
				const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
				const theirs = new TZDate(year, month - 1, date, 0, minutes, zone);
				const ours = instantAtMinutes(day, minutes, zone);
				const isOnce =
					minutesOf(ours, zone) === minutes &&
					[-3_600_000, 3_600_000].every(
						(hour) => minutesOf(new Date(ours.getTime() + hour), zone) !== minutes
					);

				if (isOnce) expect(ours.getTime()).toBe(theirs.getTime());
			})
		);
	});

	test('days follow each other without a gap in every zone', () => {
		fc.assert(
			fc.property(someDay, someZone, (day, zone) => {
				expect(periodOfDay(day, zone).ends).toEqual(periodOfDay(addDays(day, 1), zone).starts);
			})
		);
	});

	test('minutes and times are the same thing written twice', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 1440 }), (minutes) => {
				expect(minutesOfTime(timeOfMinutes(minutes))).toBe(minutes);
			})
		);
	});

	test('nothing depends on the time zone of the process', () => {
		const script = `
			import { instantAt, dayOf, timeOf } from ${JSON.stringify(new URL('./wall-clock.ts', import.meta.url).href)};
			const days = ['2026-10-25', '2027-03-28', '2026-11-26'];
			const times = ['00:00', '01:30', '02:00', '02:30', '03:00', '18:00'];
			const instants = days.flatMap((day) => times.map((time) => instantAt(day, time, 'Europe/Warsaw')));
			console.log(JSON.stringify(instants.map((i) => [i, dayOf(i, 'Europe/Warsaw'), timeOf(i, 'Europe/Warsaw')])));
		`;
		const run = (TZ: string) =>
			execFileSync(process.execPath, ['--input-type=module', '-e', script], {
				env: { ...process.env, TZ },
				encoding: 'utf8'
			});
		const here = run(warsaw);

		for (const zone of ['UTC', 'America/New_York', 'Pacific/Apia']) expect(run(zone)).toBe(here);
	});
});
