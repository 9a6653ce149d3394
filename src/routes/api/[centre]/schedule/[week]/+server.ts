import { slug, week } from '$lib/server/addresses.ts';
import { refuse, respond } from '$lib/server/respond.ts';
import { readSchedule } from '$lib/server/schedules.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, request }) => {
	const centre = slug.safeParse(params.centre);
	if (!centre.success) return refuse('centre.unknown');
	const wished = week.safeParse(params.week);
	if (!wished.success) return refuse('schedule.unknown_week');
	return respond(request, readSchedule(centre.data, wished.data));
};
