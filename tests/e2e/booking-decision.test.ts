import { expectAccessible } from './barriers.ts';
import { be, book, expect, freeDay, someone, test } from './people.ts';

test('Marta confirms a request at the desk, and Ola sees it', async ({ browser, page, place }) => {
	const ola = await someone(place, 'Ola');
	const day = await freeDay(place, 'chrzanow', 'pracownia', 16);
	const wish = { centre: 'chrzanow', resource: 'pracownia', day, start: '12:00', end: '14:00' };
	const { id, status } = await book(place, ola, wish, 'Warsztat linorytu');
	expect(status).toBe('pending');

	await page.goto(`/sign-in?next=/bookings/${id}`);
	await page.getByRole('button', { name: /Marta/ }).click();
	await expect(page.getByText('Ola')).toBeVisible();
	await page.getByRole('button', { name: 'Odrzuć' }).click();
	await expect(page.getByText('Napisz powód odmowy.')).toBeVisible();
	await page.getByRole('button', { name: 'Potwierdź', exact: true }).click();
	await expect(page.getByText('Potwierdzona', { exact: true })).toBeVisible();

	const hers = await browser.newContext({ baseURL: place.origin });
	const phone = await hers.newPage();
	await be(phone, ola);
	await phone.goto(`/bookings/${id}`);
	await expect(phone.getByText('Potwierdzona', { exact: true })).toBeVisible();
	await hers.close();
});

test('Marta goes through the requests and declines one with a ready reason', async ({
	page,
	place
}) => {
	const jan = await someone(place, 'Jan');
	const day = await freeDay(place, 'chrzanow', 'pracownia', 17);
	const wish = { centre: 'chrzanow', resource: 'pracownia', day, start: '12:00', end: '13:00' };
	const { id } = await book(place, jan, wish, 'Próba zespołu');

	await page.goto('/sign-in?next=/me');
	await page.getByRole('button', { name: /Marta/ }).click();
	await page.getByRole('link', { name: 'Prośby do decyzji: MAM Chrzanów' }).click();
	const request = page.getByRole('article', { name: 'Próba zespołu' });
	await request.getByText(/^Odpowiedz do /).click();
	await request.getByRole('button', { name: 'Ta sala nie nadaje się do tego celu.' }).click();
	await expectAccessible(page);
	await request.getByRole('button', { name: 'Odrzuć' }).click();

	await expect(request).toHaveCount(0);
	await page.goto(`/bookings/${id}`);
	await expect(page.getByText(/Ta sala nie nadaje się do tego celu\./)).toBeVisible();
});

test('a resident who finds the list of requests is told for whom it is', async ({
	page,
	place
}) => {
	await be(page, await someone(place, 'Ela'));

	await page.goto('/chrzanow/desk/requests');

	await expect(page.getByRole('heading', { name: 'To miejsce dla zespołu' })).toBeVisible();
});

test('Iga withdraws a request that nobody has answered yet', async ({ page, place }) => {
	const iga = await someone(place, 'Iga');
	const day = await freeDay(place, 'chrzanow', 'pracownia', 18);
	const wish = { centre: 'chrzanow', resource: 'pracownia', day, start: '12:00', end: '13:00' };
	const { id } = await book(place, iga, wish, 'Szycie toreb');
	await be(page, iga);

	await page.goto(`/bookings/${id}`);
	await page.getByRole('button', { name: 'Wycofaj prośbę' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Wycofaj: Pracownia' }).click();

	await expect(page.getByText('Odwołana', { exact: true })).toBeVisible();
	await page.getByRole('button', { name: 'Cofnij odwołanie' }).click();
	await expect(page.getByText('Czeka na decyzję', { exact: true })).toBeVisible();
});
