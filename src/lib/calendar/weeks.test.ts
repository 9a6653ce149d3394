import { getISOWeek, getISOWeekYear, parseISO } from 'date-fns';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayFromNumber, daysBetween, isDay, weekdayOf } from './days.ts';
import { addWeeks, daysOfWeek, isWeek, mondayOf, weekOf, weekOfDay, weeksFrom } from './weeks.ts';

const someDay = fc.integer({ min: 0, max: 47482 }).map(dayFromNumber);

describe('days', () => {
	test('only dates that exist are days', () => {
		for (const day of ['2026-11-26', '2028-02-29', '1970-01-01', '2999-12-31']) {
			expect(isDay(day)).toBe(true);
		}
		for (const text of [
			'2026-06-31',
			'2026-02-29',
			'2026-13-01',
			'2026-00-10',
			'2026-01-00',
			'2026-1-1',
			'26-01-01',
			'3000-01-01',
			'2026-11-26T00:00',
			'',
			'today'
		]) {
			expect(isDay(text)).toBe(false);
		}
	});

	test('Monday is 1 and Sunday is 7', () => {
		expect(weekdayOf('2026-11-23')).toBe(1);
		expect(weekdayOf('2026-11-29')).toBe(7);
		expect(weekdayOf('1970-01-01')).toBe(4);
	});

	test('adding days goes over months, years and leap days', () => {
		expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
		expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
	});

	test('adding days and counting them are each other’s reverse', () => {
		fc.assert(
			fc.property(someDay, someDay, (a, b) => {
				expect(addDays(a, daysBetween(a, b))).toBe(b);
			})
		);
	});
});

describe('weeks', () => {
	test('2026 has 53 weeks, 2027 has not', () => {
		expect(isWeek('2026-W53')).toBe(true);
		expect(isWeek('2027-W53')).toBe(false);
		expect(weekOfDay('2027-01-03')).toBe('2026-W53');
		expect(weekOfDay('2027-01-04')).toBe('2027-W01');
	});

	test('what is no week is refused', () => {
		for (const text of [
			'2026-W60',
			'2026-W00',
			'2026-W1',
			'2026-48',
			'2026-w48',
			'26-W48',
			'1969-W10',
			' 2026-W48',
			'2026-W48; drop',
			''
		]) {
			expect(isWeek(text)).toBe(false);
		}
	});

	test('a week runs from Monday to Sunday', () => {
		expect(daysOfWeek('2026-W48')).toEqual([
			'2026-11-23',
			'2026-11-24',
			'2026-11-25',
			'2026-11-26',
			'2026-11-27',
			'2026-11-28',
			'2026-11-29'
		]);
	});

	test('weeks follow each other over the end of the year', () => {
		expect(weeksFrom('2026-W52', 4)).toEqual(['2026-W52', '2026-W53', '2027-W01', '2027-W02']);
		expect(addWeeks('2027-W01', -1)).toBe('2026-W53');
	});

	test('late on Sunday in Warsaw is still that week, though UTC’s Monday comes first elsewhere', () => {
		const sundayNight = new Date('2026-11-29T23:30:00Z');

		expect(weekOf(sundayNight, 'Europe/Warsaw')).toBe('2026-W49');
		expect(weekOf(sundayNight, 'UTC')).toBe('2026-W48');
	});

	test('agrees with date-fns on every day', () => {
		fc.assert(
			fc.property(someDay, (day) => {
				const date = parseISO(day);
				const week = `${getISOWeekYear(date)}-W${String(getISOWeek(date)).padStart(2, '0')}`;

				expect(weekOfDay(day)).toBe(week);
				expect(isWeek(week)).toBe(true);
				expect(daysOfWeek(week)).toContain(day);
				expect(weekdayOf(mondayOf(week))).toBe(1);
			})
		);
	});
});
