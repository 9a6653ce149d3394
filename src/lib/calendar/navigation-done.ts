import { navigating } from '$app/state';

/**
 * Resolves when no navigation is under way. Kit gives up a navigation when something is invalidated
 * in the middle of it: who only wants fresher data waits, so that nobody's tap is lost.
 */
export async function navigationDone(): Promise<void> {
	while (navigating.to) await navigating.complete.catch(() => undefined);
}
