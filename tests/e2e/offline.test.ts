import { expect, keptPaths, nextWeek, test, whenInstalled, whenPrefetched } from './device.ts';

const noServer = /Bez sieci|Brak połączenia/;

test('next week can be read after a cold start without the server', async ({
	page,
	context,
	network
}, info) => {
	await page.goto('/chrzanow/calendar');
	await whenPrefetched(page, 'chrzanow');
	await page.close();

	await network.down();
	const later = await context.newPage();
	const startedAt = performance.now();
	await later.goto(`/chrzanow/calendar?day=${nextWeek()}`);
	await expect(later.getByRole('heading', { level: 1 })).toBeVisible();
	info.annotations.push({
		type: 'offline start',
		description: `${Math.round(performance.now() - startedAt)} ms`
	});

	await expect(later.getByRole('status').filter({ hasText: noServer })).toContainText(
		/stan z\s\d\d:\d\d/
	);
	await expect(later.getByRole('main')).not.toContainText('Coś poszło nie tak');
});

test('a page that was never read says so, offers what can be read, and comes by itself', async ({
	page,
	network
}) => {
	await page.goto('/chrzanow/calendar');
	await whenPrefetched(page, 'chrzanow');

	await network.down();
	await page.goto('/nowy-sacz/calendar');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		'Tej strony nie ma na urządzeniu'
	);
	await expect(page.getByRole('link', { name: /Kalendarz\s*MAM Chrzanów/ })).toBeVisible();

	await network.up();
	await page.getByRole('button', { name: 'Spróbuj ponownie' }).click();
	await expect(page.getByRole('heading', { name: 'na urządzeniu' })).toBeHidden();
	await expect(page).toHaveTitle(/Nowy Sącz/);
	await expect(page.getByText(noServer)).toBeHidden();
});

test('a server that fails for a while is a state, not an error', async ({ page, network }) => {
	await page.goto('/chrzanow/calendar');
	await whenPrefetched(page, 'chrzanow');
	const asked: string[] = [];
	network.intercept((request, response) => {
		if (!request.url?.includes('/schedule/')) return false;
		asked.push(request.url);
		response.writeHead(503, { 'content-type': 'application/json' });
		response.end('{"error":"network.busy"}');
		return true;
	});

	await page.reload();
	await expect(page.getByText(noServer)).toBeVisible();
	expect(asked.length).toBeGreaterThan(0);

	network.intercept(() => false);
	await page.evaluate(() => window.dispatchEvent(new Event('online')));
	await expect(page.getByText(noServer)).toBeHidden();
});

test('what changed while the device was away appears by itself', async ({ page, network }) => {
	const day = nextWeek();
	await page.goto(`/chrzanow/calendar?day=${day}`);
	await whenPrefetched(page, 'chrzanow');
	const title = 'Nowe zajęcia z ceramiki';
	const answers = new Map<string, string>();
	for (const path of await keptPaths(page)) {
		if (!path.includes('/schedule/')) continue;
		const schedule = await (await fetch(network.origin + path)).text();
		answers.set(path, schedule.replaceAll(/"title":\s*"[^"]+"/g, `"title":"${title}"`));
	}
	network.intercept((request, response) => {
		const answer = answers.get(request.url ?? '');
		if (!answer) return false;
		response.writeHead(200, { 'content-type': 'application/json', etag: '"changed"' });
		response.end(answer);
		return true;
	});

	await page.goto(`/chrzanow/calendar?day=${day}&view=week`);

	await expect(page.getByText(title).first()).toBeVisible();
});

test("a hotel network's page is neither shown nor kept", async ({ page, network }) => {
	await page.goto('/chrzanow/calendar');
	await whenPrefetched(page, 'chrzanow');

	network.captivate();
	await page.goto('/chrzanow');
	await expect(page).toHaveTitle(/Chrzanów/);
	await expect(page.getByText(noServer)).toBeVisible();
	await page.goto('/nowy-sacz');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		'Tej strony nie ma na urządzeniu'
	);

	const types = await page.evaluate(async () => {
		const cache = await caches.open('mam-programme');
		const kept = await Promise.all((await cache.keys()).map((key) => cache.match(key)));
		return kept.map((response) => response?.headers.get('content-type'));
	});
	expect(new Set(types)).toEqual(new Set(['application/json']));
	expect(await keptPaths(page)).not.toContain('/api/nowy-sacz');
});

test('a device that meets the app behind such a network installs nothing of it', async ({
	page,
	network
}) => {
	await page.goto('/chrzanow');
	network.intercept((request, response) => {
		if (!/immutable|\/shell|env\.js/.test(request.url ?? '')) return false;
		response.writeHead(200, { 'content-type': 'text/html' });
		response.end('<h1>Hotel</h1>');
		return true;
	});
	const state = await page.evaluate(async () => {
		for (const registration of await navigator.serviceWorker.getRegistrations()) {
			await registration.unregister();
		}
		for (const name of await caches.keys()) await caches.delete(name);
		const registration = await navigator.serviceWorker.register('/service-worker.js');
		const worker = registration.installing;
		return new Promise<string | undefined>((resolve) => {
			if (!worker) resolve(undefined);
			worker?.addEventListener('statechange', () => resolve(worker.state));
		});
	});

	expect(state).toBe('redundant');
});

test('nothing of one person is kept by address', async ({ page }) => {
	await page.goto('/chrzanow');
	await whenInstalled(page);
	await page.evaluate(async () => {
		await fetch('/rest/v1/centres?select=slug');
		await fetch('/api/chrzanow', { headers: { authorization: 'Bearer nobody' } });
		await fetch('/auth/v1/settings');
	});

	const kept = await page.evaluate(async () => {
		const paths: string[] = [];
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const { url } of await cache.keys()) paths.push(new URL(url).pathname);
		}
		return paths;
	});
	expect(kept.filter((path) => /^\/(rest|auth|storage)\//.test(path))).toEqual([]);
});
