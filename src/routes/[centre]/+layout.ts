import { error } from '@sveltejs/kit';
import { fetchCentre } from '$lib/centres/data.ts';
import type { LayoutLoad } from './$types';

/** The centre of the address; `/no-such-place` is a 404 that helps on. */
export const load: LayoutLoad = async ({ fetch, params }) => {
	// What cannot be a centre's name need not be asked for: /favicon.ico, /wp-login.php.
	if (!/^[a-z0-9-]{1,62}$/.test(params.centre)) error(404, 'centre.unknown');
	return { centre: await fetchCentre(fetch, params.centre) };
};
