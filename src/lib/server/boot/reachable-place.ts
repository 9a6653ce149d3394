import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	realpathSync,
	renameSync,
	symlinkSync
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { log } from '../log.ts';
import type { PostgresBinaries, SystemUser } from './postgres-binaries.ts';
import { StartProblem } from './start-problem.ts';

/**
 * Under root PostgreSQL runs as the system user `postgres`, who cannot pass through a closed home
 * such as /root. What it needs then stands here, where everybody may pass.
 */
const PLACE = '/var/lib/mam';

/** The programs themselves, or a copy that the user can reach. */
export function reachableBinaries(
	binaries: PostgresBinaries,
	user: SystemUser | undefined
): PostgresBinaries {
	const bin = dirname(binaries.postgres);
	if (user === undefined || canReach(user, bin)) return binaries;
	const copy = join(PLACE, `programs-${hashOf(bin)}`);
	if (!existsSync(copy)) copyPrograms(dirname(bin), copy);
	return {
		initdb: join(copy, 'bin', basename(binaries.initdb)),
		postgres: join(copy, 'bin', basename(binaries.postgres))
	};
}

function copyPrograms(native: string, copy: string): void {
	makePlace();
	// Renamed into place, so that a crash never leaves half of it.
	cpSync(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
	renameSync(`${copy}.new`, copy);
}

/**
 * Where the cluster of a data directory really is. When the user cannot reach the data directory,
 * a link there leads to the cluster's place, so that whoever looks for the data finds them.
 */
export function reachableCluster(directory: string, user: SystemUser | undefined): string {
	if (existsSync(directory)) return realpathSync(directory);
	if (user === undefined || canReach(user, dirname(directory))) return directory;
	makePlace();
	const cluster = join(PLACE, `postgres-${hashOf(directory)}`);
	if (existsSync(cluster)) {
		throw new StartProblem(
			`${cluster} holds the database of an earlier ${directory}; move it away or remove it first.`
		);
	}
	mkdirSync(cluster, { mode: 0o700 });
	chownSync(cluster, user.uid, user.gid);
	symlinkSync(cluster, directory);
	log.warn({ cluster }, 'the system user postgres cannot reach the data directory: kept there');
	return cluster;
}

function makePlace(): void {
	mkdirSync(PLACE, { recursive: true, mode: 0o755 });
}

function canReach({ uid, gid }: SystemUser, directory: string): boolean {
	const options = { uid, gid, cwd: '/', stdio: 'ignore' } as const;
	return spawnSync('/bin/sh', ['-c', 'cd "$0"', directory], options).status === 0;
}

function hashOf(path: string): string {
	return createHash('sha256').update(path).digest('hex').slice(0, 12);
}
