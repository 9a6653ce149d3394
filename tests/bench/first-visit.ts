import { chromium } from '@playwright/test';
import { chromiumPath, chromiumFlags } from '../chromium.ts';
import { printTable } from './measure.ts';

/**
 * What travels over the wire on a first visit of a page, before anything is prefetched when idle:
 * all of it with headers, and the compressed scripts themselves.
 */
export type Visit = { requests: number; bytes: number; javascript: number; scripts: string[] };

/** Opens a page in an empty Chromium with the viewport of a phone and counts its transfer. */
export async function firstVisit(url: string): Promise<Visit> {
	const executablePath = chromiumPath();
	const browser = await chromium.launch({
		args: chromiumFlags,
		...(executablePath && { executablePath })
	});
	try {
		// without the service worker: what it stores for later comes after the page, when idle
		const context = await browser.newContext({
			viewport: { width: 360, height: 740 },
			// the phone of a resident; one in another language is offered that language besides
			locale: 'pl-PL',
			timezoneId: 'Europe/Warsaw',
			serviceWorkers: 'block'
		});
		const page = await context.newPage();
		const session = await context.newCDPSession(page);
		await session.send('Network.enable');
		const types = new Map<string, { type: string; url: string }>();
		const visit: Visit = { requests: 0, bytes: 0, javascript: 0, scripts: [] };
		session.on('Network.responseReceived', ({ requestId, type, response }) => {
			types.set(requestId, { type, url: response.url });
		});
		session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
			const seen = types.get(requestId);
			visit.requests += 1;
			visit.bytes += encodedDataLength;
			if (seen?.type === 'Script') visit.scripts.push(seen.url);
		});
		session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
			if (types.get(requestId)?.type === 'Script') visit.javascript += encodedDataLength;
		});
		await page.goto(url, { waitUntil: 'networkidle' });
		return visit;
	} finally {
		await browser.close();
	}
}

export async function measureFirstVisit(name: string, url: string): Promise<void> {
	const visit = await firstVisit(url);
	printTable(`First visit of ${name}, compressed`, [
		['', 'kB', 'budget'],
		['everything', (visit.bytes / 1000).toFixed(1), '90'],
		['JavaScript', (visit.javascript / 1000).toFixed(1), '60'],
		['requests', String(visit.requests), '20']
	]);
}
