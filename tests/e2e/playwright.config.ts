import { defineConfig, devices } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../chromium.ts';

const phone = { ...devices['Pixel 7'], viewport: { width: 360, height: 740 } };
const executablePath = chromiumPath();

/** Journeys on a phone first, against the built app with a fresh demo (see app.setup.ts). */
export default defineConfig({
	testDir: '.',
	testMatch: '**/*.test.ts',
	outputDir: '../../test-results',
	globalSetup: './app.setup.ts',
	fullyParallel: true,
	workers: 2,
	retries: 0,
	timeout: 45_000,
	expect: { timeout: 10_000 },
	use: {
		...phone,
		locale: 'pl-PL',
		timezoneId: 'Europe/Warsaw',
		trace: 'retain-on-failure',
		launchOptions: {
			args: chromiumFlags,
			...(executablePath === undefined ? {} : { executablePath })
		}
	},
	projects: [{ name: 'phone' }]
});
