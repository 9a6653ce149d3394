import { codeFor, expect, newEmail, test } from './people.ts';

test('Kasia, here for the first time, has a room with a code from her e-mail', async ({
	page,
	place
}) => {
	const email = newEmail('kasia');
	await page.goto('/chrzanow');

	await page.getByRole('link', { name: 'Zarezerwuj', exact: true }).first().click();
	await expect(page.getByRole('heading', { name: 'Co chcesz zarezerwować?' })).toBeVisible();
	await page.getByLabel('Ile osób?').fill('4');
	await page.getByRole('radio', { name: /Narożnik/ }).check();
	await page.getByRole('button', { name: 'Wybierz termin' }).click();

	await expect(page.getByRole('heading', { name: 'Kiedy?' })).toBeFocused();
	await page
		.getByRole('radio', { name: /^\d\d:\d\d$/ })
		.first()
		.check();
	await page.getByRole('button', { name: 'Dalej' }).click();

	await expect(page.getByRole('heading', { name: 'Szczegóły' })).toBeVisible();
	await page.getByLabel('Cel rezerwacji').fill('Nauka gry na ukulele');
	await page.getByRole('button', { name: 'Zaloguj się i zarezerwuj' }).click();

	await page.getByLabel('Adres e-mail').fill(email);
	await page.getByRole('button', { name: 'Wyślij kod' }).click();
	await page.getByLabel('Kod z e-maila').fill(await codeFor(place, email));

	await expect(page.getByLabel('Cel rezerwacji')).toHaveValue('Nauka gry na ukulele');
	await page.getByLabel('Imię i nazwisko').fill('Kasia Nowak');
	await page.getByRole('button', { name: 'Zarezerwuj: Narożnik' }).click();

	await expect(page.getByRole('heading', { name: 'Zarezerwowane' })).toBeVisible();
	await expect(page.getByText('Potwierdzona')).toBeVisible();
	await page.goto('/me');
	await expect(page.getByRole('link', { name: /Nauka gry na ukulele/ })).toBeVisible();
});

test('what was chosen is in the address and survives going back and reloading', async ({
	page
}) => {
	await page.goto('/chrzanow/book?people=12');
	await page.getByRole('button', { name: 'Wybierz termin' }).click();
	await page
		.getByRole('radio', { name: /^\d\d:\d\d$/ })
		.first()
		.check();
	await page.getByRole('button', { name: 'Krócej' }).click();
	await expect(page.getByText('1 godz. 30 min')).toBeVisible();
	await page.getByRole('button', { name: 'Dalej' }).click();
	await page.getByLabel('Cel rezerwacji').fill('Zebranie wspólnoty');

	await page.goBack();
	await expect(page.getByText('1 godz. 30 min')).toBeVisible();
	await page.goForward();
	await expect(page.getByLabel('Cel rezerwacji')).toHaveValue('Zebranie wspólnoty');
	await page.reload();

	await expect(page.getByLabel('Cel rezerwacji')).toHaveValue('Zebranie wspólnoty');
	await expect(page.getByLabel('Ile osób?')).toHaveValue('12');
});
