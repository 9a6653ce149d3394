import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { locales } from '../i18n/address.ts';
import { overwriteGetLocale } from '../i18n/paraglide/runtime.js';
import { messageFor, messages } from './error-messages.ts';
import { AppError } from './errors.ts';

const migrations = new URL('../../../supabase/migrations/', import.meta.url);

/** Codes as the migrations write them: private.refuse('code' …) or {"error": "code"}. */
function codesInMigrations(): string[] {
	const sql = readdirSync(migrations)
		.filter((name) => name.endsWith('.sql'))
		.map((name) => readFileSync(new URL(name, migrations), 'utf8'))
		.join('\n');
	const refused = sql.matchAll(/(?:refuse\(|'error',|"error":)\s*['"]([a-z]+\.[a-z_]+)['"]/g);
	return [...new Set([...refused].map(([, code = '']) => code))].sort();
}

describe('messages for errors', () => {
	it('every code that the database refuses with has a message', () => {
		const missing = codesInMigrations().filter((code) => !(code in messages));

		expect(codesInMigrations().length).toBeGreaterThan(20);
		expect(missing).toEqual([]);
	});

	it.each(locales)('every code reads as a sentence without parameters, in %s', (locale) => {
		overwriteGetLocale(() => locale);

		for (const code of Object.keys(messages)) {
			expect(messageFor(new AppError(code)), code).toMatch(/^\p{Lu}.{10,}\.$/u);
		}
	});

	it('an unknown code reads as unexpected', () => {
		overwriteGetLocale(() => 'en');

		expect(messageFor(new AppError('booking.never_heard_of'))).toBe(
			messageFor(new AppError('unexpected'))
		);
	});

	it('says opening hours in the time zone of the centre', () => {
		overwriteGetLocale(() => 'pl');
		const error = new AppError('booking.outside_opening_hours', {
			date: '2031-11-27',
			open: [{ opens: '2031-11-27T09:00:00Z', closes: '2031-11-27T19:00:00Z' }]
		});

		expect(messageFor(error, 'Europe/Warsaw')).toMatch(/27.listopada 2031, 10:00–20:00/);
	});

	it('says why it is closed in the language of the reader', () => {
		overwriteGetLocale(() => 'uk');
		const error = new AppError('booking.closed', { reason: { pl: 'Remont', uk: 'Ремонт' } });

		expect(messageFor(error)).toContain('Ремонт');
	});

	it('counts what is left in Polish', () => {
		overwriteGetLocale(() => 'pl');
		const left = (free: number) =>
			messageFor(new AppError('booking.not_enough_units', { free, units: 30 }));

		expect(left(1)).toContain('wolna jest tylko 1 sztuka');
		expect(left(2)).toContain('wolne są tylko 2 sztuki');
		expect(left(5)).toContain('wolnych jest tylko 5 sztuk');
		expect(left(22)).toContain('wolne są tylko 22 sztuki');
		expect(left(0)).toContain('wszystkie są zajęte');
	});

	it('says what is used up of a limit, when, and what is left, in Polish', () => {
		overwriteGetLocale(() => 'pl');
		const hours = { whose: 'person', minutes_used: 540, minutes_limit: 720 };

		expect(
			messageFor(
				new AppError('booking.over_quota', { ...hours, per: 'month', month: '2026-12-01' })
			)
		).toMatch(/^Twój limit w grudniu: wykorzystane 9.godz\. z 12.godz\., zostało 3.godz\. Wybierz/);
		expect(
			messageFor(new AppError('booking.over_quota', { ...hours, per: 'week', week: '2026-11-30' }))
		).toMatch(/^Twój limit w tygodniu od 30.listopada: /);
		expect(
			messageFor(
				new AppError('booking.over_share', {
					...hours,
					whose: 'organisation',
					percent: 20,
					month: '2026-09-01'
				})
			)
		).toMatch(/do 20% godzin otwarcia.*Wykorzystane we wrześniu: 9.godz\. z 12/);
	});

	it('counts bookings and things at once', () => {
		const at = (count: number, things = false) =>
			messageFor(
				new AppError('booking.over_quota', {
					whose: 'person',
					per: 'at_once',
					count_used: count,
					count_limit: count,
					...(things ? { things } : {})
				})
			);

		overwriteGetLocale(() => 'pl');
		expect(at(3)).toContain('3 z 3 rezerwacji naraz');
		expect(at(5, true)).toContain('5 z 5 rzeczy naraz');
		overwriteGetLocale(() => 'en');
		expect([at(1), at(2)]).toEqual([
			expect.stringContaining('1 of 1 booking at'),
			expect.stringContaining('2 of 2 bookings at')
		]);
		overwriteGetLocale(() => 'uk');
		expect([at(1), at(3), at(21)]).toEqual([
			expect.stringContaining('1 з 1 бронювання '),
			expect.stringContaining('3 з 3 бронювань '),
			expect.stringContaining('21 з 21 бронювання ')
		]);
	});

	it('uses the hours of a limit where its number is not what is over', () => {
		overwriteGetLocale(() => 'en');
		const error = new AppError('booking.over_quota', {
			whose: 'person',
			per: 'month',
			month: '2026-12-01',
			count_used: 1,
			count_limit: 9,
			minutes_used: 60,
			minutes_limit: 90
		});

		expect(messageFor(error)).toMatch(/1.hr of 1.hr 30.mins used/);
	});
});
