import { describe, expect, it } from 'vitest';
import { m } from './paraglide/messages.js';

/** A noun with a number, as every plural message goes through it: "Tu mieści się 5 osób." */
const people = (locale: 'pl' | 'en' | 'uk') => (capacity: number) =>
	m.error_booking_over_capacity({ capacity }, { locale });

describe('plural forms', () => {
	it.each([
		[0, '0 osób'],
		[1, '1 osoba'],
		[2, '2 osoby'],
		[5, '5 osób'],
		[12, '12 osób'],
		[21, '21 osób'],
		[22, '22 osoby'],
		[1.5, '1.5 osoby']
	])('Polish %d', (count, words) => {
		expect(people('pl')(count)).toContain(words);
	});

	it.each([
		[0, '0 осіб'],
		[1, '1 особа'],
		[2, '2 особи'],
		[5, '5 осіб'],
		[12, '12 осіб'],
		[21, '21 особа'],
		[22, '22 особи'],
		[1.5, '1.5 особи']
	])('Ukrainian %d', (count, words) => {
		expect(people('uk')(count)).toContain(words);
	});

	it.each([
		[0, '0 people'],
		[1, '1 person'],
		[2, '2 people'],
		[21, '21 people'],
		[1.5, '1.5 people']
	])('English %d', (count, words) => {
		expect(people('en')(count)).toContain(words);
	});
});
