import { json } from '@sveltejs/kit';
import { slug } from '$lib/server/addresses.ts';
import { refuse } from '$lib/server/respond.ts';
import { readAsAnonymous, Refused } from '$lib/server/rest.ts';
import type { RequestHandler } from './$types';

/** What could be booked at this address once: `{ name, kind, since }`; 404 for any other address. */
export const GET: RequestHandler = async ({ params }) => {
	const centre = slug.safeParse(params.centre);
	const resource = slug.safeParse(params.slug);
	if (!centre.success || !resource.success) return refuse('resource.unknown');
	try {
		const found: unknown = JSON.parse(
			await readAsAnonymous('rpc/archived_resource', {
				p_centre: centre.data,
				p_slug: resource.data
			})
		);
		if (!found) return refuse('resource.unknown');
		return json(found, { headers: { 'cache-control': 'public, max-age=60' } });
	} catch (problem) {
		if (problem instanceof Refused) return refuse(problem.code);
		throw problem;
	}
};
