import { describe, expect, test } from 'vitest';
import { readConfiguration } from './env.ts';

describe('a value that is wrong or contradicts another is told in one sentence', () => {
	test.each([
		[{ PORT: 'abc' }, 'PORT has to be a number.'],
		[{ PORT: '70000' }, 'PORT has to be between 1 and 65535.'],
		[{ PORT: '3000.5' }, 'PORT has to be a whole number.'],
		[{ HOST: 'not a host' }, 'HOST has to be an address or a name of this machine.'],
		[{ ORIGIN: 'mam.example.pl' }, 'ORIGIN has to be an address such as'],
		[{ ORIGIN: 'ftp://mam.example.pl' }, 'ORIGIN has to be an address such as'],
		[{ ORIGIN: 'https://mam.example.pl/app' }, 'ORIGIN has to be scheme, host and port only'],
		[{ MAM_DEMO: 'yes' }, 'MAM_DEMO has to be 0 or 1.'],
		[{ MAM_DEMO: '0' }, 'SMTP_URL and MAIL_FROM are needed'],
		[{ DATABASE_URL: 'postgres://a@b/c' }, 'SMTP_URL and MAIL_FROM are needed'],
		[{ DATABASE_URL: 'mysql://a/b', MAM_DEMO: '1' }, 'DATABASE_URL has to look like postgres://'],
		[{ SMTP_URL: 'http://mail' }, 'SMTP_URL has to look like smtps://'],
		[{ SMTP_URL: 'smtp://127.0.0.1:25' }, 'SMTP_URL needs MAIL_FROM'],
		[{ MAIL_FROM: 'nobody' }, 'MAIL_FROM has to hold an e-mail address.'],
		[{ MAM_TOKEN_SECONDS: '1' }, 'MAM_TOKEN_SECONDS has to be at least 5.'],
		[{ PUBLIC_SUPABASE_URL: 'abc' }, 'PUBLIC_SUPABASE_URL has to be an address such as'],
		[{ PUBLIC_SUPABASE_URL: 'https://a.b' }, 'needs PUBLIC_SUPABASE_PUBLISHABLE_KEY.'],
		[{ PUBLIC_SUPABASE_URL: 'https://a.b' }, 'PUBLIC_SUPABASE_URL needs DATABASE_URL.'],
		[{ PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'x' }, 'needs PUBLIC_SUPABASE_URL.'],
		[{ SUPABASE_SECRET_KEY: 'x' }, 'SUPABASE_SECRET_KEY needs PUBLIC_SUPABASE_URL.'],
		[{ XFF_DEPTH: '2' }, 'XFF_DEPTH needs ADDRESS_HEADER'],
		[{ ADDRESS_HEADER: 'a b' }, 'ADDRESS_HEADER has to be the name of a header.']
	])('%o', (variables, sentence) => {
		expect(() => readConfiguration(variables)).toThrow(sentence);
	});

	test('all of them at once', () => {
		const read = () => readConfiguration({ PORT: 'abc', MAM_DEMO: 'yes' });

		expect(read).toThrow('PORT has to be a number.\nMAM_DEMO has to be 0 or 1.');
	});
});

test('without any variable it is the demo on the embedded database', () => {
	expect(readConfiguration({ PATH: '/bin', SMTP_URL: '' })).toEqual({
		host: '127.0.0.1',
		port: 3000,
		origin: 'http://localhost:3000',
		dataDir: '.data',
		tokenSeconds: 3600,
		backend: { kind: 'own', databaseUrl: undefined, demo: true, mail: undefined }
	});
});

test('a Supabase elsewhere is used as it is', () => {
	const { origin, backend } = readConfiguration({
		ORIGIN: 'https://mam.example.pl/',
		PUBLIC_SUPABASE_URL: 'https://abc.supabase.co/',
		PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
		DATABASE_URL: 'postgresql://a:b@c:6543/d'
	});

	expect(origin).toBe('https://mam.example.pl');
	expect(backend).toEqual({
		kind: 'hosted',
		databaseUrl: 'postgresql://a:b@c:6543/d',
		apiUrl: 'https://abc.supabase.co',
		publishableKey: 'sb_publishable_x'
	});
});
