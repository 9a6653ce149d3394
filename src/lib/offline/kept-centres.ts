import * as z from 'zod/mini';
import { programmeCache } from './programme-cache.ts';

export type KeptCentre = { slug: string; name: string };

const centre = z.object({ slug: z.string(), name: z.string() });

/** The centres that can be read on this device without a network, in the order of their addresses. */
export async function keptCentres(): Promise<KeptCentre[]> {
	try {
		const cache = await caches.open(programmeCache);
		const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
		const withSchedule = paths.flatMap(
			(path) => /^\/api\/([^/]+)\/schedule\//.exec(path)?.[1] ?? []
		);
		const slugs = [...new Set(withSchedule)].sort();
		const kept = await Promise.all(slugs.map((slug) => read(cache, slug)));
		return kept.filter((each) => each !== null);
	} catch {
		return [];
	}
}

async function read(cache: Cache, slug: string): Promise<KeptCentre | null> {
	const response = await cache.match(`/api/${slug}`, { ignoreVary: true });
	return centre.safeParse(await response?.json()).data ?? null;
}
