import { describe, expect, test } from 'vitest';
import { addDays } from '../calendar/days.ts';
import { instantAt } from '../calendar/wall-clock.ts';
import {
	freeUnits,
	loanDays,
	pickUpDays,
	pickUpTimes,
	returnDays,
	returnTimes,
	type LoanCalendar
} from './loan.ts';

const zone = 'Europe/Warsaw';
const first = '2026-11-23';
const at = (day: string, time: string) => instantAt(day, time, zone);
const now = at(first, '12:10');

/** Two units, open 10:00 to 14:00 but on the third day; one is taken from the second to the fourth. */
function calendar(changes: Partial<LoanCalendar> = {}): LoanCalendar {
	return {
		timeZone: zone,
		units: 2,
		turnaround: 0,
		minDays: 1,
		maxDays: 3,
		earliest: now,
		lastDay: addDays(first, 5),
		days: Array.from({ length: 8 }, (_, index) => {
			const day = addDays(first, index);
			return {
				day,
				open: index === 2 ? [] : [{ starts: at(day, '10:00'), ends: at(day, '14:00') }]
			};
		}),
		taken: [{ starts: at(addDays(first, 1), '11:00'), ends: at(addDays(first, 3), '12:00') }],
		...changes
	};
}

describe('a loan', () => {
	test('counts days by the calendar, the same day as one', () => {
		expect([loanDays(first, first), loanDays(first, addDays(first, 3))]).toEqual([1, 3]);
	});

	test('finds as many units as nobody holds at the worst moment', () => {
		const whole = { starts: at(first, '13:00'), ends: at(addDays(first, 4), '10:00') };
		const before = { starts: at(first, '13:00'), ends: at(addDays(first, 1), '11:00') };

		expect(freeUnits(calendar(), whole)).toBe(1);
		expect(freeUnits(calendar(), before)).toBe(2);
		expect(freeUnits(calendar({ turnaround: 30 }), before)).toBe(1);
	});

	test('can be fetched from now to the last step before closing', () => {
		expect(pickUpTimes(calendar(), first, 30, 1, now)).toEqual(['12:30', '13:00', '13:30']);
		expect(pickUpTimes(calendar(), addDays(first, 1), 60, 2, now)).toEqual(['10:00']);
	});

	test('can be brought back until closing, while enough is free', () => {
		const starts = at(first, '13:00');

		expect(returnTimes(calendar(), first, 30, 1, starts)).toEqual(['13:30', '14:00']);
		expect(returnTimes(calendar(), addDays(first, 1), 60, 2, starts)).toEqual(['11:00']);
	});

	test('says for every day why it cannot be chosen', () => {
		const states = pickUpDays(calendar(), 30, 2, at(first, '13:50')).map(({ state }) => state);

		expect(states).toEqual([
			'late',
			'free',
			'closed',
			'free',
			'free',
			'free',
			'too_far',
			'too_far'
		]);
	});

	test('comes back within its days', () => {
		const days = returnDays(calendar({ minDays: 2 }), 30, 1, at(addDays(first, 1), '10:00'));

		expect(days).toEqual([
			{ day: addDays(first, 3), state: 'free' },
			{ day: addDays(first, 4), state: 'free' }
		]);
	});
});
