import type { Page } from '@playwright/test';
import { be, book, expect, freeDay, type Place, someone, test } from './people.ts';

/** As the demo's editor of an organisation that the centre knows. */
async function beBeata(page: Page): Promise<void> {
	await page.goto('/sign-in');
	await page.getByRole('button', { name: /Beata/ }).click();
	await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

test('Beata may book longer and later for her organisation than for herself', async ({
	page,
	place
}) => {
	const far = await freeDay(place, 'chrzanow', 'sala-kasztan', 110);
	await beBeata(page);

	await page.goto(`/chrzanow/book?resource=sala-kasztan&people=12&from=${far}&day=${far}`);
	await expect(page.getByText(/Możesz rezerwować od 30.min do 4.godz\., najdalej/)).toBeVisible();
	await expect(page.getByRole('radio', { name: '12:00' })).toHaveCount(0);

	await page.getByText('Stowarzyszenie Podwórka Razem').click();

	await expect(page.getByText(/Dla organizacji: od 30.min do 6.godz\., najdalej/)).toBeVisible();
	await expect(page.getByRole('radio', { name: '12:00' })).toBeEnabled();
});

test('a new person is asked for her age once, and told what she has used', async ({
	page,
	place
}) => {
	const ola = await someone(place, 'Ola');
	const day = await freeDay(place, 'nowy-sacz', 'kacik-lubinka', 8);
	const path = (start: string) =>
		`/nowy-sacz/book?resource=kacik-lubinka&people=4&day=${day}&start=${start}&minutes=60&step=details`;
	await be(page, ola);

	await page.goto(path('12:00'));
	await expect(page.getByText(/Godziny w salach .*: 0.min z 16.godz\./)).toBeVisible();
	await page.getByLabel('Cel rezerwacji').fill('Czytanie bajek');
	await page.getByRole('button', { name: /Wyślij prośbę/ }).click();
	await expect(page.getByText(/Zaznacz, że masz ukończone 18 lat/)).toBeVisible();
	await expect(page.getByLabel('Cel rezerwacji')).toHaveValue('Czytanie bajek');

	await page.getByRole('checkbox', { name: 'Mam ukończone 18 lat.' }).check();
	await page.getByRole('button', { name: /Wyślij prośbę/ }).click();
	await expect(page).toHaveURL(/booked=/);

	await page.goto(path('14:00'));
	await expect(page.getByText(/Godziny w salach .*: 1.godz\. z 16.godz\./)).toBeVisible();
	await expect(page.getByRole('checkbox', { name: /Mam ukończone/ })).toHaveCount(0);
});

/** A day on which nobody has the corner, nor the kitchen. */
async function dayForBoth(place: Place): Promise<string> {
	for (let ahead = 9; ahead < 40; ahead += 1) {
		const day = await freeDay(place, 'chrzanow', 'kuchnia-wspolna', ahead);
		if (day === (await freeDay(place, 'chrzanow', 'naroznik', ahead))) return day;
	}
	throw new Error('no day on which both are free');
}

test('a booking moves into the kitchen once its declaration is accepted, and back again', async ({
	page,
	place
}) => {
	const ewa = await someone(place, 'Ewa');
	const day = await dayForBoth(place);
	const wish = { centre: 'chrzanow', resource: 'naroznik', day, start: '10:00', end: '11:00' };
	const { id } = await book(place, ewa, wish, 'Wspólne śniadanie');
	await be(page, ewa);
	await page.goto(`/bookings/${id}`);
	await page.getByRole('link', { name: 'Zmień termin' }).click();

	await page.getByText('Kuchnia wspólna').first().click();
	await page.getByRole('button', { name: 'Przenieś tutaj' }).click();
	await expect(page.getByRole('heading', { name: /Jeszcze jedno/ })).toBeVisible();
	await page.getByRole('button', { name: 'Przenieś tutaj' }).click();
	await expect(page.getByRole('checkbox', { name: /Znam zasady kuchni/ })).toBeFocused();
	await page.getByRole('checkbox', { name: /Znam zasady kuchni/ }).check();
	await page.getByRole('button', { name: 'Przenieś tutaj' }).click();

	await expect(page).toHaveURL(new RegExp(`/bookings/${id}$`));
	await expect(page.getByRole('main').getByText('Kuchnia wspólna').first()).toBeVisible();
	await page.getByRole('button', { name: 'Cofnij', exact: true }).click();
	await expect(page.getByRole('main').getByText('Narożnik').first()).toBeVisible();
});

test('a refused limit says its numbers and keeps what was typed', async ({ page, place }) => {
	const jan = await someone(place, 'Jan');
	const day = await freeDay(place, 'chrzanow', 'naroznik', 10);
	for (const [start, end] of [
		['10:00', '14:00'],
		['14:00', '16:00']
	] as const) {
		await book(place, jan, { centre: 'chrzanow', resource: 'naroznik', day, start, end }, 'Nauka');
	}
	await be(page, jan);

	await page.goto(`/chrzanow/resources/naroznik`);
	await expect(page.getByRole('heading', { name: 'Organizacje i grupy' })).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Twoje wykorzystanie' })).toBeVisible();
	const next = await freeDay(place, 'chrzanow', 'naroznik', 11);
	await page.goto(
		`/chrzanow/book?resource=naroznik&people=2&day=${next}&start=10:00&minutes=240&step=details`
	);
	await expect(page.getByText(/Godziny tutaj w tygodniu od .*z 10.godz\./)).toBeVisible();
});
