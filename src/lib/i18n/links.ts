import { withLocale, type Locale } from './address.ts';
import { getLocale } from './paraglide/runtime.js';

/**
 * A link inside the app in the reader's language: `href={link('/chrzanow/calendar')}`.
 * Every internal `href` and `goto` goes through it, else the reader falls back into Polish.
 */
export function link(path: string, locale: Locale = getLocale()): string {
	return withLocale(path, locale);
}
