import { onSignOut } from '../people/session.svelte.ts';

/**
 * How much room one's next booking took on a centre's home, in pixels: app.html keeps as much free
 * before the first paint of the next visit, so that nothing jumps when the booking arrives.
 */
const key = 'mam-next';

export function rememberPlace(centre: string, height: number): void {
	try {
		if (height > 0) localStorage.setItem(key, `${centre} ${height}`);
		else localStorage.removeItem(key);
	} catch {
		// Not remembered: the next visit begins without the room for it.
	}
}

/** The booking is there now, or there is none: no room is kept any more. */
export function releasePlace(): void {
	delete document.documentElement.dataset['next'];
}

onSignOut(() => {
	rememberPlace('', 0);
	releasePlace();
});
