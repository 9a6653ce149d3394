import { existsSync } from 'node:fs';

/** Chromium of the system where there is one (Debian's); otherwise Playwright's own is used. */
export function chromiumPath(): string | undefined {
	return [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
		(path) => path !== undefined && existsSync(path)
	);
}

/** No sandbox for root, and none of the calls home that a test machine cannot answer. */
export const chromiumFlags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];
