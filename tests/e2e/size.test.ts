import { firstVisit } from '../bench/first-visit.ts';
import { expect, test } from './visitor.ts';

for (const path of ['/chrzanow/calendar', '/chrzanow']) {
	test(`the first visit of ${path} stays within its budget`, async ({ baseURL }) => {
		const visit = await firstVisit(`${baseURL ?? ''}${path}`);

		expect(visit.javascript).toBeLessThanOrEqual(60_000);
		expect(visit.bytes).toBeLessThanOrEqual(90_000);
		expect(visit.requests).toBeLessThanOrEqual(20);
		expect(visit.javascript).toBeGreaterThan(10_000);
	});
}
