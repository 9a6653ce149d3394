import { describe, expect, test } from 'vitest';
import { hoursOfSpan, minutesInto, spanOf, startAt } from './room-columns.ts';
import { instantAt } from './wall-clock.ts';

const zone = 'Europe/Warsaw';
const day = '2026-11-26';
const period = (from: string, to: string, on = day) => ({
	starts: instantAt(on, from, zone),
	ends: instantAt(on, to, zone)
});

describe('rooms side by side', () => {
	test('the columns span whole hours around opening time', () => {
		expect(spanOf([period('09:30', '19:15')], [])).toEqual(period('09:00', '20:00'));
		expect(spanOf([], [])).toBeNull();
	});

	test('the night of the clock change has the hours that pass, 23 or 25', () => {
		expect(hoursOfSpan(period('00:00', '24:00', '2027-03-28'))).toHaveLength(24);
		expect(hoursOfSpan(period('00:00', '24:00', '2026-10-25'))).toHaveLength(26);
	});

	test('nothing is drawn outside of the span', () => {
		const span = period('10:00', '20:00');

		expect(minutesInto(span, instantAt(day, '11:30', zone))).toBe(90);
		expect(minutesInto(span, instantAt(day, '08:00', zone))).toBe(0);
		expect(minutesInto(span, instantAt(day, '23:00', zone))).toBe(600);
	});

	test('a tap means the step that it falls in, early enough for the shortest booking', () => {
		const free = period('10:00', '14:00');
		const hall = { step: 30, min: 60 };

		expect(startAt(free, hall, 0)).toEqual(free.starts);
		expect(startAt(free, hall, 0.3)).toEqual(instantAt(day, '11:00', zone));
		expect(startAt(free, hall, 1)).toEqual(instantAt(day, '13:00', zone));
		expect(startAt(free, hall, -1)).toEqual(free.starts);
	});
});
