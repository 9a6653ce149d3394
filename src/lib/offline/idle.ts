/** Resolves when the page has nothing else to do, or after three seconds without such a moment. */
export function idle(): Promise<void> {
	return new Promise((resolve) => {
		if ('requestIdleCallback' in window) {
			requestIdleCallback(() => resolve(), { timeout: 3_000 });
		} else setTimeout(resolve, 200);
	});
}
