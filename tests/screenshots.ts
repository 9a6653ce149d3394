/**
 * `npm run screenshots`: pictures of the real app with its demo data, in Polish, for the README and
 * the web app manifest. Signs in as the demo resident in one tap, as a visitor of the demo would.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { startApp } from './app.ts';
import { chromiumFlags, chromiumPath } from './chromium.ts';

const target = join(import.meta.dirname, '../static/screenshots');

const shapes = {
	narrow: { width: 360, height: 740 },
	wide: { width: 1280, height: 800 }
};

type Shot = { name: string; path: string; shape: keyof typeof shapes; dark?: boolean };

/** A day with much going on, whatever day it is today: the next Thursday. */
const thursday = new Date(Date.now() + (((10 - new Date().getUTCDay()) % 7) + 1) * 86_400_000)
	.toISOString()
	.slice(0, 10);

const shots: Shot[] = [
	{ name: 'start-narrow', path: '/chrzanow', shape: 'narrow' },
	{ name: 'calendar-narrow', path: `/chrzanow/calendar?day=${thursday}`, shape: 'narrow' },
	{ name: 'book-narrow', path: `/chrzanow/book?people=12&day=${thursday}`, shape: 'narrow' },
	{ name: 'mine-dark-narrow', path: '/me', shape: 'narrow', dark: true },
	{ name: 'calendar-wide', path: `/chrzanow/calendar?view=rooms&day=${thursday}`, shape: 'wide' }
];

async function signIn(page: Page, origin: string): Promise<void> {
	await page.goto(`${origin}/sign-in`);
	await page.getByRole('button', { name: /Halina/ }).click();
	await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

async function take(browser: Browser, origin: string, shot: Shot): Promise<void> {
	const context = await browser.newContext({
		viewport: shapes[shot.shape],
		deviceScaleFactor: shot.shape === 'narrow' ? 2 : 1,
		locale: 'pl-PL',
		timezoneId: 'Europe/Warsaw',
		colorScheme: shot.dark === true ? 'dark' : 'light',
		serviceWorkers: 'block'
	});
	const page = await context.newPage();
	await signIn(page, origin);
	await page.goto(`${origin}${shot.path}`, { waitUntil: 'networkidle' });
	await page.screenshot({ path: join(target, `${shot.name}.png`) });
	await context.close();
}

const directory = mkdtempSync(join(tmpdir(), 'mam-screenshots-'));
// as root, PostgreSQL runs as another user, who must get through to its data
chmodSync(directory, 0o711);
mkdirSync(target, { recursive: true });
const app = await startApp(join(directory, 'data'));
const executablePath = chromiumPath();
const browser = await chromium.launch({
	args: chromiumFlags,
	...(executablePath !== undefined && { executablePath })
});
try {
	for (const shot of shots) await take(browser, app.origin, shot);
} finally {
	await browser.close();
	await app.stop();
	rmSync(directory, { recursive: true, force: true });
}
