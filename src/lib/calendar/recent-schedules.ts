import { isHttpError } from '@sveltejs/kit';
import { fetchSchedule } from './fetch-schedule.ts';
import { now } from './now.ts';
import type { ScheduleAsOf } from './schedule.ts';
import type { Week } from './weeks.ts';

/** So long a schedule that was just read is shown without asking again, in milliseconds. */
const fresh = 20_000;

// Used in the browser only: the server must not share one visitor's memory with the next.
const recent = new Map<string, { schedule: ScheduleAsOf; readAt: number }>();

/**
 * As fetchSchedule, but going from day to day within a week does not wait for the network, and
 * when it fails what was read before is better than nothing: `asOf` tells its age.
 */
export async function recentSchedule(
	fetch: typeof globalThis.fetch,
	centre: string,
	week: Week
): Promise<ScheduleAsOf> {
	if (typeof window === 'undefined') return fetchSchedule(fetch, centre, week);
	const key = `${centre} ${week}`;
	const kept = recent.get(key);
	if (kept && now().getTime() - kept.readAt < fresh) return kept.schedule;
	try {
		const isForgotten = kept?.readAt === 0;
		const schedule = await fetchSchedule(isForgotten ? anew(fetch) : fetch, centre, week);
		recent.set(key, { schedule, readAt: now().getTime() });
		return schedule;
	} catch (problem) {
		if (!kept || (isHttpError(problem) && problem.status < 500)) throw problem;
		return kept.schedule;
	}
}

/** After a booking or a cancellation: the next look asks the server. */
export function forgetRecentSchedules(): void {
	for (const kept of recent.values()) kept.readAt = 0;
}

/** Asks the server itself: caches and the service worker would answer from before the change. */
function anew(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
	return (input, init) => fetch(input, { ...init, cache: 'no-cache' });
}
