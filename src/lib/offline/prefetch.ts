import { fetchCentre } from '../centres/data.ts';
import { now } from '../calendar/now.ts';
import { weekOf, weeksFrom } from '../calendar/weeks.ts';

/** This week and the four after it. */
const count = 5;
const halfAnHour = 30 * 60 * 1000;
const fetchedAt = new Map<string, number>();

/**
 * Reads a centre's coming weeks while nothing else happens, so that the service worker keeps them
 * for when there is no network. Once in half an hour, and not for people who save on data.
 */
export async function prefetchWeeks(slug: string): Promise<void> {
	const last = fetchedAt.get(slug);
	if (last !== undefined && now().getTime() - last < halfAnHour) return;
	if (!navigator.onLine || savesData()) return;
	fetchedAt.set(slug, now().getTime());
	try {
		await navigator.serviceWorker.ready;
		await idle();
		await fetch('/api/centres');
		await fetch(`/api/${slug}/notes`);
		const { timeZone } = await fetchCentre(fetch, slug);
		for (const week of weeksFrom(weekOf(now(), timeZone), count)) {
			await idle();
			await fetch(`/api/${slug}/schedule/${week}`);
		}
	} catch {
		// No network in the middle of it: the next visit tries again.
		fetchedAt.delete(slug);
	}
}

/** Chrome only, and in no type library. */
function savesData(): boolean {
	const connection: unknown = Reflect.get(navigator, 'connection');
	return (
		typeof connection === 'object' &&
		connection !== null &&
		'saveData' in connection &&
		connection.saveData === true
	);
}

function idle(): Promise<void> {
	return new Promise((resolve) => {
		if ('requestIdleCallback' in window) {
			requestIdleCallback(() => resolve(), { timeout: 3_000 });
		} else setTimeout(resolve, 200);
	});
}
