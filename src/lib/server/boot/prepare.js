/**
 * Runs before every npm script, under whatever Node ≥ 20 the machine has and before anything is
 * installed: plain JavaScript, nothing but Node itself.
 *
 * `node prepare.js` installs what the lockfile asks for, if it is not there;
 * `node prepare.js build` also builds the app when its sources are newer than the build.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuildFresh } from './build-stamp.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesIn(file) {
	const path = join(root, file);
	return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')).packages ?? {}) : {};
}

/** npm keeps a list of what it installed; compared with the lockfile in a few milliseconds. */
function isInstalled() {
	const wanted = packagesIn('package-lock.json');
	const installed = packagesIn('node_modules/.package-lock.json');
	return Object.entries(wanted).every(
		([path, { version, optional }]) =>
			path === '' || optional === true || installed[path]?.version === version
	);
}

/** @param {string} command @param {string[]} args @param {string} failure */
function run(command, args, failure) {
	const bin = join(root, 'node_modules/.bin');
	const { status } = spawnSync(command, args, {
		cwd: root,
		// stdout belongs to the script that follows.
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
		env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` }
	});
	if (status === 0) return;
	process.stderr.write(`${failure}\n`);
	process.exit(1);
}

if (!isInstalled()) {
	process.stderr.write('Installing packages (once, one or two minutes) …\n');
	run('npm', ['ci', '--no-audit', '--no-fund'], 'The packages could not be installed; see above.');
}

if (process.argv.includes('build') && !isBuildFresh(root)) {
	process.stderr.write('Building the app …\n');
	run('node', ['src/lib/server/boot/build.ts'], 'The app could not be built; see above.');
}
