import { expect, openDay, test } from './people.ts';

test('Oksana reads the same day of the calendar in her language', async ({ page, place }) => {
	const day = await openDay(place, 'chrzanow', 3);
	await page.goto(`/chrzanow/calendar?day=${day}`);
	await expect(page.locator('html')).toHaveAttribute('lang', 'pl');

	await page.getByRole('contentinfo').getByRole('link', { name: 'Українська' }).click();

	await expect(page).toHaveURL(`/uk/chrzanow/calendar?day=${day}`);
	await expect(page.locator('html')).toHaveAttribute('lang', 'uk');
	await expect(page.getByRole('link', { name: 'Календар' }).first()).toBeVisible();
});

test.describe('on a phone set to New York', () => {
	test.use({ timezoneId: 'America/New_York' });

	test('the times are those on the wall of the centre', async ({ page, place }) => {
		const day = await openDay(place, 'chrzanow', 3);

		await page.goto(`/chrzanow/calendar?day=${day}`);

		await expect(page.getByText(/Otwarte 10:00–(20|16):00/)).toBeVisible();
	});
});

test('a page says to machines in which languages it can be had', async ({ page }) => {
	await page.goto('/chrzanow');

	for (const language of ['pl', 'en', 'uk', 'x-default']) {
		await expect(page.locator(`link[rel="alternate"][hreflang="${language}"]`)).toHaveCount(1);
	}
	await expect(page.locator('link[rel="canonical"]')).toHaveCount(1);
	await expect(page.locator('meta[property="og:title"]')).toHaveCount(1);
	await expect(page.locator('meta[name="description"]')).toHaveCount(1);
});
