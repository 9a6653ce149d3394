import type { Reroute } from '@sveltejs/kit';
import { withoutLocale } from '$lib/i18n/address.ts';

/** Routes do not know languages: /en/chrzanow is the page of /chrzanow. */
export const reroute: Reroute = ({ url }) => withoutLocale(url.pathname);
