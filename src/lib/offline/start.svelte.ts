import { dev } from '$app/environment';
import { connection } from './connection.svelte.ts';
import { prefetchWeeks } from './prefetch.ts';
import { isServerThere } from './probe.ts';
import { register } from './registration.ts';

/** What can wait until the page is there: the service worker, and the centre's coming weeks. */
export async function startOffline(centre: () => string | null): Promise<void> {
	if (dev || !('serviceWorker' in navigator)) return;
	if (document.readyState !== 'complete') {
		await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
	}
	try {
		await register();
	} catch {
		// Refused in some private windows and by some settings: the app works without.
		return;
	}
	// Started from the device: nothing may have asked the server yet.
	if (navigator.serviceWorker.controller && !(await isServerThere()))
		connection.missed('/healthz', null);
	$effect.root(() => {
		$effect(() => {
			const slug = centre();
			if (slug) void prefetchWeeks(slug).catch(() => undefined);
		});
	});
}
