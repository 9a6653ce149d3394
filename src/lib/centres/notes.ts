import type { Day } from '../calendar/days.ts';
import { fetchPublic } from '../calendar/fetch-public.ts';
import type { Localized } from '../i18n/localized.ts';

/** A day ahead that differs from the usual hours. */
export type CentreChange = {
	day: Day;
	reason: Localized;
	hours: { opens: string; closes: string }[];
};

/** What only the page about a centre shows. */
export type CentreNotes = {
	/** HTML that went through the sanitiser. */
	rules: Localized;
	/** In order of time, the coming eight weeks; `hours` are instants, empty when it stays shut. */
	changes: CentreChange[];
};

export async function fetchCentreNotes(
	fetch: typeof globalThis.fetch,
	centre: string
): Promise<CentreNotes> {
	const response = await fetchPublic(fetch, `/api/${encodeURIComponent(centre)}/notes`);
	const notes: CentreNotes = await response.json();
	return notes;
}
