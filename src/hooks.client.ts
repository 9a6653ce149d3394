import type { ClientInit, HandleClientError } from '@sveltejs/kit';
import { localeOf } from '$lib/i18n/address.ts';
import { overwriteGetLocale } from '$lib/i18n/paraglide/runtime.js';

const locale = localeOf(location.pathname);

// Changing the language loads the page anew, so it is fixed for the life of this one.
overwriteGetLocale(() => locale);

export const init: ClientInit = () => {
	// The offline shell is one Polish file for every address.
	document.documentElement.lang = locale;
};

export const handleError: HandleClientError = ({ error }) => {
	const id = crypto.randomUUID().slice(0, 8);
	console.error(id, error);
	return { message: 'unexpected', id };
};
