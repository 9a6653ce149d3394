import { expectAccessible } from './barriers.ts';
import { be, book, expect, freeDay, someone, test } from './people.ts';

test('Marta asks before she decides, and Nina answers on her phone', async ({
	browser,
	page,
	place
}) => {
	test.slow();
	const nina = await someone(place, 'Nina');
	const day = await freeDay(place, 'chrzanow', 'pracownia', 20);
	const wish = { centre: 'chrzanow', resource: 'pracownia', day, start: '12:00', end: '13:00' };
	const { id } = await book(place, nina, wish, 'Lepienie z gliny');

	await page.goto('/sign-in?next=/chrzanow/desk/requests');
	await page.getByRole('button', { name: /Marta/ }).click();
	const request = page.getByRole('article', { name: 'Lepienie z gliny' });
	await request.getByText('Zapytaj', { exact: true }).click();
	await request.getByLabel('O co chcesz zapytać?').fill('Czy potrzebny jest piec?');
	await expectAccessible(page);
	await request.getByRole('button', { name: 'Wyślij pytanie' }).click();
	await expect(request.getByText('Czeka na odpowiedź.')).toBeVisible();

	const hers = await browser.newContext({ baseURL: place.origin });
	const phone = await hers.newPage();
	await be(phone, nina);
	await phone.goto('/me');
	await expect(phone.getByRole('heading', { name: 'Czekają na Twoją odpowiedź' })).toBeVisible();
	await phone.getByRole('link', { name: /Lepienie z gliny/ }).click();
	await phone.getByLabel('Twoja odpowiedź').fill('Nie, glina wyschnie na powietrzu.');
	await expectAccessible(phone);
	await phone.getByRole('button', { name: 'Wyślij odpowiedź' }).click();
	await expect(phone.getByRole('button', { name: 'Wyślij odpowiedź' })).toHaveCount(0);
	await hers.close();

	await page.reload();
	await expect(request.getByText('Jest odpowiedź')).toBeVisible();
	await expect(request.getByText('Nie, glina wyschnie na powietrzu.')).toBeVisible();
	await request.getByText(/^Odpowiedz do /).click();
	await request.getByRole('button', { name: 'Potwierdź', exact: true }).click();
	await expect(request).toHaveCount(0);
	await page.goto(`/bookings/${id}`);
	await expect(page.getByText('Potwierdzona', { exact: true })).toBeVisible();
});

test('Marta declines two requests at once, and takes it back', async ({ page, place }) => {
	const olek = await someone(place, 'Olek');
	const day = await freeDay(place, 'chrzanow', 'pracownia', 21);
	const wish = { centre: 'chrzanow', resource: 'pracownia', day };
	await book(place, olek, { ...wish, start: '10:00', end: '11:00' }, 'Druk na tkaninie');
	await book(place, olek, { ...wish, start: '13:00', end: '14:00' }, 'Druk na papierze');

	await page.goto('/sign-in?next=/chrzanow/desk/requests');
	await page.getByRole('button', { name: /Marta/ }).click();
	for (const name of ['Druk na tkaninie', 'Druk na papierze']) {
		await page.getByRole('article', { name }).getByLabel('Zaznacz').check();
	}
	await expect(page.getByText('Zaznaczono 2 prośby')).toBeVisible();
	await page.getByLabel('Jeden powód dla wszystkich').fill('W tym tygodniu cyklinujemy podłogę.');
	await page.getByRole('button', { name: 'Odrzuć (2)' }).click();

	await expect(page.getByText('Rozpatrzono 2 prośby.')).toBeVisible();
	await expect(page.getByRole('article', { name: 'Druk na tkaninie' })).toHaveCount(0);
	await page.getByRole('button', { name: 'Cofnij' }).click();
	await expect(page.getByRole('article', { name: 'Druk na papierze' })).toBeVisible();
});
