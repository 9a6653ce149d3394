import { describe, expect, it } from 'vitest';
import { dayOf, timeOf } from '../calendar/wall-clock.ts';
import { nearest, nextLike } from './alternatives.ts';
import { at, entry, period, pool, room, schedule, zone } from './schedule.fixture.ts';

const thursday = '2026-11-26';
const now = at('2026-11-21', '12:00');
const studio = room('studio', { capacity: 16 });
const hall = room('hall', { capacity: 40 });
const corner = room('corner', { capacity: 4 });
const laptops = pool('laptop', 2);
const one = [{ resource: 'studio', quantity: 1 }];
const needs = { people: 12, features: [], accessibility: [] };
const taken = entry('a', ['studio-1'], period(thursday, '17:00', '19:00'));

function named(slots: { resource: string; starts: Date }[]) {
	return slots.map(
		({ resource, starts }) => `${resource} ${dayOf(starts, zone)} ${timeOf(starts, zone)}`
	);
}

describe('when a time is taken', () => {
	it('offers the nearest times of the room and other rooms that are large enough', () => {
		const week = schedule('2026-W48', [corner, studio, hall], [taken]);

		const found = nearest([week], one, period(thursday, '17:30', '18:30'), needs, now, 5);

		expect(named(found)).toEqual([
			'studio 2026-11-26 16:00',
			'studio 2026-11-26 19:00',
			'hall 2026-11-26 17:30',
			'studio 2026-11-27 10:00',
			'studio 2026-11-27 10:30'
		]);
	});

	it('keeps the extras in every proposal', () => {
		const busy = entry('b', ['laptop-1', 'laptop-2'], period(thursday, '10:00', '17:30'));
		const week = schedule('2026-W48', [studio, hall, laptops], [taken, busy]);
		const wish = [...one, { resource: 'laptop', quantity: 1 }];

		const found = nearest([week], wish, period(thursday, '17:30', '18:30'), needs, now, 2);

		expect(named(found)).toEqual(['studio 2026-11-26 19:00', 'hall 2026-11-26 17:30']);
	});
});

describe('like last time', () => {
	const last = period('2026-11-19', '17:00', '19:00');
	const weeks = (entries = [taken]) => [
		schedule('2026-W47', [studio], entries),
		schedule('2026-W48', [studio], entries),
		schedule('2026-W49', [studio], entries)
	];

	it('is the same weekday and hour of the next week that has it free', () => {
		expect(named([nextLike(weeks([]), one, last, now)].flatMap((slot) => slot ?? []))).toEqual([
			'studio 2026-11-26 17:00'
		]);
		expect(named([nextLike(weeks(), one, last, now)].flatMap((slot) => slot ?? []))).toEqual([
			'studio 2026-12-03 17:00'
		]);
	});

	it('is later today when the hour is still to come', () => {
		const morning = at(thursday, '09:00');

		const found = nextLike(weeks([]), one, last, morning);

		expect(found?.starts).toEqual(at(thursday, '17:00'));
	});

	it('keeps to the hour of the clocks over the change in autumn', () => {
		const october = ['2026-W43', '2026-W44'].map((week) => schedule(week, [studio]));

		const found = nextLike(
			october,
			one,
			period('2026-10-22', '17:00', '19:00'),
			at('2026-10-23', '12:00')
		);

		expect(found).toEqual({ resource: 'studio', ...period('2026-10-29', '17:00', '19:00') });
	});

	it('is the nearest free time when that hour is always taken', () => {
		const always = ['2026-11-26', '2026-12-03'].map((day, index) =>
			entry(String(index), ['studio-1'], period(day, '16:30', '20:00'))
		);

		const found = nextLike(weeks(always), one, last, now);

		expect(found?.starts).toEqual(at(thursday, '14:30'));
	});

	it('never is another room, however near', () => {
		const always = ['2026-11-26', '2026-12-03'].map((day, index) =>
			entry(String(index), ['studio-1'], period(day, '10:00', '20:00'))
		);
		const both = ['2026-W47', '2026-W48', '2026-W49'].map((week) =>
			schedule(week, [studio, hall], always)
		);

		const found = nextLike(both, one, last, now);

		expect(named([found].flatMap((slot) => slot ?? []))).toEqual(['studio 2026-11-27 10:00']);
	});

	it('is nothing when the room is not there any more', () => {
		const gone = [schedule('2026-W48', [hall])];

		expect(nextLike(gone, one, last, now)).toBeNull();
	});
});
