import { be, expect, openDay, someone, test } from './people.ts';

test('Nina borrows a wheelchair, Marta gives it out and takes it back', async ({
	browser,
	page,
	place
}) => {
	const nina = await someone(place, 'Nina');
	const [from, until] = [await openDay(place, 'chrzanow', 3), await openDay(place, 'chrzanow', 8)];
	await be(page, nina);

	await page.goto('/chrzanow/book?kind=equipment');
	await page.getByRole('link', { name: /Wózek inwalidzki/ }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Wypożycz: Wózek inwalidzki');
	await expect(page.getByText('Kaucja 50 zł')).toBeVisible();
	const days = (legend: string) => page.getByRole('group', { name: legend });
	await days('Dzień odbioru')
		.getByRole('radio', { name: dayName(from), exact: true })
		.check();
	await page.getByLabel('Godzina odbioru').selectOption('11:00');
	await days('Dzień zwrotu')
		.getByRole('radio', { name: dayName(until), exact: true })
		.check();
	await page.getByLabel('Godzina zwrotu').selectOption('12:00');
	await page.getByLabel('Cel rezerwacji').fill('Po operacji kolana');
	await page.getByRole('button', { name: 'Wypożycz: Wózek inwalidzki' }).click();

	await expect(page.getByRole('heading', { name: 'Zarezerwowane' })).toBeVisible();
	const card = page.getByRole('link', { name: /Po operacji kolana.*zwrot do/ });
	await card.click();
	await expect(page.getByText('do odbioru')).toBeVisible();
	const address = new URL(page.url()).pathname;

	const desk = await browser.newContext({
		baseURL: place.origin,
		viewport: { width: 360, height: 740 },
		extraHTTPHeaders: { 'x-forwarded-for': place.address }
	});
	const phone = await desk.newPage();
	await phone.goto(`/sign-in?next=${address}`);
	await phone.getByRole('button', { name: /Marta/ }).click();
	await phone.getByLabel('Okazano dokument').check();
	await phone.getByRole('button', { name: 'Wydaj 1 sztukę' }).click();
	await expect(phone.getByText('Wydane', { exact: true })).toBeVisible();

	await page.reload();
	await expect(page.getByText(/^Wypożyczone\. Oddaj w godzinach otwarcia/)).toBeVisible();

	await phone.getByRole('radio', { name: 'w porządku' }).check();
	await phone.getByRole('button', { name: 'Przyjmij 1 sztukę' }).click();
	await expect(phone.getByText('Wszystko wróciło. Dziękujemy!')).toBeVisible();
	await desk.close();
});

test('equipment lent home has a page that leads to borrowing it', async ({ page }) => {
	await page.goto('/chrzanow/resources/balkonik');

	await expect(page.getByText('Wypożyczasz do domu najdłużej na 30 dni.')).toBeVisible();
	await page.getByRole('link', { name: 'Wypożycz: Balkonik (chodzik)' }).click();

	await expect(page.getByRole('group', { name: 'Dzień odbioru' })).toBeVisible();
});

/** 'czwartek, 26 listopada', as the days of the calendar are called. */
function dayName(day: string): string {
	return new Intl.DateTimeFormat('pl-PL', {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		timeZone: 'UTC'
	})
		.format(new Date(`${day}T12:00:00Z`))
		.replace(/(\d) (?=\p{L})/gu, '$1\u00a0');
}
