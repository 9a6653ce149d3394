import { addDays, dayNumber, weekdayOf, type Day } from './days.ts';
import { dayOf } from './wall-clock.ts';

/** An ISO week, '2026-W48': Monday first, the year's first week is the one with 4 January. */
export type Week = string;

/** The ISO week that a day belongs to; 2027-01-03 is still in 2026-W53. */
export function weekOfDay(day: Day): Week {
	const thursday = addDays(day, 4 - weekdayOf(day));
	const year = thursday.slice(0, 4);
	const number = Math.floor((dayNumber(thursday) - dayNumber(`${year}-01-01`)) / 7) + 1;
	return `${year}-W${String(number).padStart(2, '0')}`;
}

/** The ISO week that the zone's calendars show at an instant. */
export function weekOf(instant: Date, zone: string): Week {
	return weekOfDay(dayOf(instant, zone));
}

/** True for a week that exists: '2026-W53' does, '2027-W53' and '2026-W60' do not. */
export function isWeek(text: string): boolean {
	if (!/^(19[7-9]|2\d\d)\d-W\d{2}$/.test(text)) return false;
	const number = Number(text.slice(6));
	// Every year has 52 weeks; whether it has one more, only the calendar tells.
	return number === 53 ? weekOfDay(mondayOf(text)) === text : number >= 1 && number <= 52;
}

/** The Monday of a week. */
export function mondayOf(week: Week): Day {
	const fourthOfJanuary = `${week.slice(0, 4)}-01-04`;
	const firstMonday = addDays(fourthOfJanuary, 1 - weekdayOf(fourthOfJanuary));
	return addDays(firstMonday, (Number(week.slice(6)) - 1) * 7);
}

/** The seven days of a week, Monday first. */
export function daysOfWeek(week: Week): Day[] {
	const monday = mondayOf(week);
	return [0, 1, 2, 3, 4, 5, 6].map((index) => addDays(monday, index));
}

export function addWeeks(week: Week, count: number): Week {
	return weekOfDay(addDays(mondayOf(week), count * 7));
}

/** So many weeks in a row, the given one first. */
export function weeksFrom(week: Week, count: number): Week[] {
	return Array.from({ length: count }, (_, index) => addWeeks(week, index));
}
