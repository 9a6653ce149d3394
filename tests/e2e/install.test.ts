import { expect, test } from './visitor.ts';

test('the app can be installed, under its name in each language', async ({ page }) => {
	await page.goto('/chrzanow');
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	const browser = await page.context().newCDPSession(page);

	const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
	const { errors, data, url } = await browser.send('Page.getAppManifest');

	// a test's browser is always a private window
	const others = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
	expect(others).toEqual([]);
	expect(errors).toEqual([]);
	expect(url).toMatch(/\/manifest\.webmanifest$/);
	expect(JSON.parse(data ?? '{}')).toMatchObject({ id: '/', lang: 'pl', display: 'standalone' });
	await page.goto('/uk/chrzanow');
	await expect(page.locator('link[rel=manifest]')).toHaveAttribute(
		'href',
		'/uk/manifest.webmanifest'
	);
});

test('every picture of the manifest is there, and as large as it says', async ({ request }) => {
	const manifest: {
		icons: { src: string; sizes: string }[];
		screenshots: { src: string; sizes: string }[];
	} = await (await request.get('/manifest.webmanifest')).json();
	const pictures = [...manifest.icons, ...manifest.screenshots].filter(({ src }) =>
		src.endsWith('.png')
	);

	for (const { src, sizes } of pictures) {
		const png = await (await request.get(src)).body();
		// width and height stand right after the header of a PNG
		expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, src).toBe(sizes);
	}
	expect(pictures.length).toBeGreaterThanOrEqual(8);
});

test('its shortcuts lead to pages', async ({ page, request }) => {
	const manifest: { shortcuts: { url: string }[] } = await (
		await request.get('/manifest.webmanifest')
	).json();
	await page.goto('/chrzanow');
	await expect.poll(() => page.evaluate(() => localStorage.getItem('mam-centre'))).toBe('chrzanow');

	await page.goto(manifest.shortcuts[0]?.url ?? '');
	await expect(page).toHaveURL(/\/chrzanow\/calendar/);
	await page.goto(manifest.shortcuts[1]?.url ?? '');
	await expect(page).toHaveURL(/\/chrzanow\/book/);
});
