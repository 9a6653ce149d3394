import { describe, expect, it } from 'vitest';
import { localeOf, withLocale, withoutLocale } from './address.ts';

describe('the language in the address', () => {
	it.each([
		['/', 'pl'],
		['/chrzanow', 'pl'],
		['/en', 'en'],
		['/en/chrzanow', 'en'],
		['/uk?day=2026-11-26', 'uk'],
		['/uk#main', 'uk'],
		['/english', 'pl'],
		['/pl/chrzanow', 'pl'],
		['', 'pl']
	])('%s is in %s', (path, locale) => {
		expect(localeOf(path)).toBe(locale);
	});

	it.each([
		['/', '/'],
		['/en', '/'],
		['/en/', '/'],
		['/en?x=1', '/?x=1'],
		['/uk/chrzanow/calendar', '/chrzanow/calendar'],
		['/ukulele', '/ukulele']
	])('%s without it is %s', (path, bare) => {
		expect(withoutLocale(path)).toBe(bare);
	});

	it.each([
		['/', 'en', '/en'],
		['/?a=1', 'en', '/en?a=1'],
		['/en/chrzanow?a=1#b', 'uk', '/uk/chrzanow?a=1#b'],
		['/uk/chrzanow', 'pl', '/chrzanow'],
		['/chrzanow', 'pl', '/chrzanow'],
		['/en', 'pl', '/']
	] as const)('%s in %s is %s', (path, locale, address) => {
		expect(withLocale(path, locale)).toBe(address);
	});
});
