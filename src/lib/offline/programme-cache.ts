/** The cache of public answers; the service worker fills it, and both may make room in it. */
export const programmeCache = 'mam-programme';

/** Makes room on the device: the half of the answers that the server gave longest ago goes. */
export async function dropOldestAnswers(): Promise<void> {
	const cache = await caches.open(programmeCache);
	const dated: { request: Request; date: number }[] = [];
	for (const request of await cache.keys()) {
		const response = await cache.match(request);
		dated.push({ request, date: Date.parse(response?.headers.get('date') ?? '') || 0 });
		// A body that is still open keeps its room although it is deleted.
		await response?.body?.cancel();
	}
	dated.sort((a, b) => a.date - b.date);
	for (const { request } of dated.slice(0, Math.ceil(dated.length / 2))) {
		await cache.delete(request);
	}
}

export function isFull(error: unknown): boolean {
	return error instanceof DOMException && error.name === 'QuotaExceededError';
}
