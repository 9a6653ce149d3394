import { invalidate, invalidateAll } from '$app/navigation';
import { scheduleKey } from '../calendar/keep-fresh.ts';
import { navigationDone } from '../calendar/navigation-done.ts';
import { forgetRecentSchedules } from '../calendar/recent-schedules.ts';
import { connection } from './connection.svelte.ts';
import { isServerThere } from './probe.ts';

/** Shows what is new behind an address of ours, where the page shows it; nothing jumps or reloads. */
export async function showNews(path: string): Promise<void> {
	forgetRecentSchedules();
	await navigationDone();
	await Promise.all([
		invalidate((url) => url.pathname === path),
		...(path.includes('/schedule/') ? [invalidate(scheduleKey)] : [])
	]);
}

/** Asks the server whether it is there again, and if so reads all that the page shows anew. */
export async function tryAgain(): Promise<boolean> {
	const since = performance.now();
	if (!(await isServerThere())) return false;
	forgetRecentSchedules();
	await navigationDone();
	await invalidateAll();
	connection.recovered(since);
	return true;
}
