/**
 * Runs before every npm script, under whatever Node ≥ 20 the machine has and before anything is
 * installed: plain JavaScript, nothing but Node itself.
 *
 * `node prepare.js` installs what the lockfile asks for, if it is not there;
 * `node prepare.js build` also builds the app when its sources are newer than the build.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuildFresh } from './build-stamp.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

const lockfile = join(root, 'package-lock.json');
/** Holds the digest of the lockfile that was installed last. */
const installedStamp = join(root, 'node_modules/.mam-installed');

function digestOfLockfile() {
	return createHash('sha256').update(readFileSync(lockfile)).digest('hex');
}

/** @param {string} path @returns {Record<string, Record<string, string | boolean>>} */
function packagesIn(path) {
	return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')).packages ?? {}) : {};
}

/** Whether what the lockfile asks for is there, by our own stamp or by npm's own list. */
function isInstalled() {
	if (existsSync(installedStamp) && readFileSync(installedStamp, 'utf8') === digestOfLockfile()) {
		return true;
	}
	const installed = packagesIn(join(root, 'node_modules/.package-lock.json'));
	return Object.entries(packagesIn(lockfile)).every(
		([path, wanted]) =>
			path === '' || isDispensable(wanted) || installed[path]?.version === wanted.version
	);
}

/** @param {Record<string, string | boolean>} wanted */
function isDispensable({ optional, devOptional, extraneous }) {
	return [optional, devOptional, extraneous].includes(true);
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
	writeFileSync(installedStamp, digestOfLockfile());
}

if (process.argv.includes('build') && !isBuildFresh(root)) {
	process.stderr.write('Building the app …\n');
	run(
		'node',
		['src/lib/server/boot/build.ts', '--quiet'],
		'The app could not be built; see above.'
	);
}
