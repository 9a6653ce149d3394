import { describe, expect, it } from 'vitest';
import { timeOf } from '../calendar/wall-clock.ts';
import {
	freeRooms,
	freeStarts,
	hasFreeStart,
	isFree,
	maxMinutes,
	poolFree,
	refusalOf,
	startsOf,
	suitableRooms
} from './availability.ts';
import { at, entry, period, pool, room, schedule, zone } from './schedule.fixture.ts';

const thursday = '2026-11-26';
const before = at('2026-11-20', '12:00');
const studio = room('studio');
const one = [{ resource: 'studio', quantity: 1 }];

function times(starts: Date[]): string[] {
	return starts.map((instant) => timeOf(instant, zone));
}

describe('a room', () => {
	it('is free from opening to closing when nobody has booked it', () => {
		const week = schedule('2026-W48', [studio]);

		const free = times(freeStarts([week], studio, thursday, 60, [], before));

		expect(free.at(0)).toBe('10:00');
		expect(free.at(-1)).toBe('19:00');
		expect(free).toHaveLength(19);
	});

	it('takes back-to-back bookings when nothing needs tidying up', () => {
		const week = schedule(
			'2026-W48',
			[studio],
			[entry('a', ['studio-1'], period(thursday, '14:00', '16:00'))]
		);

		expect(isFree([week], one, period(thursday, '12:00', '14:00'), before)).toBe(true);
		expect(isFree([week], one, period(thursday, '16:00', '17:00'), before)).toBe(true);
		expect(isFree([week], one, period(thursday, '15:30', '16:30'), before)).toBe(false);
	});

	it('keeps its turnaround free before the next booking and after the last one', () => {
		const tidied = room('studio', { units: [{ id: 'studio-1', label: '1', turnaround: 15 }] });
		const taken = entry('a', ['studio-1'], period(thursday, '14:00', '16:00'), 15);
		const week = schedule('2026-W48', [tidied], [taken]);

		expect(refusalOf([week], one, period(thursday, '16:00', '17:00'), before)).toEqual({
			code: 'booking.slot_taken',
			resource: 'studio',
			freeFrom: at(thursday, '16:15')
		});
		expect(isFree([week], one, period(thursday, '16:30', '17:00'), before)).toBe(true);
		expect(isFree([week], one, period(thursday, '13:00', '14:00'), before)).toBe(false);
		expect(isFree([week], one, period(thursday, '13:00', '13:30'), before)).toBe(true);
	});

	it('may run its turnaround past closing', () => {
		const tidied = room('studio', { units: [{ id: 'studio-1', label: '1', turnaround: 30 }] });
		const week = schedule('2026-W48', [tidied]);

		expect(isFree([week], one, period(thursday, '19:00', '20:00'), before)).toBe(true);
		expect(isFree([week], one, period(thursday, '19:30', '20:30'), before)).toBe(false);
	});

	it('shows taken starts next to free ones, but none that would run past closing', () => {
		const taken = entry('a', ['studio-1'], period(thursday, '18:00', '19:00'));
		const week = schedule('2026-W48', [studio], [taken]);

		const starts = startsOf([week], one, thursday, 60, before).slice(-4);

		expect(starts.map(({ starts, refusal }) => [timeOf(starts, zone), refusal?.code])).toEqual([
			['17:30', 'booking.slot_taken'],
			['18:00', 'booking.slot_taken'],
			['18:30', 'booking.slot_taken'],
			['19:00', undefined]
		]);
	});

	it('can be booked only up to the next booking', () => {
		const taken = entry('a', ['studio-1'], period(thursday, '14:00', '16:00'));
		const week = schedule('2026-W48', [studio], [taken]);

		expect(maxMinutes([week], one, at(thursday, '12:30'), before)).toBe(90);
		expect(maxMinutes([week], one, at(thursday, '14:00'), before)).toBe(0);
		expect(maxMinutes([week], one, at(thursday, '16:00'), before)).toBe(240);
	});

	it('cannot be had before its lead time, in the past or beyond its horizon', () => {
		const strict = room('studio', { leadMinutes: 120, lastDay: '2026-11-27' });
		const week = schedule('2026-W48', [strict]);
		const noon = at(thursday, '12:00');

		expect(refusalOf([week], one, period(thursday, '11:00', '12:00'), noon)?.code).toBe(
			'booking.in_the_past'
		);
		expect(refusalOf([week], one, period(thursday, '13:30', '14:00'), noon)?.code).toBe(
			'booking.too_soon'
		);
		expect(isFree([week], one, period(thursday, '14:00', '15:00'), noon)).toBe(true);
		expect(refusalOf([week], one, period('2026-11-28', '14:00', '15:00'), noon)?.code).toBe(
			'booking.too_far'
		);
	});

	it('keeps to its step, shortest and longest time', () => {
		const strict = room('studio', { step: 60, min: 120, max: 180 });
		const week = schedule('2026-W48', [strict]);

		expect(refusalOf([week], one, period(thursday, '10:30', '12:30'), before)?.code).toBe(
			'booking.off_step'
		);
		expect(refusalOf([week], one, period(thursday, '10:00', '11:00'), before)?.code).toBe(
			'booking.too_short'
		);
		expect(refusalOf([week], one, period(thursday, '10:00', '14:00'), before)?.code).toBe(
			'booking.too_long'
		);
		expect(maxMinutes([week], one, at(thursday, '10:00'), before)).toBe(180);
	});

	it('keeps to its own hours within the hours of the centre', () => {
		const evenings = room('studio', { open: [period(thursday, '16:00', '22:00')] });
		const week = schedule('2026-W48', [evenings]);

		expect(times(freeStarts([week], evenings, thursday, 120, [], before))).toEqual([
			'16:00',
			'16:30',
			'17:00',
			'17:30',
			'18:00'
		]);
		expect(hasFreeStart([week], one, '2026-11-25', 60, before)).toBe(false);
	});

	it('says that a day is closed when a closure is why', () => {
		const week = schedule('2026-W48', [studio]);
		week.days[3] = {
			date: thursday,
			open: [],
			closed: { reason: { pl: 'Przegląd' }, isPublicHoliday: false }
		};

		expect(refusalOf([week], one, period(thursday, '12:00', '13:00'), before)?.code).toBe(
			'booking.closed'
		);
		expect(freeStarts([week], studio, thursday, 60, [], before)).toEqual([]);
	});
});

