import { describe, expect, test } from 'vitest';
import { openingAt } from './opening.ts';
import { instantAt } from './wall-clock.ts';

const warsaw = 'Europe/Warsaw';
const at = (day: string, time: string) => instantAt(day, time, warsaw);
const hours = (day: string, opens: string, closes: string) => ({
	starts: at(day, opens),
	ends: at(day, closes)
});

describe('open now', () => {
	const friday = '2026-11-27';
	const saturday = '2026-11-28';
	const days = [hours(friday, '10:00', '14:00'), hours(friday, '16:00', '20:00')];

	test('until when it closes', () => {
		expect(openingAt(days, at(friday, '10:00'))).toEqual({
			isOpen: true,
			until: at(friday, '14:00')
		});
	});

	test('at the minute of closing it is closed, and says when it opens again', () => {
		expect(openingAt(days, at(friday, '14:00'))).toEqual({
			isOpen: false,
			opens: at(friday, '16:00')
		});
	});

	test('hours that touch are one', () => {
		const touching = [...days, hours(friday, '14:00', '16:00')];

		expect(
			openingAt(
				touching.sort((a, b) => Number(a.starts) - Number(b.starts)),
				at(friday, '11:00')
			)
		).toEqual({
			isOpen: true,
			until: at(friday, '20:00')
		});
	});

	test('open past midnight into the next day', () => {
		const night = [hours(friday, '20:00', '24:00'), hours(saturday, '00:00', '02:00')];

		expect(openingAt(night, at(friday, '23:00'))).toEqual({
			isOpen: true,
			until: at(saturday, '02:00')
		});
	});

	test('nothing ahead', () => {
		expect(openingAt(days, at(saturday, '10:00'))).toEqual({ isOpen: false, opens: null });
		expect(openingAt([], at(saturday, '10:00'))).toEqual({ isOpen: false, opens: null });
	});
});
