import { be, book, expect, freeDay, someone, test } from './people.ts';

test('Ewa moves a booking half an hour on, though it overlaps itself, and takes that back', async ({
	page,
	place
}) => {
	const ewa = await someone(place, 'Ewa');
	const day = await freeDay(place, 'nowy-sacz', 'biuro-dunajec', 13);
	const wish = {
		centre: 'nowy-sacz',
		resource: 'biuro-dunajec',
		day,
		start: '12:00',
		end: '13:00'
	};
	const { id } = await book(place, ewa, wish, 'Dyżur doradcy');
	await be(page, ewa);

	await page.goto(`/bookings/${id}`);
	await page.getByRole('link', { name: 'Zmień termin' }).click();

	await expect(page.getByRole('heading', { name: 'Na kiedy przenieść?' })).toBeVisible();
	await expect(page.getByRole('radio', { name: '12:00' })).toBeChecked();
	await page.getByText('12:30', { exact: true }).click();
	await page.getByRole('button', { name: 'Przenieś tutaj' }).click();

	await expect(page).toHaveURL(new RegExp(`/bookings/${id}$`));
	await expect(page.getByText(/Przeniesiono: .*12:30–13:30/)).toBeVisible();
	await page.getByRole('button', { name: 'Cofnij', exact: true }).click();

	await expect(page.getByText(/Przywrócono: /)).toBeVisible();
	await expect(
		page
			.getByRole('main')
			.getByText(/12:00–13:00/)
			.first()
	).toBeVisible();
});

test('a move into a time that was taken meanwhile says so, and the booking stays', async ({
	page,
	place
}) => {
	const ewa = await someone(place, 'Ewa');
	const day = await freeDay(place, 'nowy-sacz', 'biuro-dunajec', 14);
	const at = (start: string, end: string) => ({
		centre: 'nowy-sacz',
		resource: 'biuro-dunajec',
		day,
		start,
		end
	});
	const { id } = await book(place, ewa, at('12:00', '13:00'), 'Dyżur doradcy');
	await be(page, ewa);
	await page.goto(`/bookings/${id}`);
	await page.getByRole('link', { name: 'Zmień termin' }).click();
	await page.getByText('14:00', { exact: true }).click();

	await book(place, await someone(place, 'Jan'), at('14:00', '15:00'), 'Ktoś szybszy');
	await page.getByRole('button', { name: 'Przenieś tutaj' }).click();

	await expect(page.getByText(/zajęt/).first()).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Na kiedy przenieść?' })).toBeVisible();
	await page.goto(`/bookings/${id}`);
	await expect(
		page
			.getByRole('main')
			.getByText(/12:00–13:00/)
			.first()
	).toBeVisible();
});
