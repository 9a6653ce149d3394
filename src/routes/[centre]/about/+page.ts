import { fetchCentreNotes } from '$lib/centres/notes.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => ({
	notes: await fetchCentreNotes(fetch, params.centre)
});
