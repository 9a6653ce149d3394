import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	contains,
	includes,
	intersection,
	minutesIn,
	overlaps,
	subtract,
	type Period
} from './periods.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 26) + minutes * 60_000);
const period = (from: number, to: number): Period => ({ starts: at(from), ends: at(to) });
const somePeriod = fc
	.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 60 }))
	.map(([from, length]) => period(from, from + length));

describe('periods', () => {
	test('back-to-back periods do not meet', () => {
		expect(overlaps(period(0, 60), period(60, 120))).toBe(false);
		expect(overlaps(period(0, 61), period(60, 120))).toBe(true);
		expect(includes(period(0, 60), at(60))).toBe(false);
		expect(intersection(period(0, 60), period(60, 90))).toBeNull();
	});

	test('what is left after taking parts away', () => {
		expect(subtract([period(0, 100)], [period(20, 30), period(25, 40), period(90, 200)])).toEqual([
			period(0, 20),
			period(40, 90)
		]);
		expect(subtract([period(0, 10), period(20, 30)], [])).toEqual([period(0, 10), period(20, 30)]);
		expect(subtract([period(0, 10)], [period(0, 10)])).toEqual([]);
	});

	test('two periods overlap exactly when they share something', () => {
		fc.assert(
			fc.property(somePeriod, somePeriod, (a, b) => {
				const shared = intersection(a, b);

				expect(shared !== null).toBe(overlaps(a, b));
				if (shared) expect(contains(a, shared) && contains(b, shared)).toBe(true);
			})
		);
	});

	test('taking away leaves exactly the minutes that no part covers', () => {
		fc.assert(
			fc.property(somePeriod, fc.array(somePeriod, { maxLength: 6 }), (whole, parts) => {
				const left = subtract([whole], parts);
				const minutes = Array.from({ length: 300 }, (_, minute) => at(minute)).filter(
					(minute) => includes(whole, minute) && !parts.some((part) => includes(part, minute))
				);

				expect(left.reduce((sum, piece) => sum + minutesIn(piece), 0)).toBe(minutes.length);
				expect(minutes.every((minute) => left.some((piece) => includes(piece, minute)))).toBe(true);
				expect(left.every((piece) => piece.starts < piece.ends)).toBe(true);
			})
		);
	});
});
