import { randomInt } from 'node:crypto';
import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

/** Playwright's `test` whose pages belong to the run's app and come from an address of their own. */
export const test = base.extend({
	baseURL: async ({}, use) => {
		await use(process.env.MAM_E2E_ORIGIN ?? '');
	},
	extraHTTPHeaders: async ({}, use) => {
		await use({ 'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}` });
	}
});
