import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarQuery, readCalendarView, views } from './calendar-view.ts';
import { isDay } from './days.ts';

const today = '2026-11-21';
const read = (query: string) => readCalendarView(new URLSearchParams(query), today);

describe('the calendar’s address', () => {
	test('without anything is today’s plan', () => {
		expect(read('')).toEqual({
			view: { day: today, view: 'agenda', kind: 'room', room: null, onlyFree: false, needs: [] },
			problem: null
		});
	});

	test('a week is its Monday, this week is today', () => {
		expect(read('week=2026-W48').view.day).toBe('2026-11-23');
		expect(read('week=2026-W47').view.day).toBe(today);
	});

	test.each([
		['day=2026-06-31', 'day', '2026-06-31'],
		['week=2026-W60', 'day', '2026-W60'],
		['week=2027-W53', 'day', '2027-W53'],
		['day=tomorrow', 'day', 'tomorrow'],
		['day=2031-01-01', 'range', '2031-01-01'],
		['view=fortnight', 'view', 'fortnight']
	])('%s is told, and today is shown', (query, what, text) => {
		expect(read(query).problem).toEqual({ what, text });
		expect(read(query).view.day).toBe(today);
	});

	test('what is written in it comes back out of it', () => {
		const view = {
			day: '2026-11-26',
			view: 'rooms',
			kind: 'room',
			room: 'sala-kasztan',
			onlyFree: true,
			needs: ['projector', 'step_free']
		} as const;

		expect(read(calendarQuery({ ...view, needs: [...view.needs] }))).toEqual({
			view,
			problem: null
		});
	});

	test('no address breaks it', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('day', 'week', 'view', 'room', 'needs', 'kind', 'free'),
				fc.string(),
				(name, text) => {
					const { view } = read(new URLSearchParams({ [name]: text }).toString());

					expect(isDay(view.day)).toBe(true);
					expect(views).toContain(view.view);
				}
			)
		);
	});
});
