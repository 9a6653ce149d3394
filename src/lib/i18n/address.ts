/**
 * The language is the first part of the address: Polish has none, /en and /uk are the others.
 * Pure functions on paths; `links.ts` knows the reader's language.
 */
export const locales = ['pl', 'en', 'uk'] as const;
export type Locale = (typeof locales)[number];
export const baseLocale: Locale = 'pl';

export function isLocale(value: unknown): value is Locale {
	return locales.some((locale) => locale === value);
}

/** The language of a path such as `/en/chrzanow`. */
export function localeOf(path: string): Locale {
	const first = path.split(/[/?#]/, 2)[1];
	return isLocale(first) && first !== baseLocale ? first : baseLocale;
}

/** `/en/chrzanow?day=…` → `/chrzanow?day=…`; the path as routes know it. */
export function withoutLocale(path: string): string {
	const locale = localeOf(path);
	if (locale === baseLocale) return path;
	const rest = path.slice(locale.length + 1);
	return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The same page in another language: keeps query and fragment. */
export function withLocale(path: string, locale: Locale): string {
	const bare = withoutLocale(path);
	if (locale === baseLocale) return bare;
	return bare === '/' ? `/${locale}` : `/${locale}${bare.replace(/^\/(?=[?#]|$)/, '')}`;
}
