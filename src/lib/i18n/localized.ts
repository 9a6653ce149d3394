import type { Locale } from './address.ts';

/** What a centre writes about itself, in the languages that it chose to write. */
export type Localized = Partial<Record<Locale, string>>;

/** The text in `locale`, else in Polish, else in whatever there is; `''` when there is nothing. */
export function localized(text: Localized | null | undefined, locale: Locale): string {
	if (!text) return '';
	return text[locale] || text.pl || Object.values(text).find(Boolean) || '';
}
