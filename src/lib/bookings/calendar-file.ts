import type { Period } from '../calendar/periods.ts';

/**
 * One appointment as an iCalendar file (RFC 5545). Written by hand: a single event with its times
 * in UTC is ten lines, the libraries bring parsers, time zones and recurrence of 20 kB and more.
 */
export type Appointment = Period & {
	/** Stays the same for the same booking, so that a second import replaces the first. */
	uid: string;
	/** Rises with every change. */
	sequence: number;
	title: string;
	location: string;
	description: string;
	url: string;
	isCertain: boolean;
};

/** The file's text. `stamp` is when it is made. */
export function calendarFile(appointment: Appointment, stamp: Date): string {
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//MAM//MAM//PL',
		'METHOD:PUBLISH',
		'BEGIN:VEVENT',
		`UID:${escaped(appointment.uid)}`,
		`SEQUENCE:${String(appointment.sequence)}`,
		`DTSTAMP:${instant(stamp)}`,
		`DTSTART:${instant(appointment.starts)}`,
		`DTEND:${instant(appointment.ends)}`,
		`SUMMARY:${escaped(appointment.title)}`,
		`LOCATION:${escaped(appointment.location)}`,
		`DESCRIPTION:${escaped(appointment.description)}`,
		`URL:${appointment.url}`,
		`STATUS:${appointment.isCertain ? 'CONFIRMED' : 'TENTATIVE'}`,
		'END:VEVENT',
		'END:VCALENDAR'
	];
	return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** 20261126T160000Z */
function instant(date: Date): string {
	return `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function escaped(text: string): string {
	return text
		.replace(/[\\;,]/g, '\\$&')
		.replace(/\r\n|\r|\n/g, '\\n')
		.replace(/\p{Cc}/gu, '');
}

/** Lines are at most 75 octets; a longer one goes on after a line break and a space. */
function folded(line: string): string {
	let result = '';
	let octets = 0;
	for (const character of line) {
		const size = new TextEncoder().encode(character).length;
		if (octets + size > 75) {
			result += '\r\n ';
			octets = 1;
		}
		result += character;
		octets += size;
	}
	return result;
}
