import { expectAccessible } from './barriers.ts';
import { be, book, expect, freeDay, someone, test } from './people.ts';

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`the booking screens, ${colorScheme}, 320 px wide`, () => {
		test.use({ colorScheme, viewport: { width: 320, height: 640 } });

		test('have no barriers that axe knows of', async ({ page, place }) => {
			// nine screens, each of them gone through by axe
			test.setTimeout(150_000);
			const person = await someone(place, 'Hanna');
			const day = await freeDay(place, 'chrzanow', 'naroznik', colorScheme === 'light' ? 20 : 22);
			const wish = { centre: 'chrzanow', resource: 'naroznik', day, start: '10:00', end: '11:00' };
			const { id } = await book(place, person, wish, 'Nauka do matury');
			await be(page, person);
			const screens: [string, string][] = [
				['/chrzanow/book', 'Co chcesz zarezerwować?'],
				['/chrzanow/book?kind=equipment', 'Co chcesz zarezerwować?'],
				['/chrzanow/book?people=8&step=when', 'Kiedy?'],
				// taken: with alternatives
				[`/chrzanow/book?resource=naroznik&day=${day}&start=10:00&minutes=60`, 'Kiedy?'],
				[
					`/chrzanow/book?room=kuchnia-wspolna&people=8&day=${day}&start=12:00&minutes=60&step=details`,
					'Szczegóły'
				],
				['/chrzanow/book?again=last', 'Jak ostatnio'],
				[`/chrzanow/book?booked=${id}`, 'Zarezerwowane'],
				[`/bookings/${id}`, 'Nauka do matury'],
				['/me', 'Moje rezerwacje']
			];

			for (const [address, title] of screens) {
				await page.goto(address);
				await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
				await expect(page.getByRole('main').getByText('Wczytujemy')).toHaveCount(0);
				await test.step(address, () => expectAccessible(page));
			}
		});
	});
}
