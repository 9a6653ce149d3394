import { redirect } from '@sveltejs/kit';
import { listCentres } from '$lib/centres/data.ts';
import { pathTo } from '$lib/frame/places.ts';
import { link } from '$lib/i18n/links.ts';
import type { PageLoad } from './$types';

/** With a single centre there is nothing to choose. `to` is where in the centre to go on. */
export const load: PageLoad = async ({ fetch, url }) => {
	const centres = await listCentres(fetch);
	const wished = url.searchParams.get('to');
	const place = wished === 'calendar' || wished === 'book' ? wished : 'start';
	const [first, second] = centres;
	if (first && !second) redirect(307, link(pathTo(place, first.slug)));
	return { centres, place } as const;
};
