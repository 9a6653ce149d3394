import { be, book, expect, freeDay, someone, test } from './people.ts';

test('Zofia books again like last time in at most three taps', async ({ page, place }) => {
	const zofia = await someone(place, 'Zofia');
	const day = await freeDay(place, 'nowy-sacz', 'biuro-dunajec', 8);
	const wish = {
		centre: 'nowy-sacz',
		resource: 'biuro-dunajec',
		day,
		start: '10:00',
		end: '11:30'
	};
	await book(place, zofia, wish, 'Pisanie wniosku');
	await be(page, zofia);
	let taps = 0;
	await page.exposeBinding('tapped', () => (taps += 1));
	await page.addInitScript(`addEventListener('click', () => tapped(), { capture: true })`);

	await page.goto('/nowy-sacz');
	await page.getByRole('link', { name: 'Jak ostatnio' }).click();
	await expect(page.getByText('Pisanie wniosku')).toBeVisible();
	await page.getByRole('button', { name: 'Zarezerwuj: Biuro Dunajec' }).click();
	await expect(page.getByRole('heading', { name: 'Zarezerwowane' })).toBeVisible();

	expect(taps).toBeLessThanOrEqual(3);
	// The earlier one's hour where it is free, else the nearest; the same room and purpose always.
	await expect(page.getByRole('link', { name: /Pisanie wniosku.*Biuro Dunajec/ })).toBeVisible();
});

test('Adam, who has not booked anything yet, is told how it will work', async ({ page, place }) => {
	await be(page, await someone(place, 'Adam'));

	await page.goto('/chrzanow/book?again=last');

	await expect(page.getByRole('heading', { name: 'Nie ma jeszcze czego powtórzyć' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Zarezerwuj salę' })).toBeVisible();
});

test('a visitor is asked to log in first, and then comes back', async ({ page }) => {
	await page.goto('/chrzanow/book?again=last');

	const next = page.getByRole('main').getByRole('link', { name: 'Zaloguj się' });

	await expect(next).toHaveAttribute(
		'href',
		`/sign-in?next=${encodeURIComponent('/chrzanow/book?again=last')}`
	);
});
