import { slug } from '$lib/server/addresses.ts';
import { refuse, respond } from '$lib/server/respond.ts';
import { readCentre } from '$lib/server/schedules.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, request }) => {
	const centre = slug.safeParse(params.centre);
	return centre.success ? respond(request, readCentre(centre.data)) : refuse('centre.unknown');
};
