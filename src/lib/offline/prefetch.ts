import { now } from '../calendar/now.ts';
import { weekOf, weeksFrom } from '../calendar/weeks.ts';
import { connection } from './connection.svelte.ts';
import { idle } from './idle.ts';
import { programmeCache } from './programme-cache.ts';

/** This week and the four after it. */
const count = 5;
const halfAnHour = 30 * 60 * 1000;

/**
 * Reads a centre's coming weeks while nothing else happens, so that the service worker keeps them
 * for when there is no network. What was read within half an hour is left alone, and so are people
 * who save on data.
 */
export async function prefetchWeeks(slug: string): Promise<void> {
	if (savesData() || !isOnline()) return;
	await hasWorker();
	await idle();
	const centre = await keptOrFetched(`/api/${slug}`);
	const zone = zoneOf(await centre?.json());
	if (!zone) return;
	const weeks = weeksFrom(weekOf(now(), zone), count);
	const paths = weeks.map((week) => `/api/${slug}/schedule/${week}`);
	for (const path of [...paths, `/api/${slug}/notes`, '/api/centres']) {
		await idle();
		if (!isOnline()) return;
		await keptOrFetched(path);
	}
}

/** What is kept, if it is young enough, else what the server answers; nothing without a network. */
async function keptOrFetched(path: string): Promise<Response | undefined> {
	const kept = await caches.match(path, { cacheName: programmeCache, ignoreVary: true });
	const age = now().getTime() - Date.parse(kept?.headers.get('date') ?? '');
	if (kept && age < halfAnHour) return kept;
	return fetch(path).catch(() => undefined);
}

function zoneOf(centre: unknown): string | undefined {
	// By hand: zod would be a tenth of what a first visit downloads.
	const isCentre = typeof centre === 'object' && centre !== null && 'time_zone' in centre;
	return isCentre && typeof centre.time_zone === 'string' ? centre.time_zone : undefined;
}

/** Resolves once a worker answers for this page: right after installing, it takes a moment. */
function hasWorker(): Promise<void> {
	return new Promise((resolve) => {
		if (navigator.serviceWorker.controller) resolve();
		else
			navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
	});
}

function isOnline(): boolean {
	return connection.reach === 'online';
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
