import { fetchPublic } from './fetch-public.ts';
import { now } from './now.ts';
import { parseSchedule, type ScheduleAsOf, type ScheduleJson } from './schedule.ts';
import type { Week } from './weeks.ts';

/**
 * A centre's schedule of one week. `asOf` is when the server answered: from a cache that may be
 * long ago. An unknown centre or week is an error of SvelteKit, 404 or 400.
 */
export async function fetchSchedule(
	fetch: typeof globalThis.fetch,
	centre: string,
	week: Week
): Promise<ScheduleAsOf> {
	const path = `/api/${encodeURIComponent(centre)}/schedule/${encodeURIComponent(week)}`;
	const response = await fetchPublic(fetch, path);
	const json: ScheduleJson = await response.json();
	const date = response.headers.get('date');
	return { ...parseSchedule(json), asOf: date ? new Date(date) : now() };
}

/** Several weeks at once, in the order asked for. */
export function fetchSchedules(
	fetch: typeof globalThis.fetch,
	centre: string,
	weeks: Week[]
): Promise<ScheduleAsOf[]> {
	return Promise.all(weeks.map((week) => fetchSchedule(fetch, centre, week)));
}
