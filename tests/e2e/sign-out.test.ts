import type { Page } from '@playwright/test';
import { expect, test, whenInstalled } from './device.ts';
import { be, book, freeDay, someone, type Place, type Someone } from './people.ts';

/** How many things are kept of anybody on the device. */
function keptOfPeople(page: Page): Promise<number> {
	return page.evaluate(
		() =>
			new Promise<number>((resolve, reject) => {
				const opening = indexedDB.open('mam-personal', 1);
				opening.onerror = () => reject(new Error('The database does not open.'));
				opening.onsuccess = () => {
					const database = opening.result;
					const counting = database.transaction('kept').objectStore('kept').count();
					counting.onsuccess = () => {
						database.close();
						resolve(counting.result);
					};
				};
			})
	);
}

/** Books the workshop on the first day on which nobody was quicker, the test beside this included. */
async function bookSomeDay(place: Place, person: Someone, purpose: string): Promise<void> {
	for (let ahead = 5; ahead < 40; ahead += 1) {
		const day = await freeDay(place, 'chrzanow', 'pracownia', ahead);
		const wish = { centre: 'chrzanow', resource: 'pracownia', day, start: '10:00', end: '11:00' };
		const isBooked = await book(place, person, wish, purpose).then(
			() => true,
			() => false
		);
		if (isBooked) return;
	}
	throw new Error('The workshop is taken every morning.');
}

test('own bookings are readable without the server, and signing out there removes them', async ({
	page,
	network
}) => {
	const place = { origin: process.env.MAM_E2E_ORIGIN ?? '', address: '10.77.1.1' };
	const krystyna = await someone(place, 'Krystyna');
	await bookSomeDay(place, krystyna, 'Szydełkowanie');
	await be(page, krystyna);
	await page.goto('/me');
	await expect(page.getByText('Szydełkowanie')).toBeVisible();
	await whenInstalled(page);
	await expect.poll(() => keptOfPeople(page)).toBeGreaterThan(0);

	await network.down();
	await page.reload();
	await expect(page.getByText('Szydełkowanie')).toBeVisible();
	await expect(page.getByText(/Bez sieci|Brak połączenia/).first()).toBeVisible();

	await page.goto('/me/settings');
	await page.getByRole('button', { name: 'Wyloguj się' }).click();
	await expect.poll(() => page.evaluate(() => localStorage.getItem('mam-session'))).toBeNull();
	await expect.poll(() => keptOfPeople(page)).toBe(0);
	await page.goto('/me');
	await expect(page.getByText('Szydełkowanie')).toBeHidden();
});

test('a browser that keeps nothing still shows the bookings, and says so', async ({ page }) => {
	const place = { origin: process.env.MAM_E2E_ORIGIN ?? '', address: '10.77.1.2' };
	const jan = await someone(place, 'Jan');
	await bookSomeDay(place, jan, 'Klub szachowy');
	await be(page, jan);
	await page.addInitScript(() => {
		indexedDB.open = () => {
			throw new DOMException('Storage is closed.', 'SecurityError');
		};
	});

	await page.goto('/me');
	await expect(page.getByText('Klub szachowy')).toBeVisible();
	await expect(page.getByText('Przeglądarka nie pozwala zapisywać')).toBeVisible();
});
