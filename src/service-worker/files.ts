import type { RouteHandlerCallback, RouteMatchCallback } from 'workbox-core';
import { PrecacheController } from 'workbox-precaching';
import { ourFile } from './genuine.ts';

type Entry = { url: string; revision: string | null };

// The build writes the list in the place of this name.
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: Entry[] };

/** Files of the version before, for tabs that are still running it. */
const previousName = 'mam-previous-version';
const hashed = '/_app/immutable/';

export const precache = new PrecacheController({
	plugins: [{ cacheWillUpdate: ({ response }) => ourFile(response) }]
});
precache.addToCacheList(self.__WB_MANIFEST);

/** Fails as a whole when one file is not what it should be; the browser tries again later. */
export function installFiles(event: ExtendableEvent): Promise<unknown> {
	return precache.install(event);
}

/**
 * Throws away the files of other versions, but for those of the one before: a tab in which somebody
 * types goes on with it and may still need a piece that it has not loaded.
 */
export async function activateFiles(event: ExtendableEvent): Promise<unknown> {
	await keepPreviousVersion().catch(() => undefined);
	return precache.activate(event);
}

async function keepPreviousVersion(): Promise<void> {
	const current = new Set(precache.getURLsToCacheKeys().values());
	const files = await caches.open(precache.strategy.cacheName);
	const outdated = (await files.keys()).filter(
		({ url }) => url.includes(hashed) && !current.has(url)
	);
	if (outdated.length === 0) return;
	await caches.delete(previousName);
	const previous = await caches.open(previousName);
	for (const request of outdated) {
		const file = await files.match(request);
		if (file) await previous.put(request, file);
	}
}

/** A piece of the version before, or of one that this device never saw. */
export const isHashed: RouteMatchCallback = ({ url, sameOrigin }) =>
	sameOrigin && url.pathname.startsWith(hashed);

export const openPreviousVersion: RouteHandlerCallback = async ({ request }) =>
	(await caches.match(request, { cacheName: previousName })) ?? fetch(request);
