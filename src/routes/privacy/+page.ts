import { fetchCentre, listCentres } from '$lib/centres/data.ts';
import type { PageLoad } from './$types';

/** Controllers and their data protection officers are the centres' own. */
export const load: PageLoad = async ({ fetch }) => {
	const centres = await listCentres(fetch);
	return { centres: await Promise.all(centres.map(({ slug }) => fetchCentre(fetch, slug))) };
};
