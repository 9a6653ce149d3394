import { describe, expect, test } from 'vitest';
import { writeCodeMail } from './code-mail.ts';
import { localeOfRequest } from './mail-locale.ts';

describe.each([
	['pl', 'Kod jest ważny przez 10 minut.'],
	['en', 'The code is valid for 10 minutes.'],
	['uk', 'Код дійсний 10 хвилин.']
] as const)('the mail in %s', (locale, sentence) => {
	test('shows the code in its subject, on a line of its own, and large', () => {
		const mail = writeCodeMail('a@visitor.example', '012345', locale);

		expect(mail.subject).toContain('012345');
		expect(mail.text.split('\n')).toContain('012345');
		expect(mail.html).toMatch(/font-size:36px[^>]*>012345</);
		expect(mail.text).toContain(sentence);
	});
});

describe('the language of a mail', () => {
	const path = '/auth/v1/otp';

	test.each([
		['{"data":{"locale":"uk"}}', 'en-GB,en;q=0.9', 'uk'],
		['{"data":{"locale":"xx"}}', 'en-GB,en;q=0.9', 'en'],
		['{}', 'de-DE,uk;q=0.8,en;q=0.5', 'uk'],
		['{', 'de-DE', 'pl'],
		['', undefined, 'pl']
	])('of %s and %s', (body, acceptLanguage, expected) => {
		const headers = acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage };

		expect(localeOfRequest(path, body, headers)).toBe(expected);
	});
});
