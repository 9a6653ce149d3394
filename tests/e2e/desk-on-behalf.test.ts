import { be, book, expect, freeDay, someone, test } from './people.ts';

test('Marta books for somebody without an account, against a rule, and gives it to an account later', async ({
	browser,
	page,
	place
}) => {
	test.slow();
	const lena = await someone(place, 'Lena');
	const day = await freeDay(place, 'chrzanow', 'naroznik', 14);

	await page.goto('/sign-in?next=/me');
	await page.getByRole('button', { name: /Marta/ }).click();
	await page.waitForURL(({ pathname }) => pathname === '/me');
	await page.goto(
		`/chrzanow/book?room=naroznik&people=4&day=${day}&start=05:00&minutes=60&step=details`
	);
	await page.getByLabel('Cel rezerwacji').fill('Wyjazd na pielgrzymkę');
	await page.getByText('Dla kogoś innego').click();
	await page.getByRole('button', { name: /^Zarezerwuj: / }).click();
	await expect(page.getByText('Wybierz osobę albo wpisz imię i nazwisko.')).toBeVisible();
	await page.getByLabel('Imię i nazwisko').fill('Lena Kos');
	await page.getByLabel('Telefon').fill('600 100 200');
	await page.getByRole('button', { name: /^Zarezerwuj: / }).click();

	await page.getByLabel('Powód', { exact: true }).fill('Autokar odjeżdża o szóstej');
	await page.getByRole('button', { name: 'Zarezerwuj mimo to' }).click();
	await expect(page.getByRole('heading', { name: 'Zarezerwowane' })).toBeVisible();
	const id = new URL(page.url()).searchParams.get('booked') ?? '';

	await page.goto(`/bookings/${id}`);
	await expect(page.getByText('Dla osoby bez konta: Lena Kos, 600 100 200')).toBeVisible();
	await page.getByText('Ta osoba ma już konto').click();
	await page.getByLabel('Imię, nazwisko albo cały adres e-mail').fill(lena.email);
	await page.getByRole('button', { name: 'Szukaj' }).click();
	await page.getByRole('button', { name: 'Lena', exact: true }).click();
	await expect(page.getByText(/^Dla osoby bez konta/)).toHaveCount(0);

	const hers = await browser.newContext({ baseURL: place.origin });
	const phone = await hers.newPage();
	await be(phone, lena);
	await phone.goto(`/bookings/${id}`);
	await expect(phone.getByText(/^Zarezerwowane dla Ciebie przez zespół MAM/)).toBeVisible();
	await expect(phone.getByText('Mimo zasad. Powód: Autokar odjeżdża o szóstej')).toBeVisible();
	await hers.close();
});

test('Igor corrects the description of his booking', async ({ page, place }) => {
	const igor = await someone(place, 'Igor');
	const day = await freeDay(place, 'chrzanow', 'naroznik', 15);
	const wish = { centre: 'chrzanow', resource: 'naroznik', day, start: '12:00', end: '13:00' };
	const { id } = await book(place, igor, wish, 'Nauka szachw');
	await be(page, igor);

	await page.goto(`/bookings/${id}`);
	await page.getByText('Zmień opis').click();
	await page.getByLabel('Cel rezerwacji').fill('Nauka szachów');
	await page.getByRole('button', { name: 'Zapisz opis' }).click();

	await expect(page.getByRole('heading', { name: 'Nauka szachów' })).toBeVisible();
});
