import { expect, test, whenPrefetched } from './device.ts';
import { be, openDay, someone } from './people.ts';

test('booking without the server: what to do is said, what was typed is kept and sent later', async ({
	page,
	context,
	network
}) => {
	const place = { origin: process.env.MAM_E2E_ORIGIN ?? '', address: '10.77.1.3' };
	const teresa = await someone(place, 'Teresa');
	const day = await openDay(place, 'chrzanow', 12);
	await be(page, teresa);
	await page.goto('/chrzanow/calendar');
	await whenPrefetched(page, 'chrzanow');
	await page.close();

	await network.down();
	const later = await context.newPage();
	await later.goto(
		`/chrzanow/book?resource=naroznik&people=2&day=${day}&start=11:00&minutes=60&step=details`
	);
	await later.getByLabel('Cel rezerwacji').fill('Nauka czytania nut');
	await later.getByRole('button', { name: 'Zarezerwuj: Narożnik' }).click();
	const refusal = later.getByRole('alert').filter({ hasText: 'Rezerwacja nie została wysłana' });
	await expect(refusal).toContainText('Wyślij ponownie, gdy wróci zasięg');

	await network.up();
	await expect(later.getByLabel('Cel rezerwacji')).toHaveValue('Nauka czytania nut');
	await later.getByRole('button', { name: 'Zarezerwuj: Narożnik' }).click();
	await expect(later.getByRole('heading', { name: 'Zarezerwowane' })).toBeVisible();
});
