import { daysOfWeek, type Week } from '../calendar/weeks.ts';
import { instantAt } from '../calendar/wall-clock.ts';
import type { Schedule, ScheduleEntry, ScheduleResource } from '../calendar/schedule.ts';

/** For tests: weeks of an invented centre in Warsaw's zone, open every day from 10:00 to 20:00. */
export const zone = 'Europe/Warsaw';

export function at(day: string, time: string): Date {
	return instantAt(day, time, zone);
}

export function period(day: string, from: string, to: string): { starts: Date; ends: Date } {
	return { starts: at(day, from), ends: at(day, to) };
}

export function room(id: string, changes: Partial<ScheduleResource> = {}): ScheduleResource {
	return {
		id,
		slug: id,
		kind: 'room',
		name: { pl: id },
		place: null,
		capacity: 16,
		features: [],
		accessibility: [],
		colour: 1,
		take: 'all',
		units: [{ id: `${id}-1`, label: '1', turnaround: 0 }],
		step: 30,
		min: 30,
		max: 240,
		leadMinutes: 0,
		firstDay: '2026-01-01',
		lastDay: '2027-12-31',
		approval: 'auto',
		openTo: 'everyone',
		statement: null,
		age: null,
		adults: false,
		isLentHome: false,
		open: null,
		...changes
	};
}

export function pool(id: string, count: number, changes: Partial<ScheduleResource> = {}) {
	const units = Array.from({ length: count }, (_, index) => ({
		id: `${id}-${index + 1}`,
		label: String(index + 1),
		turnaround: 0
	}));
	return room(id, { kind: 'equipment', take: 'any', units, capacity: null, ...changes });
}

export function entry(
	id: string,
	units: string[],
	when: { starts: Date; ends: Date },
	turnaround = 0
): ScheduleEntry {
	return {
		id,
		...when,
		freeFrom: new Date(when.ends.getTime() + turnaround * 60_000),
		title: null,
		organisation: null,
		status: 'confirmed',
		resources: [],
		units
	};
}

export function schedule(
	week: Week,
	resources: ScheduleResource[],
	entries: ScheduleEntry[] = [],
	hours: [string, string][] = [['10:00', '20:00']]
): Schedule {
	return {
		version: 'test',
		week,
		centre: { id: 'c', slug: 'c', name: 'C', municipality: 'C', timeZone: zone },
		days: daysOfWeek(week).map((date) => ({
			date,
			open: hours.map(([from, to]) => period(date, from, to)),
			closed: null
		})),
		resources,
		entries
	};
}