describe('a divisible hall', () => {
	const units = [
		{ id: 'a', label: 'A', turnaround: 0 },
		{ id: 'b', label: 'B', turnaround: 0 }
	];
	const hall = room('hall', { units, capacity: 40 });
	const halfA = room('half-a', { units: units.slice(0, 1), capacity: 20 });
	const halfB = room('half-b', { units: units.slice(1), capacity: 20 });
	const needs = { people: 10, features: [], accessibility: [] };

	it('is taken as a whole when one half is, and the other half stays free', () => {
		const taken = entry('x', ['a'], period(thursday, '14:00', '16:00'));
		const week = schedule('2026-W48', [hall, halfA, halfB], [taken]);

		const free = freeRooms([week], period(thursday, '15:00', '16:00'), needs, [], before);

		expect(free.map(({ id }) => id)).toEqual(['half-b']);
	});

	it('takes both halves with it', () => {
		const taken = entry('x', ['a', 'b'], period(thursday, '14:00', '16:00'));
		const week = schedule('2026-W48', [hall, halfA, halfB], [taken]);

		expect(freeRooms([week], period(thursday, '15:00', '16:00'), needs, [], before)).toEqual([]);
	});
});

describe('what is out of service', () => {
	const now = [{ resource: 'hall', quantity: 1 }];

	it('a hall with a broken half is not free, and not taken until some time either', () => {
		// The schedule lists no units of a whole that is not whole.
		const week = schedule('2026-W48', [room('hall', { units: [] })]);

		expect(refusalOf([week], now, period(thursday, '12:00', '13:00'), before)).toEqual({
			code: 'booking.not_enough_units',
			resource: 'hall',
			free: 0
		});
		expect(freeStarts([week], room('hall', { units: [] }), thursday, 60, [], before)).toEqual([]);
	});

	it('two of a pool of which one is left are one too many', () => {
		const week = schedule('2026-W48', [pool('laptop', 1)]);
		const two = [{ resource: 'laptop', quantity: 2 }];

		expect(refusalOf([week], two, period(thursday, '12:00', '13:00'), before)).toEqual({
			code: 'booking.not_enough_units',
			resource: 'laptop',
			free: 1
		});
	});
});

