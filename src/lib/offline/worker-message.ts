/** What the service worker says to the open tabs. */
export type WorkerMessage =
	/** The server answered; `isNews`: with something else than what was just shown. */
	| { type: 'answered'; path: string; isNews: boolean }
	/** It did not, so what was kept is shown; `asOf` is the date that it carries, if there is one. */
	| { type: 'unreachable'; path: string; asOf: string | null }
	/** The public settings are others than those that the tab started with. */
	| { type: 'settings-changed' };

/** Messages come from a worker that may be older or newer than the page: others are ignored. */
export function parseMessage(data: unknown): WorkerMessage | null {
	if (typeof data !== 'object' || data === null || !('type' in data)) return null;
	if (data.type === 'settings-changed') return { type: 'settings-changed' };
	if (!('path' in data) || typeof data.path !== 'string') return null;
	const { path } = data;
	if (data.type === 'answered') {
		return { type: 'answered', path, isNews: 'isNews' in data && data.isNews === true };
	}
	if (data.type !== 'unreachable') return null;
	const asOf = 'asOf' in data && typeof data.asOf === 'string' ? data.asOf : null;
	return { type: 'unreachable', path, asOf };
}
