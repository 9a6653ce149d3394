import { codeFor, expect, freeDay, newEmail, test } from './people.ts';

test('what was chosen to repeat is still there after signing in, and after another time was looked for', async ({
	page,
	place
}) => {
	test.setTimeout(90_000);
	const email = newEmail('Maja');
	const day = await freeDay(place, 'nowy-sacz', 'biuro-dunajec', 5);
	await page.goto(
		`/nowy-sacz/book?resource=biuro-dunajec&people=2&day=${day}&start=10:00&minutes=60&step=details`
	);
	await page.getByLabel('Cel rezerwacji').fill('Nauka czytania');
	await page.getByRole('button', { name: 'Powtarzaj' }).click();
	await page.getByText('Zaloguj się, żeby powtarzać rezerwację.').waitFor();
	await page.getByRole('main').getByRole('link', { name: 'Zaloguj się' }).click();
	await page.getByLabel('Adres e-mail').fill(email);
	await page.getByRole('button', { name: 'Wyślij kod' }).click();
	await page.getByLabel('Kod z e-maila').fill(await codeFor(place, email));

	const repeat = page.getByRole('region', { name: 'Powtarzanie' });
	await expect(repeat).toBeVisible();
	await expect(page.getByLabel('Cel rezerwacji')).toHaveValue('Nauka czytania');
	await repeat.getByLabel('Ile razy?').fill('3');
	await repeat.getByLabel('Ile razy?').press('Tab');
	const first = repeat.getByRole('listitem').nth(0).getByRole('checkbox');
	await first.uncheck();
	await page.getByRole('link', { name: 'Wstecz' }).click();
	await page.getByText('10:30', { exact: true }).click();
	await page.getByRole('button', { name: 'Dalej' }).click();

	await expect(repeat.getByText(/^Co tydzień we? /)).toContainText('10:30–11:30');
	await expect(repeat.getByLabel('Ile razy?')).toHaveValue('3');
	await expect(first).not.toBeChecked();
	await page.reload();
	await expect(repeat.getByLabel('Ile razy?')).toHaveValue('3');
	await repeat.getByRole('button', { name: 'Nie powtarzaj' }).click();
	await expect(page.getByRole('button', { name: /^Zarezerwuj: / })).toBeEnabled();
});
