import type { Page } from '@playwright/test';
import { expect, test, whenInstalled } from './device.ts';
import type { Proxy } from './proxy.ts';

/** From now on the server has a newer version: its service worker differs. */
async function deploy(network: Proxy): Promise<void> {
	const worker = await (await fetch(`${network.origin}/service-worker.js`)).text();
	network.intercept((request, response) => {
		if (request.url !== '/service-worker.js') return false;
		response.writeHead(200, { 'content-type': 'text/javascript' });
		response.end(`${worker}\n// a newer version`);
		return true;
	});
}

/** Leaves a mark in the page's memory, which a reload wipes. */
const mark = (page: Page) => page.evaluate(() => Reflect.set(window, 'mark', true));
const isMarked = (page: Page) => page.evaluate(() => Reflect.get(window, 'mark') === true);

const prompt = (page: Page) =>
	page.getByRole('status').filter({ hasText: 'Nowa wersja jest gotowa' });

test('a new version waits for a tap, and never takes what somebody is typing', async ({
	page: reading,
	context,
	network
}) => {
	await reading.goto('/chrzanow');
	await whenInstalled(reading);
	const writing = await context.newPage();
	await writing.goto('/sign-in');
	const field = writing.getByLabel('Adres e-mail');
	await field.fill('halina');
	await Promise.all([mark(reading), mark(writing)]);

	await deploy(network);
	await reading.evaluate(async () => {
		const registration = await navigator.serviceWorker.getRegistration();
		await registration?.update();
	});
	await expect(prompt(reading)).toBeVisible();
	await expect(prompt(writing)).toBeVisible();
	expect(await isMarked(reading)).toBe(true);

	await reading.getByRole('button', { name: 'Odśwież' }).click();
	await expect.poll(() => isMarked(reading).catch(() => true)).toBe(false);
	await expect(prompt(reading)).toBeHidden();

	await expect(prompt(writing)).toContainText('gdy skończysz');
	await expect(field).toHaveValue('halina');
	expect(await isMarked(writing)).toBe(true);

	await writing.getByRole('link', { name: 'Prywatność' }).click();
	await expect(writing).toHaveURL(/\/privacy$/);
	await expect.poll(() => isMarked(writing).catch(() => true)).toBe(false);
	await expect(prompt(writing)).toBeHidden();
});

test('"later" leaves everything as it is until the next start', async ({ page, network }) => {
	await page.goto('/chrzanow');
	await whenInstalled(page);
	await mark(page);
	await deploy(network);
	await page.evaluate(async () => {
		const registration = await navigator.serviceWorker.getRegistration();
		await registration?.update();
	});

	await page.getByRole('button', { name: 'Później' }).click();
	await expect(prompt(page)).toBeHidden();
	expect(await isMarked(page)).toBe(true);

	await page.reload();
	await expect(prompt(page)).toBeVisible();
});

test.describe('without a service worker, as on a first visit', () => {
	test.use({ serviceWorkers: 'block' });

	test('a link opens although its code is gone from the server', async ({ page, network }) => {
		await page.goto('/sign-in');
		await expect(page.getByLabel('Adres e-mail')).toBeVisible();
		await mark(page);
		const gone = new Set<string>();
		network.intercept((request, response) => {
			const path = request.url ?? '';
			if (path === '/_app/version.json') {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end('{"version":"newer"}');
				return true;
			}
			// once: what the page asks for after starting anew stands for the files of the new version
			if (!path.includes('/immutable/') || gone.has(path)) return false;
			gone.add(path);
			response.writeHead(404, { 'content-type': 'text/plain' });
			response.end('Not found');
			return true;
		});

		await page.getByRole('link', { name: 'Prywatność' }).click();

		await expect(page).toHaveURL(/\/privacy$/);
		await expect(page.getByRole('heading', { level: 1 })).toContainText(/prywatno/i);
		expect(gone.size).toBeGreaterThan(0);
		expect(await isMarked(page)).toBe(false);
	});
});
