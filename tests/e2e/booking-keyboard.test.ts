import type { Locator, Page } from '@playwright/test';
import { be, expect, openDay, someone, test } from './people.ts';

/** Presses Tab until it has the focus; whoever uses only a keyboard would give up sooner. */
async function tabTo(page: Page, target: Locator, atMost = 70): Promise<void> {
	await target.waitFor();
	for (let presses = 0; presses < atMost; presses += 1) {
		if (await target.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	await expect(target).toBeFocused();
}

test('Lena books with the keyboard alone', async ({ page, place }) => {
	const lena = await someone(place, 'Lena');
	const day = await openDay(place, 'nowy-sacz', 14);
	await be(page, lena);
	await page.goto(`/nowy-sacz/book?kind=room&from=${day}`);

	await tabTo(page, page.getByLabel('Ile osób?'));
	await page.keyboard.type('2');
	await page.keyboard.press('Tab');
	await tabTo(page, page.getByRole('radio', { name: /Dowolna z pasujących/ }));
	await page.keyboard.press('ArrowDown');
	await expect(page.getByRole('radio', { name: /Biuro Dunajec/ })).toBeChecked();
	await tabTo(page, page.getByRole('button', { name: 'Wybierz termin' }));
	await page.keyboard.press('Enter');

	await expect(page.getByRole('heading', { name: 'Kiedy?' })).toBeFocused();
	await tabTo(page, page.getByRole('radio', { name: /^\d\d:\d\d$/ }).first());
	await page.keyboard.press('Space');
	await page.keyboard.press('ArrowRight');
	await tabTo(page, page.getByRole('button', { name: 'Dalej' }));
	await page.keyboard.press('Enter');

	await expect(page.getByRole('heading', { name: 'Szczegóły' })).toBeFocused();
	await tabTo(page, page.getByRole('button', { name: 'Zarezerwuj: Biuro Dunajec' }));
	await page.keyboard.press('Enter');
	// An empty field is said and gone to.
	await expect(page.getByLabel('Cel rezerwacji')).toBeFocused();
	await page.keyboard.type('Odpisywanie na listy');
	await page.keyboard.press('Enter');

	await expect(page.getByRole('heading', { name: 'Zarezerwowane' })).toBeVisible();
});
