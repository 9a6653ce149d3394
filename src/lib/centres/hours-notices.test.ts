import { expect, test } from 'vitest';
import { instantAt } from '../calendar/wall-clock.ts';
import { hoursNotices } from './hours-notices.ts';

const zone = 'Europe/Warsaw';
const day = (date: string, reason: string | null, hours: [string, string] | null) => ({
	date,
	open: hours
		? [{ starts: instantAt(date, hours[0], zone), ends: instantAt(date, hours[1], zone) }]
		: [],
	closed: reason === null ? null : { reason: { pl: reason }, isPublicHoliday: false }
});

test('closures of the coming days are told, usual days off and far ones are not', () => {
	const days = [
		day('2026-12-20', null, null),
		day('2026-12-21', 'Przegląd', ['14:00', '20:00']),
		day('2026-12-24', 'Wigilia', null),
		day('2026-12-27', 'Święto w niedzielę', null),
		day('2027-01-06', 'Trzech Króli', null)
	];

	const told = hoursNotices(days, '2026-12-20');

	expect(told.map((notice) => [notice.day, notice.open.length])).toEqual([
		['2026-12-21', 1],
		['2026-12-24', 0]
	]);
});
