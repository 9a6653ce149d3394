import { CacheExpiration } from 'workbox-expiration';
import { dropOldestAnswers, isFull, programmeCache } from '../lib/offline/programme-cache.ts';

// A dozen centres with ten weeks each, some 6 kB a week; nobody reads last month's programme.
const expiration = new CacheExpiration(programmeCache, {
	maxEntries: 140,
	maxAgeSeconds: 35 * 24 * 60 * 60
});

export async function keptProgramme(request: Request): Promise<Response | undefined> {
	const cache = await caches.open(programmeCache);
	return cache.match(request, { ignoreVary: true });
}

/** Keeps an answer that may be kept; one that says that there is no such thing removes it. */
export async function keep(path: string, response: Response): Promise<void> {
	const cache = await caches.open(programmeCache);
	if (response.status !== 200) {
		await cache.delete(path, { ignoreVary: true });
		return;
	}
	if (isForOne(response)) return;
	try {
		await putWithRoom(cache, path, response);
		await expiration.updateTimestamp(new URL(path, location.href).href);
		await expiration.expireEntries();
	} catch {
		// Storage is full or closed: the answer still reaches the page, it is only not kept.
	}
}

function isForOne(response: Response): boolean {
	return /\b(private|no-store)\b/.test(response.headers.get('cache-control') ?? '');
}

async function putWithRoom(cache: Cache, path: string, response: Response): Promise<void> {
	const again = response.clone();
	try {
		await cache.put(path, response);
	} catch (error) {
		if (!isFull(error)) throw error;
		await dropOldestAnswers();
		await cache.put(path, again);
	}
}
