import { describe, expect, test } from 'vitest';
import {
	formatDate,
	formatDay,
	formatMoment,
	formatPeriod,
	formatRelativeDay,
	formatWeek
} from './format.ts';
import { formatDayAndPeriod, formatDuration } from './lengths.ts';
import { instantAt } from './wall-clock.ts';

const warsaw = 'Europe/Warsaw';
/** Hard spaces are there so that lines break well; here they only hide what is compared. */
const soft = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, ' ');
const period = (day: string, from: string, to: string) => ({
	starts: instantAt(day, from, warsaw),
	ends: instantAt(day, to, warsaw)
});

describe('days in words', () => {
	test('months stand in the genitive', () => {
		expect(soft(formatDay('2026-11-26', 'pl'))).toBe('czwartek, 26 listopada');
		expect(soft(formatDay('2026-11-26', 'en'))).toBe('Thursday 26 November');
		expect(soft(formatDay('2026-11-26', 'uk'))).toBe('четвер, 26 листопада');
	});

	test('a number and its month stay on one line', () => {
		expect(formatDate('2026-11-26', 'pl')).toBe('26\u00a0listopada');
	});

	test('the year is said only when it is another one', () => {
		expect(soft(formatDay('2027-01-07', 'pl', '2026-11-26'))).toBe('czwartek, 7 stycznia 2027');
		expect(soft(formatDay('2026-12-07', 'pl', '2026-11-26'))).toBe('poniedziałek, 7 grudnia');
	});

	test('near days have names', () => {
		const today = '2026-11-26';

		expect(formatRelativeDay(today, today, 'pl')).toBe('dzisiaj');
		expect(formatRelativeDay('2026-11-27', today, 'pl')).toBe('jutro');
		expect(formatRelativeDay('2026-11-25', today, 'uk')).toBe('учора');
		expect(formatRelativeDay('2026-11-27', today, 'en')).toBe('tomorrow');
		expect(soft(formatRelativeDay('2026-11-28', today, 'pl'))).toBe('sobota, 28 listopada');
	});

	test('weeks over the end of a year say both years', () => {
		expect(soft(formatWeek('2026-W48', 'pl'))).toBe('23–29 listopada 2026');
		expect(soft(formatWeek('2026-W53', 'pl'))).toBe('28 grudnia 2026 – 3 stycznia 2027');
	});
});

describe('times in words', () => {
	test('a period by the clocks of the centre', () => {
		expect(formatPeriod(period('2026-11-26', '17:00', '19:00'), warsaw)).toBe('17:00–19:00');
		expect(formatPeriod(period('2026-11-26', '22:00', '24:00'), warsaw)).toBe('22:00–24:00');
	});

	test('day and period, relative when now is known', () => {
		const evening = period('2026-11-26', '17:00', '19:00');
		const now = instantAt('2026-11-25', '23:59', warsaw);

		expect(soft(formatDayAndPeriod(evening, warsaw, 'pl'))).toBe(
			'czwartek, 26 listopada, 17:00–19:00'
		);
		expect(formatDayAndPeriod(evening, warsaw, 'pl', now)).toBe('jutro, 17:00–19:00');
		expect(formatMoment(evening.starts, warsaw, 'pl', now)).toBe('jutro, 17:00');
	});

	test.each([
		[30, '30 min', '30 minut', '30 хвилин'],
		[60, '1 godz.', '1 godzina', '1 година'],
		[90, '1 godz. 30 min', '1 godzina 30 minut', '1 година 30 хвилин'],
		[120, '2 godz.', '2 godziny', '2 години'],
		[300, '5 godz.', '5 godzin', '5 годин'],
		[720, '12 godz.', '12 godzin', '12 годин'],
		[1260, '21 godz.', '21 godzin', '21 година'],
		[1320, '22 godz.', '22 godziny', '22 години'],
		[2880, '2 dni', '2 dni', '2 дні']
	])('%i minutes with the right plural', (minutes, short, long, ukrainian) => {
		expect(soft(formatDuration(minutes, 'pl'))).toBe(short);
		expect(soft(formatDuration(minutes, 'pl', 'long'))).toBe(long);
		expect(soft(formatDuration(minutes, 'uk', 'long'))).toBe(ukrainian);
	});
});
