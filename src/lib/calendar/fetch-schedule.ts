import { error } from '@sveltejs/kit';
import { now } from './now.ts';
import { parseSchedule, type ScheduleAsOf, type ScheduleJson } from './schedule.ts';
import type { Week } from './weeks.ts';

/**
 * A centre's schedule of one week from our own endpoint. `asOf` is when the server answered: from
 * a cache that may be long ago. An unknown centre or week is a 404 or 400 of SvelteKit; without a
 * network (and nothing kept) the TypeError of `fetch` comes through.
 */
export async function fetchSchedule(
	fetch: typeof globalThis.fetch,
	centre: string,
	week: Week
): Promise<ScheduleAsOf> {
	const path = `/api/${encodeURIComponent(centre)}/schedule/${encodeURIComponent(week)}`;
	const response = await fetch(path);
	if (!response.ok) error(response.status, await response.text());
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
