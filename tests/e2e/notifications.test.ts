import { expectAccessible } from './barriers.ts';
import { be, book, expect, freeDay, someone, test } from './people.ts';

test('Kaja reads why her request was declined', async ({ browser, page, place }) => {
	const kaja = await someone(place, 'Kaja');
	const day = await freeDay(place, 'chrzanow', 'pracownia', 23);
	const wish = { centre: 'chrzanow', resource: 'pracownia', day, start: '10:00', end: '11:00' };
	const { id } = await book(place, kaja, wish, 'Kurs ceramiki');
	const desk = await browser.newContext({ baseURL: place.origin, locale: 'pl-PL' });
	const screen = await desk.newPage();
	await screen.goto(`/sign-in?next=/bookings/${id}`);
	await screen.getByRole('button', { name: /Marta/ }).click();
	await screen.getByLabel('Wiadomość dla osoby').fill('Piec jest w naprawie.');
	await screen.getByRole('button', { name: 'Odrzuć' }).click();
	await expect(screen.getByText('Niepotwierdzona', { exact: true })).toBeVisible();
	await desk.close();

	await be(page, kaja);
	await page.goto('/me');
	await page.getByRole('link', { name: /^Powiadomienia/ }).click();
	const notice = page.getByRole('article').first();
	await expect(notice.getByRole('link', { name: /^Odmowa: / })).toBeVisible();
	await expect(notice.getByText('Powód: Piec jest w naprawie.')).toBeVisible();
	await expect(notice.getByText('nowe')).toBeVisible();
	await expectAccessible(page);
	await notice.getByRole('link').click();
	await expect(page).toHaveURL(new RegExp(`/bookings/${id}$`));
	await page.goto('/me/notifications');
	await expect(page.getByRole('article')).toHaveCount(1);
	await expect(page.getByText('nowe')).toHaveCount(0);
});

test('who wants no mails says so once', async ({ page, place }) => {
	await be(page, await someone(place, 'Leon'));
	await page.goto('/me/settings');
	await page.getByLabel(/^Przysyłaj powiadomienia/).uncheck();
	await expect(page.getByText('Zapisano')).toBeVisible();

	await page.reload();

	await expect(page.getByLabel(/^Przysyłaj powiadomienia/)).not.toBeChecked();
});
