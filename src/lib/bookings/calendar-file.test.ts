import fc from 'fast-check';
import ICAL from 'ical.js';
import { expect, it } from 'vitest';
import { calendarFile, type Appointment } from './calendar-file.ts';
import { period } from './schedule.fixture.ts';

const stamp = new Date('2026-11-21T11:00:00Z');
const rehearsal: Appointment = {
	...period('2026-11-26', '17:00', '19:00'),
	uid: '5b0c4b4e-0000-4000-8000-000000000001@mam',
	sequence: 2,
	title: 'Próba chóru; Łódź, „Kasztan”',
	location: 'MAM Chrzanów, ul. Kasztanowa 7',
	description: 'Pierwszy wiersz\nDrugi wiersz',
	url: 'https://mam.example/bookings/5b0c4b4e-0000-4000-8000-000000000001',
	isCertain: true
};

function eventIn(file: string) {
	const event = ICAL.Component.fromString(file).getFirstSubcomponent('vevent');
	if (!event) throw new Error('no event');
	return new ICAL.Event(event);
}

it('is read back by a calendar as it was meant', () => {
	const event = eventIn(calendarFile(rehearsal, stamp));

	expect(event.uid).toBe(rehearsal.uid);
	expect(event.summary).toBe(rehearsal.title);
	expect(event.location).toBe(rehearsal.location);
	expect(event.description).toBe(rehearsal.description);
	expect(event.startDate.toJSDate()).toEqual(rehearsal.starts);
	expect(event.endDate.toJSDate()).toEqual(rehearsal.ends);
	expect(event.sequence).toBe(2);
});

it('says that a mere request is not certain yet', () => {
	expect(calendarFile({ ...rehearsal, isCertain: false }, stamp)).toContain('STATUS:TENTATIVE\r\n');
});

it('keeps any text, in lines of at most 75 octets', () => {
	const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
	fc.assert(
		fc.property(texts, texts, (title, description) => {
			const clean = (text: string) => text.replace(/\r\n|\r/g, '\n').replace(/(?!\n)\p{Cc}/gu, '');

			const file = calendarFile({ ...rehearsal, title, description }, stamp);

			expect(eventIn(file).summary).toBe(clean(title));
			expect(eventIn(file).description).toBe(clean(description));
			for (const line of file.split('\r\n'))
				expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
		})
	);
});
