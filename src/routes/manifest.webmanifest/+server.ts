import { manifest } from '$lib/offline/manifest.ts';
import type { RequestHandler } from './$types';

/** /manifest.webmanifest, /en/manifest.webmanifest, /uk/manifest.webmanifest. */
export const GET: RequestHandler = () =>
	new Response(JSON.stringify(manifest()), {
		headers: {
			'content-type': 'application/manifest+json',
			'cache-control': 'public, max-age=3600, stale-while-revalidate=86400'
		}
	});
