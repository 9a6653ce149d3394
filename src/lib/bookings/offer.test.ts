import { describe, expect, it } from 'vitest';
import { readChoice } from './choice.ts';
import {
	candidatesOf,
	extraWishes,
	freeCandidates,
	lengthsFrom,
	offeredDays,
	offeredStarts,
	periodOf
} from './offer.ts';
import { at, entry, period, pool, room, schedule, zone } from './schedule.fixture.ts';

const thursday = '2026-11-26';
const now = at('2026-11-23', '09:00');
const studio = room('studio', { capacity: 16, features: ['sink'] });
const hall = room('hall', { capacity: 40, step: 60, min: 60, max: 480 });
const desk = room('desk', { openTo: 'staff' });
const laptops = pool('laptop', 2);

function choose(query: string) {
	return readChoice(new URLSearchParams(query));
}

describe('candidates', () => {
	const week = schedule('2026-W48', [hall, studio, desk, laptops]);

	it('are all rooms that suit, the smallest first, without those for staff', () => {
		expect(candidatesOf([week], choose('people=12')).map(({ id }) => id)).toEqual([
			'studio',
			'hall'
		]);
		expect(candidatesOf([week], choose('people=20')).map(({ id }) => id)).toEqual(['hall']);
	});

	it('are the one thing that was asked for', () => {
		expect(candidatesOf([week], choose('resource=hall&people=2')).map(({ id }) => id)).toEqual([
			'hall'
		]);
		expect(candidatesOf([week], choose('kind=equipment'))).toEqual([]);
		expect(candidatesOf([week], choose('resource=gone'))).toEqual([]);
	});
});

describe('days', () => {
	it('tell apart free, full, closed, over and too far ahead', () => {
		const near = room('studio', { lastDay: '2026-11-27' });
		const week = schedule(
			'2026-W48',
			[near],
			[entry('a', ['studio-1'], period('2026-11-25', '10:00', '20:00'))]
		);
		week.days[3] = {
			date: thursday,
			open: [],
			closed: { reason: { pl: 'Przegląd' }, isPublicHoliday: false }
		};
		const evening = at('2026-11-23', '19:45');

		const days = offeredDays([week], [near], choose(''), evening);

		expect(days.map(({ state }) => state)).toEqual([
			'late',
			'free',
			'full',
			'closed',
			'free',
			'too_far',
			'too_far'
		]);
		expect(days[3]?.reason).toEqual({ pl: 'Przegląd' });
	});
});

describe('starts', () => {
	const taken = entry('a', ['studio-1'], period(thursday, '12:00', '13:00'));
	const week = schedule('2026-W48', [studio, hall], [taken]);

	it('are taken only when no candidate is free', () => {
		const both = offeredStarts([week], [studio, hall], choose(''), thursday, now);
		const only = offeredStarts([week], [studio], choose(''), thursday, now);

		expect(both.find(({ time }) => time === '12:00')?.state).toBe('free');
		// the hall begins on the hour only
		expect(both.find(({ time }) => time === '12:30')?.state).toBe('taken');
		expect(only.find(({ time }) => time === '12:00')?.state).toBe('taken');
	});

	it('that are over are marked so', () => {
		const starts = offeredStarts([week], [studio], choose(''), thursday, at(thursday, '11:10'));

		expect(starts.find(({ time }) => time === '11:00')?.state).toBe('late');
		expect(starts.find(({ time }) => time === '11:30')?.state).toBe('free');
	});
});

describe('lengths', () => {
	const taken = entry('a', ['studio-1'], period(thursday, '13:00', '14:00'));
	const week = schedule('2026-W48', [studio, hall], [taken]);

	it('are two hours unless less is left or something else was wished', () => {
		const from = (time: string, query = '') =>
			lengthsFrom([week], [studio], choose(query), at(thursday, time), now).wished;

		expect(from('10:00')).toBe(120);
		expect(from('12:00')).toBe(60);
		expect(from('10:00', 'minutes=90')).toBe(90);
		expect(from('12:00', 'minutes=90')).toBe(60);
		expect(from('10:00', 'minutes=7')).toBe(30);
	});

	it('reach as far as the candidate that is free the longest', () => {
		expect(lengthsFrom([week], [studio, hall], choose(''), at(thursday, '12:00'), now).max).toBe(
			480
		);
	});
});

describe('what is chosen', () => {
	it('is a period by the clocks of the centre', () => {
		expect(periodOf(choose('day=2026-11-26&start=17:00&minutes=90'), zone)).toEqual(
			period(thursday, '17:00', '18:30')
		);
		expect(periodOf(choose('day=2026-11-26&minutes=90'), zone)).toBeNull();
	});

	it('takes only extras that the centre has, and never the thing itself', () => {
		const week = schedule('2026-W48', [studio, laptops]);

		expect(extraWishes([week], choose('extras=laptop:2,boat:1,studio:1'))).toEqual([
			{ resource: 'laptop', quantity: 2 }
		]);
		expect(extraWishes([week], choose('resource=laptop&extras=laptop:2'))).toEqual([]);
	});

	it('counts how many of a thing are wished', () => {
		const week = schedule('2026-W48', [laptops]);
		const when = period(thursday, '12:00', '13:00');

		expect(
			freeCandidates([week], [laptops], choose('resource=laptop&quantity=2'), when, now)
		).toHaveLength(1);
		expect(
			freeCandidates([week], [laptops], choose('resource=laptop&quantity=3'), when, now)
		).toHaveLength(0);
	});
});
