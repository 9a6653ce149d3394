import { expectAccessible } from './barriers.ts';
import { be, book, expect, freeDay, someone, test } from './people.ts';

test('Marta closes a room for some hours and decides about the booking in them', async ({
	browser,
	page,
	place
}) => {
	test.slow();
	const hanna = await someone(place, 'Hanna');
	const day = await freeDay(place, 'chrzanow', 'naroznik', 12);
	const wish = { centre: 'chrzanow', resource: 'naroznik', day, start: '12:00', end: '13:00' };
	const { id } = await book(place, hanna, wish, 'Spotkanie komitetu');

	await page.goto('/sign-in?next=/chrzanow/desk/closures');
	await page.getByRole('button', { name: /Marta/ }).click();
	await page.getByText('Nowe zamknięcie').click();
	await page.getByLabel('Co zamykasz?').selectOption({ label: 'Narożnik' });
	await page.getByLabel('Od dnia').fill(day);
	await page.getByLabel('Całe dni').uncheck();
	await page.getByLabel('Od godziny').fill('11:00');
	await page.getByLabel('Do godziny').fill('14:00');
	await page.getByLabel('Powód').fill('Wymiana okien');
	await page.getByRole('button', { name: 'Sprawdź rezerwacje' }).click();

	const met = page.getByRole('article', { name: 'Spotkanie komitetu' });
	await expect(met).toBeVisible();
	await expectAccessible(page);
	await met.getByText('Odwołaj', { exact: true }).click();
	await page.getByLabel(/^Wiadomość do odwołanych/).fill('Przepraszamy, wymieniamy okna.');
	await page.getByRole('button', { name: /^Zamknij: odwołane 1/ }).click();

	const closure = page.getByRole('article', { name: 'Wymiana okien' });
	await expect(closure).toBeVisible();
	const hers = await browser.newContext({ baseURL: place.origin });
	const phone = await hers.newPage();
	await be(phone, hanna);
	await phone.goto(`/bookings/${id}`);
	await expect(phone.getByText('Odwołał zespół MAM.')).toBeVisible();
	await expect(phone.getByText(/Przepraszamy, wymieniamy okna\./)).toBeVisible();
	await hers.close();

	await closure.getByRole('button', { name: 'Otwórz z powrotem' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Otwórz z powrotem' }).click();
	await expect(closure).toHaveCount(0);
});