describe('a pool of things', () => {
	const laptops = pool('laptop', 3);

	it('counts the most that are in use at one instant, not all that are used in the time', () => {
		const week = schedule(
			'2026-W48',
			[laptops],
			[
				entry('x', ['laptop-1', 'laptop-2'], period(thursday, '12:00', '13:00')),
				entry('y', ['laptop-2', 'laptop-3'], period(thursday, '13:00', '14:00'))
			]
		);

		expect(poolFree([week], laptops, period(thursday, '12:00', '14:00'))).toBe(1);
		expect(poolFree([week], laptops, period(thursday, '14:00', '15:00'))).toBe(3);
	});

	it('is refused with the number that is left', () => {
		const taken = entry('x', ['laptop-1', 'laptop-2'], period(thursday, '12:00', '13:00'));
		const week = schedule('2026-W48', [studio, laptops], [taken]);
		const wish = [...one, { resource: 'laptop', quantity: 2 }];

		expect(refusalOf([week], wish, period(thursday, '12:30', '14:00'), before)).toEqual({
			code: 'booking.not_enough_units',
			resource: 'laptop',
			free: 1
		});
		expect(isFree([week], wish, period(thursday, '13:00', '14:00'), before)).toBe(true);
	});
});

describe('needs', () => {
	it('put the smallest sufficient room first, and last what asks for a statement', () => {
		const week = schedule('2026-W48', [
			room('kitchen', {
				capacity: 10,
				accessibility: ['step_free'],
				statement: { pl: 'Umiem gotować' }
			}),
			room('big', { capacity: 40, accessibility: ['step_free'] }),
			room('small', { capacity: 6, accessibility: ['step_free'] }),
			room('middle', { capacity: 16, accessibility: ['step_free'] }),
			room('steps', { capacity: 12 })
		]);

		const rooms = suitableRooms([week], {
			people: 8,
			features: [],
			accessibility: ['step_free']
		});

		expect(rooms.map(({ id }) => id)).toEqual(['middle', 'big', 'kitchen']);
	});
});

describe('the days on which clocks change', () => {
	const nights: [string, string][] = [['00:00', '24:00']];
	const hourly = room('studio', { step: 60, min: 60 });

	it('offer no start at the hour that spring leaves out', () => {
		const week = schedule('2027-W12', [hourly], [], nights);

		const free = times(freeStarts([week], hourly, '2027-03-28', 60, [], before));

		expect(free.slice(0, 4)).toEqual(['00:00', '01:00', '03:00', '04:00']);
		expect(free).toHaveLength(23);
	});

	it('offer the hour that autumn repeats twice, and count real hours', () => {
		const week = schedule('2026-W43', [hourly], [], nights);
		const september = at('2026-09-30', '12:00');

		const starts = freeStarts([week], hourly, '2026-10-25', 60, [], september);

		expect(times(starts).slice(0, 5)).toEqual(['00:00', '01:00', '02:00', '02:00', '03:00']);
		expect(starts.map(Number)).toEqual(starts.map(Number).toSorted((a, b) => a - b));
		expect(maxMinutes([week], one, at('2026-10-25', '00:00'), september)).toBe(240);
	});

	it('keep a weekly evening at its hour on both sides', () => {
		const weeks = ['2026-W43', '2026-W44'].map((week) => schedule(week, [studio]));
		const september = at('2026-09-30', '12:00');

		for (const day of ['2026-10-22', '2026-10-29'])
			expect(isFree(weeks, one, period(day, '18:00', '20:00'), september)).toBe(true);
		expect(+at('2026-10-29', '18:00') - +at('2026-10-22', '18:00')).toBe((7 * 24 + 1) * 3_600_000);
	});

	it('join the hours of two weeks over midnight', () => {
		const weeks = ['2026-W43', '2026-W44'].map((week) => schedule(week, [studio], [], nights));
		const night = { starts: at('2026-10-25', '23:00'), ends: at('2026-10-26', '01:00') };

		expect(isFree(weeks, one, night, at('2026-10-01', '12:00'))).toBe(true);
		expect(isFree(weeks.slice(0, 1), one, night, at('2026-10-01', '12:00'))).toBe(false);
	});
});
