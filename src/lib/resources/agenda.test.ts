import { describe, expect, test } from 'vitest';
import { at, entry, period, room, schedule } from '../bookings/schedule.fixture.ts';
import { agendaOf, freeTimes, periodOf } from './agenda.ts';
import { bookingQuery, freePeriods, markOf } from './free-time.ts';

const week = '2026-W48';
const thursday = '2026-11-26';
const early = at('2026-11-20', '12:00');
const hall = room('hall');
const corner = room('corner', { min: 60 });
const taken = (id: string, resource: string, from: string, to: string, turnaround = 0) => ({
	...entry(id, [`${resource}-1`], period(thursday, from, to), turnaround),
	resources: [resource]
});

describe('free time of a room', () => {
	test('an empty day is free from opening to closing', () => {
		expect(freePeriods(schedule(week, [hall]), hall, thursday, early)).toEqual([
			period(thursday, '10:00', '20:00')
		]);
	});

	test('lies between the bookings, and begins after the cleaning', () => {
		const cleaned = room('hall', { units: [{ id: 'hall-1', label: '1', turnaround: 30 }] });
		const week48 = schedule(week, [cleaned], [taken('a', 'hall', '12:00', '14:00', 30)]);

		expect(freePeriods(week48, cleaned, thursday, early)).toEqual([
			period(thursday, '10:00', '11:30'),
			period(thursday, '14:30', '20:00')
		]);
	});

	test('a gap shorter than the shortest booking is none', () => {
		const week48 = schedule(
			week,
			[corner],
			[taken('a', 'corner', '10:00', '14:00'), taken('b', 'corner', '14:30', '20:00')]
		);

		expect(freePeriods(week48, corner, thursday, early)).toEqual([]);
		expect(markOf(week48, [corner], thursday, early)).toBe('full');
	});

	test('today it begins now, and yesterday there is none', () => {
		const week48 = schedule(week, [hall]);
		const now = at(thursday, '13:10');

		expect(freePeriods(week48, hall, thursday, now)[0]?.starts).toEqual(at(thursday, '13:30'));
		expect(freePeriods(week48, hall, '2026-11-25', now)).toEqual([]);
		expect(markOf(week48, [hall], '2026-11-25', now)).toBe('past');
	});

	test('what only the staff books is not offered', () => {
		const office = room('office', { openTo: 'staff' });

		expect(freePeriods(schedule(week, [office]), office, thursday, early)).toEqual([]);
	});

	test('a day without hours is closed', () => {
		expect(markOf(schedule(week, [hall], [], []), [hall], thursday, early)).toBe('closed');
	});
});

describe('the plan of a day', () => {
	const entries = [taken('a', 'hall', '12:00', '14:00'), taken('b', 'corner', '13:00', '15:00')];
	const week48 = schedule(week, [hall, corner], entries);
	const plan = (resources = [hall, corner], now = early) =>
		agendaOf(week48, resources, thursday, freeTimes(week48, resources, thursday, now));

	test('shows what is on, and the time in which nothing is', () => {
		expect(plan().map((item) => [item.type, periodOf(item)])).toEqual([
			['free', period(thursday, '10:00', '12:00')],
			['entry', expect.objectContaining(period(thursday, '12:00', '14:00'))],
			['entry', expect.objectContaining(period(thursday, '13:00', '15:00'))],
			['free', period(thursday, '15:00', '20:00')]
		]);
	});

	test('counts every room that can be had in the gap', () => {
		expect(plan()[0]?.resources.map(({ id }) => id)).toEqual(['hall', 'corner']);
	});

	test('of one room only shows its own entries and gaps', () => {
		expect(plan([corner]).map((item) => [item.type, periodOf(item)])).toEqual([
			['free', period(thursday, '10:00', '13:00')],
			['entry', expect.objectContaining(period(thursday, '13:00', '15:00'))],
			['free', period(thursday, '15:00', '20:00')]
		]);
	});

	test('free time that has passed is not offered', () => {
		const types = plan([hall, corner], at(thursday, '19:45')).map(({ type }) => type);

		expect(types).toEqual(['entry', 'entry']);
	});
});

describe('the way into the booking flow', () => {
	test('fills in the room, the day, the start and two hours', () => {
		const address = new URLSearchParams(
			bookingQuery(hall, period(thursday, '10:00', '20:00'), 'Europe/Warsaw')
		);

		expect(Object.fromEntries(address)).toEqual({
			kind: 'room',
			resource: 'hall',
			day: thursday,
			start: '10:00',
			minutes: '120'
		});
	});

	test('asks for less where less is free', () => {
		const query = bookingQuery(hall, period(thursday, '10:00', '11:30'), 'Europe/Warsaw');

		expect(new URLSearchParams(query).get('minutes')).toBe('90');
	});
});
