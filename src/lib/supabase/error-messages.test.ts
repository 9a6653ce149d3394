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
});
