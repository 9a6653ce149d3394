import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a build is made of. */
const SOURCES = ['src', 'static', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];

/** Made by the build itself. */
const NOT_BUILT = ['src/lib/i18n/paraglide'];

/** @param {string} root */
export function isBuildFresh(root) {
	const stamp = stampOf(root);
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOfSources(root);
}

/**
 * @param {string} root
 * @param {string} digest of the sources as they were when the build began
 */
export function stampBuild(root, digest) {
	writeFileSync(stampOf(root), digest);
}

/** Names, sizes and times of all sources: cheap, and notices deleted files too. @param {string} root */
export function digestOfSources(root) {
	const hash = createHash('sha256');
	for (const source of SOURCES) addTo(hash, root, source);
	return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash @param {string} root @param {string} path */
function addTo(hash, root, path) {
	const absolute = join(root, path);
	if (!existsSync(absolute) || path.endsWith('.test.ts')) return;
	if (NOT_BUILT.some((start) => path.startsWith(start))) return;
	const stat = statSync(absolute);
	if (!stat.isDirectory()) {
		hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
		return;
	}
	for (const name of readdirSync(absolute).sort()) addTo(hash, root, `${path}/${name}`);
}

/** @param {string} root */
function stampOf(root) {
	return join(root, 'build/sources');
}
