import type { Page } from '@playwright/test';
import { Proxy } from './proxy.ts';
import { expect, test as base } from './visitor.ts';

export { expect } from './visitor.ts';

/**
 * Tests of what a phone does without the app's server: `network` stands in front of it, and `baseURL`
 * is its address.
 */
export const test = base.extend<{ network: Proxy }>({
	network: async ({}, use) => {
		const proxy = new Proxy(process.env.MAM_E2E_ORIGIN ?? '');
		await proxy.up();
		await use(proxy);
		await proxy.down();
	},
	baseURL: async ({ network }, use) => {
		await use(network.origin);
	}
});

/** Waits until a service worker answers for the page; never longer than the limit. */
export async function whenInstalled(page: Page): Promise<void> {
	await expect
		.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), { timeout: 20_000 })
		.toBe('activated');
}

/** The paths of public answers that the device keeps. */
export function keptPaths(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const cache = await caches.open('mam-programme');
		return (await cache.keys()).map(({ url }) => new URL(url).pathname);
	});
}

/** Waits until this week and the four after it are on the device. */
export async function whenPrefetched(page: Page, centre: string): Promise<void> {
	await whenInstalled(page);
	await expect
		.poll(
			async () =>
				(await keptPaths(page)).filter((path) => path.startsWith(`/api/${centre}/schedule/`))
					.length,
			{ timeout: 20_000 }
		)
		.toBeGreaterThanOrEqual(5);
}

/** The same weekday a week later, as the calendar's address writes it. */
export function nextWeek(): string {
	const day = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000);
	return day.toLocaleDateString('sv-SE', { timeZone: 'Europe/Warsaw' });
}
