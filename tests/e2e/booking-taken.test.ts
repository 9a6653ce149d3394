import { be, book, expect, freeDay, someone, test } from './people.ts';

test('when somebody is quicker, Ewa keeps what she typed and takes the next free time', async ({
	page,
	place
}) => {
	const [ewa, rival] = [await someone(place, 'Ewa'), await someone(place, 'Piotr')];
	const day = await freeDay(place, 'chrzanow', 'naroznik', 9);
	await be(page, ewa);
	await page.goto(
		`/chrzanow/book?resource=naroznik&people=3&day=${day}&start=10:00&minutes=60&step=details`
	);
	await page.getByLabel('Cel rezerwacji').fill('Korepetycje z chemii');
	await expect(page.getByRole('button', { name: 'Zarezerwuj: Narożnik' })).toBeVisible();
	const wish = { centre: 'chrzanow', resource: 'naroznik', day, start: '10:00', end: '11:00' };
	await book(place, rival, wish, 'Szybsze spotkanie');

	await page.getByRole('button', { name: 'Zarezerwuj: Narożnik' }).click();

	await expect(
		page.getByRole('alert').filter({ hasText: 'Ten termin jest już zajęty' })
	).toBeVisible();
	await expect(page.getByLabel('Cel rezerwacji')).toHaveValue('Korepetycje z chemii');
	const instead = page.getByRole('region', { name: 'Narożnik: ten termin nie jest wolny' });
	await instead
		.getByRole('button', { name: /Narożnik/ })
		.first()
		.click();
	await page.getByRole('button', { name: 'Zarezerwuj: Narożnik' }).click();
	await expect(page.getByRole('heading', { name: 'Zarezerwowane' })).toBeVisible();
	await expect(page.getByText('Korepetycje z chemii')).toBeVisible();
});

test('without a network nothing is lost, and sending again books once', async ({ page, place }) => {
	const olga = await someone(place, 'Olga');
	const day = await freeDay(place, 'chrzanow', 'naroznik', 10);
	await be(page, olga);
	await page.goto(
		`/chrzanow/book?resource=naroznik&people=3&day=${day}&start=12:00&minutes=60&step=details`
	);
	await page.getByLabel('Cel rezerwacji').fill('Plan budżetu obywatelskiego');
	// The request arrives, the answer does not: the worst of both.
	await page.route('**/rpc/request_booking', async (route) => {
		await route.fetch();
		await route.abort('internetdisconnected');
	});

	await page.getByRole('button', { name: 'Zarezerwuj: Narożnik' }).click();
	await expect(
		page.getByRole('alert').filter({ hasText: 'Rezerwacja nie została wysłana' })
	).toBeVisible();
	await expect(page.getByLabel('Cel rezerwacji')).toHaveValue('Plan budżetu obywatelskiego');
	await page.unroute('**/rpc/request_booking');
	await page.getByRole('button', { name: 'Zarezerwuj: Narożnik' }).click();

	await expect(page.getByRole('heading', { name: 'Zarezerwowane' })).toBeVisible();
	await page.goto('/me');
	await expect(page.getByRole('link', { name: /Plan budżetu obywatelskiego/ })).toHaveCount(1);
});
