const tags: Record<string, string> = { en: 'en-GB' };

/** A month in words, in the case that stands after "from": 4 → 'kwietnia', 'April', 'квітня'. */
export function monthName(month: number, locale: string): string {
	// With a day beside it, Intl gives the genitive where a language has one.
	const parts = new Intl.DateTimeFormat(tags[locale] ?? locale, {
		day: 'numeric',
		month: 'long',
		timeZone: 'UTC'
	}).formatToParts(new Date(Date.UTC(2026, month - 1, 1)));
	return parts.find(({ type }) => type === 'month')?.value ?? '';
}
