import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

const locales = ['pl', 'en', 'uk'] as const;

export type MailLocale = (typeof locales)[number];

const localeOfMail = new AsyncLocalStorage<MailLocale>();

/** Runs the work; mails sent in its course are written in this language. */
export function withMailLocale<T>(locale: MailLocale, work: () => T): T {
	return localeOfMail.run(locale, work);
}

export function currentMailLocale(): MailLocale {
	return localeOfMail.getStore() ?? 'pl';
}

const CodeRequest = z.object({ data: z.object({ locale: z.enum(locales) }) });

/**
 * The reader's language: what the app says in `signInWithOtp({ options: { data: { locale } } })`
 * (lite itself drops these data), else the browser's languages, else Polish.
 */
export function localeOfRequest(
	path: string,
	body: string,
	headers: IncomingHttpHeaders
): MailLocale {
	if (!path.startsWith('/auth/v1/otp')) return 'pl';
	return localeOfBody(body) ?? localeOfHeader(headers['accept-language']) ?? 'pl';
}

function localeOfBody(body: string): MailLocale | undefined {
	try {
		return CodeRequest.parse(JSON.parse(body)).data.locale;
	} catch {
		return undefined;
	}
}

function localeOfHeader(header: string | undefined): MailLocale | undefined {
	const wanted = (header ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
	return wanted.flatMap((code) => locales.filter((locale) => locale === code))[0];
}
