import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Locale } from '../i18n/address.ts';
import { baseLocale, overwriteGetLocale } from '../i18n/paraglide/runtime.js';
import { describeRule, isLastOfMonth, leftOutBy, parseRule, ruleJson } from './series-rule.ts';

const tuesdays = parseRule({
	freq: 'weekly',
	every: 1,
	weekdays: [2],
	from: '2026-10-27',
	starts: '17:00',
	ends: '19:00',
	count: 8
});

function sentence(rule: object, locale: Locale, dates = { last: '2026-12-15', count: 8 }): string {
	overwriteGetLocale(() => locale);
	return describeRule({ ...tuesdays, ...rule }, dates, locale).replaceAll('\u00a0', ' ');
}

afterAll(() => {
	overwriteGetLocale(() => baseLocale);
});

describe('the sentence of a rule', () => {
	it('says days, time, end and number in the reader’s language', () => {
		expect(sentence({}, 'pl')).toBe('Co tydzień we wtorki, 17:00–19:00, do 15 grudnia, 8 terminów');
		expect(sentence({}, 'en')).toBe(
			'Every week on Tuesdays, 17:00–19:00, until 15 December, 8 dates'
		);
		expect(sentence({}, 'uk')).toBe('Щотижня щовівторка, 17:00–19:00, до 15 грудня, 8 дат');
	});

	it.each([
		[{ every: 2, weekdays: [4, 1] }, 'Co 2 tygodnie w poniedziałki i w czwartki'],
		[{ every: 5, weekdays: [] }, 'Co 5 tygodni we wtorki'],
		[{ freq: 'daily' }, 'Codziennie'],
		[{ freq: 'daily', every: 3 }, 'Co 3 dni'],
		[{ freq: 'monthly', monthly: 'date' }, 'Co miesiąc 27. dnia'],
		[{ freq: 'monthly', monthly: 'position' }, 'Co miesiąc w czwarty wtorek'],
		[{ freq: 'monthly', monthly: 'last', every: 2 }, 'Co 2 miesiące w ostatni wtorek'],
		[{ freq: 'monthly', monthly: 'position', from: '2026-10-07' }, 'Co miesiąc w pierwszą środę']
	])('counts and declines in Polish: %j', (rule, start) => {
		expect(sentence(rule, 'pl')).toBe(`${start}, 17:00–19:00, do 15 grudnia, 8 terminów`);
	});

	it.each([
		[{ every: 2 }, 'Every 2 weeks on Tuesdays'],
		[{ freq: 'monthly', monthly: 'position' }, 'Every month on the fourth Tuesday']
	])('counts in English: %j', (rule, start) => {
		expect(sentence(rule, 'en')).toContain(start);
	});

	it.each([
		[{ every: 21 }, 'Кожен 21 тиждень щовівторка'],
		[{ every: 2 }, 'Кожні 2 тижні щовівторка'],
		[{ freq: 'monthly', monthly: 'last', from: '2026-10-30' }, 'Щомісяця в останню п’ятницю']
	])('counts and declines in Ukrainian: %j', (rule, start) => {
		expect(sentence(rule, 'uk')).toContain(start);
	});

	it('says the year when the series ends in another one', () => {
		expect(sentence({}, 'pl', { last: '2027-01-12', count: 12 })).toContain('do 12 stycznia 2027');
	});

	it('is said without its end while nobody has counted the dates', () => {
		overwriteGetLocale(() => 'pl');

		expect(describeRule(tuesdays, null, 'pl')).toBe('Co tydzień we wtorki, 17:00–19:00');
	});
});

describe('a monthly rule', () => {
	beforeEach(() => {
		overwriteGetLocale(() => 'pl');
	});

	it('says what it leaves out, and only then', () => {
		const monthly = { ...tuesdays, freq: 'monthly' } as const;

		expect(leftOutBy({ ...monthly, from: '2026-12-31' })).toContain('31. dnia');
		expect(leftOutBy({ ...monthly, monthly: 'position', from: '2026-12-31' })).toContain('piątego');
		expect(leftOutBy({ ...monthly, monthly: 'last', from: '2026-12-31' })).toBeNull();
		expect(leftOutBy({ ...monthly, from: '2026-12-28' })).toBeNull();
		expect(leftOutBy(tuesdays)).toBeNull();
	});

	it('knows the last seven days of a month', () => {
		expect(isLastOfMonth('2026-10-25')).toBe(true);
		expect(isLastOfMonth('2026-10-24')).toBe(false);
		expect(isLastOfMonth('2027-02-22')).toBe(true);
	});
});

it('a rule goes to the database with one end, and comes back as it was', () => {
	expect(parseRule(ruleJson(tuesdays))).toEqual(tuesdays);
	expect(ruleJson({ ...tuesdays, until: '2026-12-31' })).not.toHaveProperty('count');
});
