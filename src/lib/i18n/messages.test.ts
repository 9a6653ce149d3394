import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { locales, type Locale } from './address.ts';

const folder = new URL('./messages/', import.meta.url);
const domains = readdirSync(new URL('pl/', folder)).sort();

type Messages = Record<string, unknown>;

function read(locale: Locale, file: string): Messages {
	const parsed: unknown = JSON.parse(readFileSync(new URL(`${locale}/${file}`, folder), 'utf8'));
	return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}

/** `{name}` placeholders of a message, with all its variants. */
function inputs(message: unknown): string[] {
	const text = JSON.stringify(message);
	return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();
}

/** Which plural forms the message has, by its `…Plural=form` keys. */
function pluralForms(message: unknown): string[] {
	const forms = JSON.stringify(message).matchAll(/Plural=(zero|one|two|few|many|other)/g);
	return [...new Set([...forms].map(([, form = '']) => form))].sort();
}

describe('message files', () => {
	it('are the same files in every language', () => {
		for (const locale of locales) {
			expect(readdirSync(new URL(`${locale}/`, folder)).sort()).toEqual(domains);
		}
	});

	it('are all known to the project', () => {
		const settings = readFileSync(
			new URL('./project.inlang/settings.json', import.meta.url),
			'utf8'
		);

		for (const file of domains.filter((name) => name !== 'mail.json')) {
			expect(settings).toContain(`{locale}/${file}`);
		}
	});

	it('never say the same key twice in different files', () => {
		const keys = domains.flatMap((file) => Object.keys(read('pl', file)));

		expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
	});

	describe.each(domains)('%s', (file) => {
		const polish = read('pl', file);

		it.each(locales)('has every key in %s', (locale) => {
			expect(Object.keys(read(locale, file)).sort()).toEqual(Object.keys(polish).sort());
		});

		it.each(locales)('says something for each key in %s', (locale) => {
			for (const [key, message] of Object.entries(read(locale, file))) {
				expect(JSON.stringify(message), key).toMatch(/\p{L}|\{/u);
			}
		});

		it.each(locales)('fills in the same parameters in %s', (locale) => {
			const translated = read(locale, file);
			for (const [key, message] of Object.entries(polish)) {
				expect(inputs(translated[key]), key).toEqual(inputs(message));
			}
		});

		it.each(locales)('has every plural form that %s needs', (locale) => {
			const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted();
			for (const [key, message] of Object.entries(read(locale, file))) {
				const forms = pluralForms(message);
				if (forms.length > 0) expect(forms, key).toEqual(needed);
			}
		});
	});
});
