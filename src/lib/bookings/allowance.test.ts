import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '../i18n/paraglide/runtime.js';
import { ageToDeclare, parseAllowance, quotaLines, quotasFor, type Quota } from './allowance.ts';
import { pool, room } from './schedule.fixture.ts';

function quota(changes: Partial<Quota>): Quota {
	return {
		resource: null,
		kind: null,
		per: 'month',
		percent: null,
		from: '2026-12-01',
		minutesUsed: null,
		minutesLimit: null,
		countUsed: null,
		countLimit: null,
		countsThings: false,
		...changes
	};
}

describe('what is used of a limit', () => {
	beforeEach(() => overwriteGetLocale(() => 'pl'));

	it('is said in hours, with the month in its case', () => {
		const hours = { kind: 'room', minutesUsed: 540, minutesLimit: 720 } as const;
		const lines = quotaLines([quota(hours), quota({ ...hours, from: '2026-09-01' })], 'pl');

		expect(lines.map((line) => line.replaceAll('\u00a0', ' '))).toEqual([
			'Godziny w salach w grudniu: 9 godz. z 12 godz.',
			'Godziny w salach we wrześniu: 9 godz. z 12 godz.'
		]);
	});

	it('is said in bookings and things, both where a limit has both', () => {
		const at_once = { per: 'at_once', from: null } as const;

		expect(
			quotaLines(
				[
					quota({ ...at_once, kind: 'room', countUsed: 3, countLimit: 3 }),
					quota({ ...at_once, kind: 'loan', countUsed: 1, countLimit: 4, countsThings: true }),
					quota({ resource: 'hall', minutesUsed: 0, minutesLimit: 60, countUsed: 1, countLimit: 2 })
				],
				'pl'
			).map((line) => line.replaceAll('\u00a0', ' '))
		).toEqual([
			'Rezerwacje sal naraz: 3 z 3.',
			'Wypożyczone rzeczy naraz: 1 z 4.',
			'Godziny tutaj w grudniu: 0 min z 1 godz.',
			'Rezerwacje tutaj w grudniu: 1 z 2.'
		]);
	});

	it('is that of what is to be booked, and of nothing else', () => {
		const limits = [
			quota({ resource: 'hall' }),
			quota({ resource: 'studio' }),
			quota({ kind: 'room' }),
			quota({ kind: 'loan' }),
			quota({ kind: 'equipment' }),
			quota({})
		];

		expect(quotasFor(limits, [room('hall')])).toEqual([limits[0], limits[2], limits[5]]);
		expect(quotasFor(limits, [pool('tent', 2, { isLentHome: true })])).toEqual([
			limits[3],
			limits[5]
		]);
	});
});

describe('an age', () => {
	const keys = room('keys', { age: 16 });
	const mine = { who: 'resident', declaredAge: null, quotas: [] } as const;

	it('is asked for once, the highest of all that is wanted', () => {
		const adults = room('adults', { age: 18 });

		expect(ageToDeclare([room('hall'), keys], { ...mine, quotas: [] })).toBe(16);
		expect(ageToDeclare([keys, adults], { ...mine, quotas: [], declaredAge: 16 })).toBe(18);
		expect(ageToDeclare([keys], { ...mine, quotas: [], declaredAge: 18 })).toBeNull();
	});

	it('is eighteen for who answers for minors, where minors come', () => {
		const corner = room('corner', { adults: true });

		expect(ageToDeclare([corner], { ...mine, quotas: [] })).toBeNull();
		expect(ageToDeclare([corner], { ...mine, quotas: [] }, true)).toBe(18);
		expect(ageToDeclare([corner], { ...mine, quotas: [], declaredAge: 18 }, true)).toBeNull();
	});

	it('is not asked of staff, and of somebody unknown rather than not', () => {
		expect(ageToDeclare([keys], { ...mine, quotas: [], who: 'staff' })).toBeNull();
		expect(ageToDeclare([keys], null)).toBe(16);
		expect(ageToDeclare([room('hall')], null)).toBeNull();
	});
});

it('an answer of another shape is refused', () => {
	expect(() => parseAllowance({ who: 'friend', declared_age: null, quotas: [] })).toThrow();
	expect(parseAllowance({ who: 'trusted', declared_age: 16, quotas: [] })).toEqual({
		who: 'trusted',
		declaredAge: 16,
		quotas: []
	});
});
