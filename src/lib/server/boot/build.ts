/**
 * `npm run build`: Vite's build, and the scripts and styles of earlier builds kept beside it.
 * Somebody who has the app open asks for their chunks for a while after a new version arrives.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { z } from 'zod';
import { digestOfSources, stampBuild } from './build-stamp.js';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const IMMUTABLE = join(ROOT, 'build/client/_app/immutable');
/** Which file was superseded when, in milliseconds. */
const SUPERSEDED = join(ROOT, 'build/superseded.json');
const ASIDE = join(ROOT, '.svelte-kit/earlier-builds');

const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

const Superseded = z.record(z.string(), z.number());

type Superseded = z.infer<typeof Superseded>;

async function run(): Promise<void> {
	const digest = digestOfSources(ROOT);
	const superseded = readSuperseded();
	setAside();
	await build({ root: ROOT, logLevel: process.argv.includes('--quiet') ? 'error' : 'info' });
	writeFileSync(SUPERSEDED, JSON.stringify(bringBack(superseded, Date.now())));
	stampBuild(ROOT, digest);
}

function readSuperseded(): Superseded {
	if (!existsSync(SUPERSEDED)) return {};
	return Superseded.catch({}).parse(JSON.parse(readFileSync(SUPERSEDED, 'utf8')));
}

function setAside(): void {
	if (!existsSync(IMMUTABLE)) return;
	rmSync(ASIDE, { recursive: true, force: true });
	cpSync(IMMUTABLE, ASIDE, { recursive: true });
}

/** Copies back what the new build does not have, unless it was superseded over a week ago. */
function bringBack(superseded: Superseded, now: number): Superseded {
	if (!existsSync(ASIDE)) return {};
	const kept: Superseded = {};
	for (const file of filesUnder(ASIDE)) {
		if (existsSync(join(IMMUTABLE, file))) continue;
		const since = superseded[file] ?? now;
		if (now - since > KEPT_MS) continue;
		cpSync(join(ASIDE, file), join(IMMUTABLE, file));
		kept[file] = since;
	}
	rmSync(ASIDE, { recursive: true });
	return kept;
}

function filesUnder(directory: string): string[] {
	const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}

try {
	await run();
} catch {
	// Vite has said why.
	process.exitCode = 1;
}
