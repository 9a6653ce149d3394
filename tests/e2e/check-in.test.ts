import { expectAccessible } from './barriers.ts';
import { be, expect, someone, test } from './people.ts';

test('Marta prints the code of a door', async ({ page }) => {
	await page.goto('/sign-in?next=/chrzanow/desk/doors');
	await page.getByRole('button', { name: /Marta/ }).click();

	await expect(page.getByRole('img', { name: 'Kod QR: Narożnik' })).toBeVisible();
	await expectAccessible(page);
	const address = await page.getByText(/\/chrzanow\/check-in\/[0-9a-f]{32}$/).textContent();
	await page.getByRole('button', { name: 'Zmień kod' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Zmień kod' }).click();
	await expect(page.getByText('Nowy kod jest gotowy do druku.')).toBeVisible();
	await expect(page.getByText(address ?? '')).toHaveCount(0);
});

test('who reads an old code at the door is told whom to ask', async ({ page, place }) => {
	await be(page, await someone(place, 'Ola'));
	await page.goto(`/chrzanow/check-in/${'0'.repeat(32)}`);
	await page.getByRole('button', { name: 'Jestem na miejscu' }).click();

	await expect(page.getByRole('alert')).toContainText('Ten kod jest nieaktualny.');
	await expectAccessible(page);
});

test('Marta looks who comes today, and forgives Bartek', async ({ page }) => {
	await page.goto('/sign-in?next=/me');
	await page.getByRole('button', { name: /Marta/ }).click();
	await page.getByRole('link', { name: 'Potwierdzanie obecności: MAM Chrzanów' }).click();
	await expect(page.getByRole('heading', { name: 'Potwierdzanie obecności' })).toBeVisible();
	await expectAccessible(page);

	await page.goto('/chrzanow/desk/standing');
	const bartek = page.getByRole('article', { name: 'Bartek Sowa' });
	await bartek.getByRole('button', { name: 'Daruj' }).first().click();
	await page.getByLabel('Powód, który zobaczy ta osoba').fill('Awaria autobusu');
	await page.getByRole('dialog').getByRole('button', { name: 'Daruj' }).click();
	await expect(bartek.getByText('Darowane: Awaria autobusu')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Cofnij' }).click();
	await expect(page.getByText('Znowu się liczy.')).toBeVisible();
	await expect(bartek.getByText('Darowane: Awaria autobusu')).toHaveCount(0);
});
