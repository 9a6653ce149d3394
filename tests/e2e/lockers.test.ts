import { be, expect, someone, test } from './people.ts';

test('Igor takes a locker, and the code set by Marta is there for him', async ({
	browser,
	page,
	place
}) => {
	await be(page, await someone(place, 'Igor'));

	await page.goto('/chrzanow/book?kind=locker');
	await expect(page.getByRole('radio', { name: /^S01.*zajęta/ })).toBeDisabled();
	await page.getByRole('radio', { name: 'S05', exact: true }).check();
	await page.getByLabel('Cel rezerwacji').fill('Instrumenty chóru');
	await page.getByRole('button', { name: 'Weź szafkę' }).click();

	await expect(page.getByRole('heading', { name: 'Zarezerwowane' })).toBeVisible();
	await page.getByRole('link', { name: /Instrumenty chóru/ }).click();
	await expect(page.getByText(/^demo-/)).toBeVisible();
	const address = new URL(page.url()).pathname;

	const desk = await browser.newContext({
		baseURL: place.origin,
		extraHTTPHeaders: { 'x-forwarded-for': place.address }
	});
	const phone = await desk.newPage();
	await phone.goto(`/sign-in?next=${address}`);
	await phone.getByRole('button', { name: /Marta/ }).click();
	await phone.getByLabel('Ustaw kod').fill('2580');
	await phone.getByRole('button', { name: 'Ustaw kod' }).click();
	await expect(phone.getByText('Ustawiono kod.')).toBeVisible();
	await desk.close();

	await page.reload();
	await expect(page.getByText('2580', { exact: true })).toBeVisible();
});
