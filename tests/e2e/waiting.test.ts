import type { Page } from '@playwright/test';
import { expectAccessible } from './barriers.ts';
import { be, book, expect, freeDay, someone, test, type Place, type Someone } from './people.ts';

const title = 'Próba chóru';

// two people, three screens gone through by axe
test.setTimeout(120_000);

/** Has Zofia book the room, and asks to be told as Ewa does, from the taken time on the phone. */
async function waitFor(page: Page, place: Place, zofia: Someone, ahead: number) {
	const day = await freeDay(place, 'chrzanow', 'naroznik', ahead);
	const wish = { centre: 'chrzanow', resource: 'naroznik', day, start: '10:00', end: '12:00' };
	const booking = await book(place, zofia, wish, 'Spotkanie zarządu');
	await page.goto(`/chrzanow/book?resource=naroznik&people=3&day=${day}&start=10:00&minutes=120`);
	await page.getByRole('button', { name: 'Daj znać, gdy się zwolni' }).click();
	const sheet = page.getByRole('dialog', { name: 'Czekaj na ten termin' });
	await sheet.getByLabel('Cel rezerwacji').fill(title);
	await expectAccessible(page);
	await sheet.getByRole('button', { name: 'Czekam na ten termin' }).click();
	await expect(sheet.getByText('Jesteś na początku kolejki.')).toBeVisible();
	return booking;
}

test('Ewa waits for a taken time, Zofia gives it back, and Ewa takes it', async ({
	browser,
	page,
	place
}) => {
	const [ewa, zofia] = [await someone(place, 'Ewa'), await someone(place, 'Zofia')];
	await be(page, ewa);
	const { id } = await waitFor(page, place, zofia, 20);
	await page.getByRole('link', { name: 'Obserwowane terminy' }).click();
	await expect(page.getByRole('heading', { name: 'Obserwowane terminy' })).toBeVisible();
	await expect(page.getByText('Czekasz', { exact: true }).first()).toBeVisible();
	await expectAccessible(page);

	const hers = await browser.newContext({ baseURL: place.origin });
	const phone = await hers.newPage();
	await be(phone, zofia);
	await phone.goto(`/bookings/${id}`);
	await phone.getByRole('button', { name: 'Odwołaj rezerwację' }).click();
	await phone.getByRole('button', { name: 'Odwołaj: Narożnik' }).click();
	await expect(phone.getByText('Odwołana', { exact: true })).toBeVisible();
	await hers.close();

	await page.goto('/me');
	const offers = page.getByRole('region', { name: 'Wolne dla Ciebie' });
	await expect(offers.getByText(/Trzymamy ten termin dla Ciebie\. Odpowiedz do /)).toBeVisible();
	await expectAccessible(page);
	await offers.getByRole('button', { name: 'Biorę ten termin' }).click();
	await expect(page.getByText('Termin jest Twój. Zarezerwowano.')).toBeVisible();
	await expect(offers).toHaveCount(0);
	await page.getByRole('link', { name: new RegExp(title) }).click();
	await expect(page.getByText('Potwierdzona', { exact: true })).toBeVisible();
});

test('Ewa lets a time go that she waited for, and it is free for others', async ({
	browser,
	page,
	place
}) => {
	const [ewa, zofia] = [await someone(place, 'Ewa'), await someone(place, 'Zofia')];
	await be(page, ewa);
	const { id } = await waitFor(page, place, zofia, 23);
	await page.goto('/me/watches');
	await page.getByRole('button', { name: 'Już nie czekam' }).click();
	await expect(page.getByRole('heading', { name: 'Na nic nie czekasz' })).toBeVisible();
	await page.getByRole('button', { name: 'Cofnij' }).click();
	await expect(page.getByText('Jesteś na początku kolejki.')).toBeVisible();

	const hers = await browser.newContext({ baseURL: place.origin });
	const phone = await hers.newPage();
	await be(phone, zofia);
	await phone.goto(`/bookings/${id}`);
	await phone.getByRole('button', { name: 'Odwołaj rezerwację' }).click();
	await phone.getByRole('button', { name: 'Odwołaj: Narożnik' }).click();
	await expect(phone.getByText('Odwołana', { exact: true })).toBeVisible();
	await hers.close();

	await page.goto('/me/watches');
	await page.getByRole('button', { name: 'Rezygnuję' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Rezygnuję' }).click();
	await expect(page.getByText('Oddane następnej osobie')).toBeVisible();
});
