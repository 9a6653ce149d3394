import { respond } from '$lib/server/respond.ts';
import { readCentres } from '$lib/server/schedules.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ request }) => respond(request, readCentres());
