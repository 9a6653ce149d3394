import type { Page } from '@playwright/test';
import { expect, keptPaths, test, whenPrefetched } from './device.ts';

const megabyte = 1024 * 1024;

/** Fills the device up with answers from long ago. */
async function fillUp(page: Page): Promise<void> {
	await page.evaluate(async (size) => {
		const cache = await caches.open('mam-programme');
		const headers = { 'content-type': 'application/json', date: 'Sat, 03 Jan 2026 10:00:00 GMT' };
		for (const name of ['old-one', 'old-two']) {
			await cache.put(`/api/${name}`, new Response(' '.repeat(size), { headers }));
		}
	}, 5 * megabyte);
}

test('a full device gives up the oldest programme for the newest', async ({ page, network }) => {
	await page.goto('/chrzanow/calendar');
	await whenPrefetched(page, 'chrzanow');
	const browser = await page.context().newCDPSession(page);
	const { usage } = await browser.send('Storage.getUsageAndQuota', { origin: network.origin });
	await browser.send('Storage.overrideQuotaForOrigin', {
		origin: network.origin,
		quotaSize: usage + 14 * megabyte
	});
	await fillUp(page);
	const week = '/api/chrzanow/schedule/2026-W53';
	const schedule = await (await fetch(network.origin + week)).text();
	network.intercept((request, response) => {
		if (request.url !== week) return false;
		response.writeHead(200, { 'content-type': 'application/json', date: new Date().toUTCString() });
		response.end(schedule + ' '.repeat(6 * megabyte));
		return true;
	});

	await page.goto('/chrzanow/calendar?day=2026-12-30');

	await expect.poll(() => keptPaths(page)).toContain(week);
	const kept = await keptPaths(page);
	expect(kept).not.toContain('/api/old-one');
	expect(kept).not.toContain('/api/old-two');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
