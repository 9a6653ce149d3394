import { firstVisit } from '../bench/first-visit.ts';
import { expect, openDay, test } from './people.ts';

for (const page of ['/chrzanow/calendar', '/chrzanow']) {
	test(`the first visit of ${page} stays within its budget`, async ({ place }) => {
		// on a day on which the centre is open: a closed one has less to show and one part more
		const day = await openDay(place, 'chrzanow', 1);
		const visit = await firstVisit(`${place.origin}${page}?day=${day}`);

		expect(visit.javascript).toBeLessThanOrEqual(60_000);
		expect(visit.bytes).toBeLessThanOrEqual(90_000);
		expect(visit.requests).toBeLessThanOrEqual(20);
		expect(visit.javascript).toBeGreaterThan(10_000);
	});
}
