import { json } from '@sveltejs/kit';
import { slug } from '$lib/server/addresses.ts';
import { readCentreNotes } from '$lib/server/centre-notes.ts';
import { refuse } from '$lib/server/respond.ts';
import { Refused } from '$lib/server/rest.ts';
import type { RequestHandler } from './$types';

/** Rules as safe HTML and the coming closures: `{ rules, changes }`. */
export const GET: RequestHandler = async ({ params }) => {
	const centre = slug.safeParse(params.centre);
	if (!centre.success) return refuse('centre.unknown');
	try {
		return json(await readCentreNotes(centre.data), {
			headers: { 'cache-control': 'public, max-age=60, stale-while-revalidate=600' }
		});
	} catch (problem) {
		if (problem instanceof Refused) return refuse(problem.code);
		throw problem;
	}
};
