import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { format } from 'date-fns/format';
import { getISODay } from 'date-fns/getISODay';
import { lastDayOfMonth } from 'date-fns/lastDayOfMonth';

export const zone = 'Europe/Warsaw';

/** A local day of the centre, `2026-11-26`, some days from today. */
export function dayAhead(days: number): string {
	return format(addDays(TZDate.tz(zone), days), 'yyyy-MM-dd');
}

export function daysAfter(day: string, days: number): string {
	return format(addDays(new Date(`${day}T12:00:00Z`), days), 'yyyy-MM-dd');
}

/** The first such ISO weekday (1 = Monday) that is at least some days away. */
export function weekdayAhead(weekday: number, atLeast = 2): string {
	const day = dayAhead(atLeast);
	const at = getISODay(new Date(`${day}T12:00:00Z`));
	return daysAfter(day, (weekday - at + 7) % 7);
}

/** The instant at which a clock on the wall of the centre shows that time, as ISO 8601 in UTC. */
export function at(day: string, time: string): string {
	const [year, month, date] = numbers(day, '-');
	const [hour, minute] = numbers(time, ':');
	const local = new TZDate(year, month - 1, date, hour, minute, zone);
	return new Date(local.getTime()).toISOString();
}

export function minutesAfter(instant: string, minutes: number): string {
	return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

/** The coming day on which clocks change: the last Sunday of March or October, days away. */
export function nextClockChange(month: 3 | 10): string {
	const today = dayAhead(2);
	for (let year = Number(today.slice(0, 4)); ; year++) {
		const last = lastDayOfMonth(new Date(year, month - 1, 1, 12));
		const sunday = format(addDays(last, -(getISODay(last) % 7)), 'yyyy-MM-dd');
		if (sunday >= today) return sunday;
	}
}

/** As the database writes instants. */
export function iso(instant: string): string {
	return instant.replace('.000Z', 'Z');
}

function numbers(text: string, separator: string): [number, number, number] {
	const [a = 0, b = 0, c = 0] = text.split(separator).map(Number);
	return [a, b, c];
}
