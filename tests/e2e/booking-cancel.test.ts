import { be, book, expect, freeDay, someone, test } from './people.ts';

test('Janek cancels a booking, and takes that back', async ({ page, place }) => {
	const janek = await someone(place, 'Janek');
	const day = await freeDay(place, 'nowy-sacz', 'biuro-dunajec', 11);
	const wish = {
		centre: 'nowy-sacz',
		resource: 'biuro-dunajec',
		day,
		start: '12:00',
		end: '13:00'
	};
	await book(place, janek, wish, 'Rozmowa o pracę');
	await be(page, janek);

	await page.goto('/me');
	await page.getByRole('link', { name: /Rozmowa o pracę/ }).click();
	await page.getByRole('button', { name: 'Odwołaj rezerwację' }).click();
	const dialog = page.getByRole('dialog', { name: 'Odwołać rezerwację?' });
	await expect(dialog).toContainText('Biuro Dunajec');
	await dialog.getByRole('button', { name: 'Odwołaj: Biuro Dunajec' }).click();

	await expect(page.getByText('Odwołana', { exact: true })).toBeVisible();
	await page.getByRole('button', { name: 'Cofnij', exact: true }).click();

	await expect(page.getByText('Potwierdzona', { exact: true })).toBeVisible();
});

test('a stranger finds neither the booking nor a hint of it', async ({ page, place }) => {
	const owner = await someone(place, 'Wanda');
	const day = await freeDay(place, 'nowy-sacz', 'biuro-dunajec', 12);
	const wish = {
		centre: 'nowy-sacz',
		resource: 'biuro-dunajec',
		day,
		start: '13:00',
		end: '14:00'
	};
	const { id } = await book(place, owner, wish, 'Sprawa rodzinna');
	await be(page, await someone(place, 'Obcy'));

	await page.goto(`/bookings/${id}`);

	await expect(page.getByRole('heading', { name: 'Nie ma takiej rezerwacji' })).toBeVisible();
	await expect(page.getByText('Sprawa rodzinna')).toHaveCount(0);
});
