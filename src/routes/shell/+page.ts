import { redirect } from '@sveltejs/kit';
import { link } from '$lib/i18n/links.ts';

/**
 * The page that the service worker answers every address with: empty, and built once, so that it
 * starts the app at whatever the address bar says. Opened under its own name it has nothing to show.
 */
export const ssr = false;
export const prerender = true;

export function load() {
	redirect(307, link('/'));
}
