import { expectAccessible } from './barriers.ts';
import { expect, openDay, test } from './people.ts';

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`the pages for everybody, ${colorScheme}, 320 px wide`, () => {
		test.use({ colorScheme, viewport: { width: 320, height: 640 } });

		test('have no barriers that axe knows of', async ({ page, place }) => {
			// fifteen screens, each of them gone through by axe
			test.setTimeout(150_000);
			const day = await openDay(place, 'chrzanow', 3);
			const addresses = [
				'/?choose',
				'/chrzanow',
				`/chrzanow/calendar?day=${day}`,
				`/chrzanow/calendar?day=${day}&view=rooms`,
				`/chrzanow/calendar?day=${day}&view=week`,
				'/chrzanow/calendar?week=2026-W60',
				'/chrzanow/resources/sala-kasztan',
				'/chrzanow/about',
				'/sign-in',
				'/mailbox',
				'/accessibility',
				'/privacy',
				'/no-such-centre',
				'/en/chrzanow',
				'/uk/chrzanow/calendar'
			];

			for (const address of addresses) {
				await page.goto(address);
				await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
				await test.step(address, () => expectAccessible(page));
			}
		});
	});
}
