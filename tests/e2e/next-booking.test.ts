import type { Page } from '@playwright/test';
import { be, book, expect, freeDay, someone, test } from './people.ts';

/** How far the page's content jumped since it began to load (cumulative layout shift). */
function shiftOf(page: Page): Promise<number> {
	return page.evaluate(
		() =>
			new Promise<number>((resolve) => {
				new PerformanceObserver((list) => {
					resolve(
						list
							.getEntries()
							.reduce((sum, entry) => sum + Number(Reflect.get(entry, 'value') ?? 0), 0)
					);
				}).observe({ type: 'layout-shift', buffered: true });
				// nothing is observed where nothing shifted
				setTimeout(() => resolve(0), 500);
			})
	);
}

test("one's next booking on the centre's home moves nothing when it arrives", async ({
	page,
	place
}) => {
	const iga = await someone(place, 'Iga');
	const wish = { centre: 'nowy-sacz', resource: 'biuro-dunajec', start: '10:00', end: '11:30' };
	const day = await freeDay(place, wish.centre, wish.resource, 15);
	await book(place, iga, { ...wish, day }, 'Czytanie umów');
	await be(page, iga);
	await page.goto('/nowy-sacz');
	await expect(page.getByText('Czytanie umów')).toBeVisible();

	await page.reload();
	await expect(page.getByText('Czytanie umów')).toBeVisible();

	expect(await shiftOf(page)).toBeLessThanOrEqual(0.02);
});
