import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { chromiumPath } from './chromium.ts';

/** A browser for the tests: the machine's, else Debian's package, else Playwright's download. */
export function ensureChromium(): void {
	if (chromiumPath() !== undefined || existsSync(chromium.executablePath())) return;
	process.stdout.write('Installing Chromium …\n');
	if (installFromDebian()) return;
	run('playwright', ['install', '--with-deps', 'chromium']);
}

function installFromDebian(): boolean {
	if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
	if (!run('apt-get', ['update', '-qq'])) return false;
	return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
}

function run(program: string, args: string[]): boolean {
	return spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}
