import { tzOffset } from '@date-fns/tz/tzOffset';
import { addDays, dayFromNumber, dayNumber, type Day } from './days.ts';

const minute = 60_000;
const dayMinutes = 24 * 60;

/** Minutes by which the zone is ahead of UTC at an instant: Warsaw 60 in winter, 120 in summer. */
function offset(zone: string, time: number): number {
	return tzOffset(zone, new Date(time));
}

/**
 * The instant at which the zone's clocks show the wall-clock time, given in minutes after midnight
 * (1440 is the next midnight). A time that clocks skip in spring is read with the offset before
 * the change (02:30 becomes 03:30), one that they show twice in autumn is the second of the two:
 * both as Postgres' `at time zone` does. TZDate of @date-fns/tz is not used for this because its
 * choice of the two depends on the time zone of the process.
 */
export function instantAtMinutes(day: Day, minutes: number, zone: string): Date {
	const wall = (dayNumber(day) * dayMinutes + minutes) * minute;
	const before = wall - offset(zone, wall - dayMinutes * minute) * minute;
	const after = wall - offset(zone, wall + dayMinutes * minute) * minute;
	const isAfterReal = wall - offset(zone, after) * minute === after;
	return new Date(isAfterReal ? after : before);
}

/** The instant at which the zone's clocks show `time` ('17:00', '24:00') on the day. */
export function instantAt(day: Day, time: string, zone: string): Date {
	return instantAtMinutes(day, minutesOfTime(time), zone);
}

/** '17:30' → 1050, '24:00' → 1440; NaN when it is no time. Seconds are not read. */
export function minutesOfTime(time: string): number {
	const match = /^([01]\d|2[0-4]):([0-5]\d)/.exec(time);
	const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : NaN;
	return minutes <= dayMinutes ? minutes : NaN;
}

/** 1050 → '17:30'. */
export function timeOfMinutes(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	return `${String(hours).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The day that the zone's calendars show at an instant. */
export function dayOf(instant: Date, zone: string): Day {
	return dayFromNumber(Math.floor(wallMinutes(instant, zone) / dayMinutes));
}

/** What the zone's clocks show at an instant, in minutes after midnight. */
export function minutesOf(instant: Date, zone: string): number {
	return Math.floor(wallMinutes(instant, zone)) % dayMinutes;
}

/** What the zone's clocks show at an instant: '17:30'. */
export function timeOf(instant: Date, zone: string): string {
	return timeOfMinutes(minutesOf(instant, zone));
}

/** From the day's first instant to the next day's: 23, 24 or 25 hours. */
export function periodOfDay(day: Day, zone: string): { starts: Date; ends: Date } {
	return {
		starts: instantAtMinutes(day, 0, zone),
		ends: instantAtMinutes(addDays(day, 1), 0, zone)
	};
}

function wallMinutes(instant: Date, zone: string): number {
	return instant.getTime() / minute + offset(zone, instant.getTime());
}
