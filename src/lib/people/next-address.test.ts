import { describe, expect, it } from 'vitest';
import { nextAddress } from './next-address.ts';

const origin = 'https://mam.example';

describe('where to go after signing in', () => {
	it.each(['/me', '/', '/chrzanow/book?kind=room&day=2026-11-26#when', '/en/me', '/a//b'])(
		'%s is inside the app and followed',
		(next) => {
			expect(nextAddress(next, origin)).toBe(next);
		}
	);

	it.each([
		'//evil.example',
		'///evil.example',
		'/\\evil.example',
		'\\\\evil.example',
		'/\t/evil.example',
		'/\n/evil.example',
		'\t//evil.example',
		'https:evil.example',
		'https://evil.example/',
		'https://mam.example.evil.example',
		'javascript:alert(1)',
		'data:text/html,x',
		'evil.example',
		'@evil.example',
		'/.//evil.example',
		'/..//evil.example',
		'/a/..//evil.example',
		'/sign-in',
		'/en/sign-in?next=/me',
		''
	])('%j leads to the own page instead', (next) => {
		expect(nextAddress(next, origin)).toBe('/me');
	});

	it.each(['/@evil.example', '/%2f%2fevil.example', '/%5cevil.example', '/https://evil.example'])(
		'%s stays a path of ours',
		(next) => {
			const address = nextAddress(next, origin);

			expect(new URL(address, origin).origin).toBe(origin);
		}
	);

	it('nothing given leads to the fallback', () => {
		expect(nextAddress(null, origin, '/chrzanow')).toBe('/chrzanow');
	});
});
