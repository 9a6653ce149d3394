import type { ClientInit, HandleClientError } from '@sveltejs/kit';
import { formatDay, formatRelativeDay } from '$lib/calendar/format.ts';
import { now } from '$lib/calendar/now.ts';
import { dayOf } from '$lib/calendar/wall-clock.ts';
import { localeOf } from '$lib/i18n/address.ts';
import { overwriteGetLocale } from '$lib/i18n/paraglide/runtime.js';

const locale = localeOf(location.pathname);

// Changing the language loads the page anew, so it is fixed for the life of this one.
overwriteGetLocale(() => locale);

export const init: ClientInit = async () => {
	// The offline shell is one Polish file for every address.
	document.documentElement.lang = locale;
	await warmUpDates();
};

/**
 * The first date format of a page costs a slow phone over 100 ms (the browser reads its list of
 * locales), so it gets a task of its own, before the one in which the page comes to life.
 */
async function warmUpDates(): Promise<void> {
	formatRelativeDay('2026-01-01', '2026-01-01', locale);
	formatDay(dayOf(now(), 'Europe/Warsaw'), locale);
	await new Promise((resolve) => setTimeout(resolve));
}

export const handleError: HandleClientError = ({ error }) => {
	const id = crypto.randomUUID().slice(0, 8);
	console.error(id, error);
	return { message: 'unexpected', id };
};
