import { expectAccessible } from './barriers.ts';
import { be, book, expect, freeDay, repeat, someone, test, type Place } from './people.ts';

/** A free day on which the centre is also open in the evening, when no other journey books. */
async function freeWeekday(place: Place, centre: string, resource: string): Promise<string> {
	for (let ahead = 2; ahead < 9; ahead += 1) {
		const day = await freeDay(place, centre, resource, ahead);
		if (new Date(`${day}T12:00:00Z`).getUTCDay() !== 6) return day;
	}
	throw new Error(`${resource} has no free evening`);
}

test('Zofia moves her series to another hour, leaves out what is taken, and takes it back', async ({
	page,
	place
}) => {
	test.setTimeout(90_000);
	const [zofia, rival] = [await someone(place, 'Zofia'), await someone(place, 'Roman')];
	const day = await freeWeekday(place, 'nowy-sacz', 'biuro-dunajec');
	const wish = {
		centre: 'nowy-sacz',
		resource: 'biuro-dunajec',
		day,
		start: '16:00',
		end: '17:00'
	};
	const series = await repeat(place, zofia, wish, 4, 'Dyżur prawnika');
	const taken = series.bookings[1]?.date ?? '';
	await book(place, rival, { ...wish, day: taken, start: '17:00', end: '18:00' }, 'Ktoś szybszy');
	await be(page, zofia);
	await page.setViewportSize({ width: 360, height: 740 });

	await page.goto(`/bookings/series/${series.id}`);
	await page.getByRole('link', { name: 'Zmień serię' }).click();
	await expect(page.getByRole('heading', { name: 'Zmiana serii' })).toBeVisible();
	await page.getByLabel('Początek').selectOption('17:00');
	await expect(page.getByLabel('Koniec')).toHaveValue('18:00');
	const dates = page.getByRole('region', { name: 'Co się stanie z terminami' });
	await expect(dates.getByRole('listitem').nth(0)).toContainText('17:00–18:00');
	await expect(dates.getByRole('listitem').nth(0)).toContainText('zamiast 16:00–17:00');
	await expect(dates.getByRole('listitem').nth(1)).toContainText('zostaje');
	await dates.getByRole('listitem').nth(1).getByText('Pomiń').click();
	await expect(dates.getByRole('listitem').nth(1)).toContainText('pominięty');
	await test.step('the editor', () => expectAccessible(page));
	await page.getByRole('button', { name: /^Zmień \d termin/ }).click();

	await expect(page).toHaveURL(new RegExp(`/bookings/series/${series.id}$`));
	await expect(page.getByText(/^Co tydzień/)).toContainText('17:00–18:00');
	const skipped = page.getByRole('region', { name: 'Pominięte terminy' });
	await expect(skipped.getByText('17:00–18:00').first()).toBeVisible();
	await expect(page.getByText(/pominięte: 1/)).toBeVisible();
	await test.step('the series', () => expectAccessible(page));
	await page.getByRole('button', { name: 'Cofnij zmianę serii' }).click();

	await expect(page.getByText(/^Co tydzień/)).toContainText('16:00–17:00');
	const upcoming = page.getByRole('region', { name: 'Nadchodzące' });
	await expect(upcoming.getByRole('listitem')).toHaveCount(series.bookings.length);
	await expect(upcoming.getByText('16:00–17:00').first()).toBeVisible();
});

test('from one date on: a series becomes two, and what was moved by hand is asked about', async ({
	page,
	place
}) => {
	test.setTimeout(90_000);
	const ola = await someone(place, 'Ola');
	const day = await freeWeekday(place, 'chrzanow', 'naroznik');
	const wish = {
		centre: 'chrzanow',
		resource: 'naroznik',
		day,
		start: '17:00',
		end: '18:00'
	};
	const series = await repeat(place, ola, wish, 3, 'Kółko szachowe');
	const [, second] = series.bookings;
	await be(page, ola);

	await page.goto(`/bookings/${second?.id ?? ''}`);
	await page.getByRole('button', { name: 'Zmień termin' }).click();
	await page.getByRole('link', { name: 'Tylko ten termin' }).click();
	await page.getByText('16:30', { exact: true }).click();
	await page.getByRole('button', { name: 'Przenieś tutaj' }).click();
	await expect(page.getByText(/Przeniesiono: .*16:30–17:30/)).toBeVisible();

	await page.getByRole('button', { name: 'Zmień termin' }).click();
	await page.getByRole('link', { name: 'Ten i następne' }).click();
	await expect(page.getByRole('radio', { name: 'Od wybranego dnia' })).toBeChecked();
	await expect(page.getByText('inaczej niż reszta')).toBeVisible();
	await page.getByText('Ustaw jak resztę').click();
	await page.getByText('Cel, uwagi i liczba osób').click();
	await page.getByLabel('Cel rezerwacji').fill('Szachy dla dorosłych');
	await page.getByRole('button', { name: 'Zmień 1 termin' }).click();

	await expect(page.getByRole('heading', { name: 'Szachy dla dorosłych' })).toBeVisible();
	const upcoming = page.getByRole('region', { name: 'Nadchodzące' });
	await expect(upcoming.getByRole('listitem')).toHaveCount(series.bookings.length - 1);
	await expect(upcoming.getByText('17:00–18:00')).toHaveCount(series.bookings.length - 1);
	await page.getByRole('link', { name: 'Wcześniejsze terminy tej serii' }).click();
	await expect(page.getByRole('heading', { name: 'Kółko szachowe' })).toBeVisible();
	await expect(upcoming.getByRole('listitem')).toHaveCount(1);
});

test('a date of a series is cancelled alone or with those after it, by the keyboard', async ({
	page,
	place
}) => {
	const jan = await someone(place, 'Jan');
	const day = await freeWeekday(place, 'nowy-sacz', 'biuro-dunajec');
	const wish = {
		centre: 'nowy-sacz',
		resource: 'biuro-dunajec',
		day,
		start: '18:00',
		end: '19:00'
	};
	const series = await repeat(place, jan, wish, 3, 'Korepetycje');
	await be(page, jan);
	await page.goto(`/bookings/${series.bookings[1]?.id ?? ''}`);

	await expect(page.getByRole('link', { name: 'Zobacz wszystkie terminy serii' })).toBeVisible();
	await page.getByRole('button', { name: 'Odwołaj rezerwację' }).press('Enter');
	const dialog = page.getByRole('dialog', { name: 'Co odwołać?' });
	await expect(dialog.getByRole('button', { name: 'Odwołaj 1 termin' })).toBeEnabled();
	await dialog.getByRole('radio', { name: 'Tylko ten termin' }).press('ArrowRight');
	await expect(dialog.getByRole('radio', { name: 'Ten i następne' })).toBeChecked();
	const count = series.bookings.length - 1;
	await dialog.getByRole('button', { name: `Odwołaj ${String(count)} termin` }).press('Enter');

	await expect(page.getByText(`Odwołano ${String(count)} termin`)).toBeVisible();
	await page.goto(`/bookings/series/${series.id}`);
	await expect(page.getByRole('region', { name: 'Nadchodzące' }).getByRole('listitem')).toHaveCount(
		1
	);
});
