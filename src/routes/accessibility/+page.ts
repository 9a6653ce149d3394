import { fetchCentre, listCentres } from '$lib/centres/data.ts';
import type { PageLoad } from './$types';

/** The statement of one centre (`?centre=`), else of all centres of the network together. */
export const load: PageLoad = async ({ fetch, url }) => {
	const chosen = url.searchParams.get('centre');
	const slugs = chosen ? [chosen] : (await listCentres(fetch)).map(({ slug }) => slug);
	return {
		centres: await Promise.all(slugs.map((slug) => fetchCentre(fetch, slug))),
		isWhole: !chosen
	};
};
