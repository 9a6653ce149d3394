import { isLocale, type Locale } from '../i18n/address.ts';

/**
 * What this device remembers about its reader, without an account and without a cookie. Storage may
 * be closed (private windows), so that every access may fail, and then nothing is remembered.
 */
export type Theme = 'system' | 'light' | 'dark';

const keys = { theme: 'mam-theme', locale: 'mam-locale', centre: 'mam-centre' } as const;

function read(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}

function write(key: string, value: string | null): void {
	try {
		if (value === null) localStorage.removeItem(key);
		else localStorage.setItem(key, value);
	} catch {
		// Not remembered; it still holds for this page.
	}
}

export function chosenTheme(): Theme {
	const theme = read(keys.theme);
	return theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** Applies at once; app.html does the same before the first paint of the next page. */
export function chooseTheme(theme: Theme): void {
	write(keys.theme, theme === 'system' ? null : theme);
	const { dataset } = document.documentElement;
	if (theme === 'system') delete dataset['theme'];
	else dataset['theme'] = theme;
	for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
		const isDark = theme === 'system' ? meta.media.includes('dark') : theme === 'dark';
		meta.content = isDark ? '#131815' : '#fbf7f0';
	}
}

/** The language that the reader picked on this device; null when never asked. */
export function chosenLocale(): Locale | null {
	const locale = read(keys.locale);
	return isLocale(locale) ? locale : null;
}

export function chooseLocale(locale: Locale): void {
	write(keys.locale, locale);
}

/** The slug of the centre that was open last. */
export function lastCentre(): string | null {
	return read(keys.centre);
}

export function rememberCentre(slug: string): void {
	write(keys.centre, slug);
}
