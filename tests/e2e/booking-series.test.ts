import { expectAccessible } from './barriers.ts';
import { be, book, expect, openDay, someone, test, type Place } from './people.ts';

/** A day of the week that the centre keeps open in two weeks running. */
async function openTwice(place: Place, centre: string): Promise<[string, string]> {
	for (let ahead = 14; ahead < 28; ahead += 1) {
		const day = await openDay(place, centre, ahead);
		const later = await openDay(place, centre, ahead + 7);
		if (Date.parse(later) - Date.parse(day) === 7 * 86_400_000) return [day, later];
	}
	throw new Error(`${centre} is closed every other week`);
}

test('Zofia repeats a booking weekly, skips a taken date, and cancels the later ones', async ({
	page,
	place
}) => {
	test.setTimeout(90_000);
	const [zofia, rival] = [await someone(place, 'Zofia'), await someone(place, 'Roman')];
	const [day, taken] = await openTwice(place, 'nowy-sacz');
	const wish = { centre: 'nowy-sacz', resource: 'biuro-dunajec', start: '10:00', end: '11:00' };
	const other = await book(place, rival, { ...wish, day: taken }, 'Szybsze spotkanie');
	await be(page, zofia);
	await page.goto(
		`/nowy-sacz/book?resource=biuro-dunajec&people=2&day=${day}&start=10:00&minutes=60&step=details`
	);
	await page.getByLabel('Cel rezerwacji').fill('Dyżur prawnika');

	await page.getByRole('button', { name: 'Powtarzaj' }).click();
	const repeat = page.getByRole('region', { name: 'Powtarzanie' });
	await repeat.getByLabel('Ile razy?').fill('4');
	await repeat.getByLabel('Ile razy?').press('Tab');
	await expect(repeat.getByText(/^Co tydzień we? /)).toContainText('4 terminy');
	await expect(repeat.getByRole('listitem').nth(0)).toContainText('wolny');
	await expect(repeat.getByRole('listitem').nth(1)).toContainText('zajęty');
	await expect(repeat.getByRole('listitem').nth(1).getByRole('checkbox')).toBeDisabled();
	await expect(
		repeat
			.getByRole('listitem')
			.nth(1)
			.getByRole('button', { name: /Weź zamiast tego/ })
	).toBeVisible();
	await page.setViewportSize({ width: 320, height: 640 });
	await test.step('the editor', () => expectAccessible(page));
	const submit = page.getByRole('button', { name: /^Zarezerwuj [23] z 4 terminów$/ });
	await submit.click();

	await expect(page.getByRole('heading', { name: 'Dyżur prawnika' })).toBeVisible();
	await expect(page.getByText(/^Co tydzień/)).toContainText('4 terminy');
	const upcoming = page.getByRole('region', { name: 'Nadchodzące' });
	const booked = await upcoming.getByRole('listitem').count();
	expect(booked).toBeGreaterThanOrEqual(2);
	const skipped = page.getByRole('region', { name: 'Pominięte terminy' });
	await expect(skipped.getByText('Nadal niedostępny').first()).toBeVisible();

	await test.step('the series', () => expectAccessible(page));
	await upcoming.getByRole('link').first().click();
	await page.getByRole('link', { name: 'Zobacz wszystkie terminy serii' }).click();
	await page.getByRole('button', { name: 'Odwołaj serię' }).click();
	const dialog = page.getByRole('dialog', { name: 'Odwołać terminy serii?' });
	await dialog.getByText('Od wybranego dnia').click();
	await dialog.getByLabel('Od którego terminu?').selectOption({ index: 1 });
	await test.step('the dialog', () => expectAccessible(page));
	await dialog.getByRole('button', { name: /^Odwołaj \d/ }).click();

	await expect(upcoming.getByRole('listitem')).toHaveCount(1);
	await page.getByRole('button', { name: 'Cofnij odwołanie serii' }).click();
	await expect(upcoming.getByRole('listitem')).toHaveCount(booked);
	expect(other.status).toBe('confirmed');
});

test('a stranger finds no series', async ({ page, place }) => {
	await be(page, await someone(place, 'Obcy'));

	await page.goto('/bookings/series/00000000-0000-4000-8000-000000000000');

	await expect(page.getByRole('heading', { name: 'Nie ma takiej serii' })).toBeVisible();
});
