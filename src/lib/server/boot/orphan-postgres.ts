import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartProblem } from './start-problem.ts';

const PATIENCE_MS = 10_000;

/**
 * Stops a server that survived the `kill -9` of the MAM that had started it.
 * PostgreSQL writes its process id into `postmaster.pid`; the caller holds the data directory's
 * lock, so a living server there has no owner any more. It is asked to shut down cleanly.
 */
export async function stopOrphan(directory: string): Promise<void> {
	const pid = postmasterOf(directory);
	if (pid === undefined || !isPostgresOf(pid, directory)) return;
	process.kill(pid, 'SIGINT');
	const deadline = Date.now() + PATIENCE_MS;
	while (isAlive(pid)) {
		if (Date.now() > deadline) {
			throw new StartProblem(
				`A PostgreSQL left over from an earlier start (process ${pid}) does not stop; stop it and start MAM again.`
			);
		}
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

function postmasterOf(directory: string): number | undefined {
	const path = join(directory, 'postmaster.pid');
	if (!existsSync(path)) return undefined;
	const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
	return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: it lives, under another user.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** After a reboot the number may belong to any other program: look before shooting. */
function isPostgresOf(pid: number, directory: string): boolean {
	if (!isAlive(pid)) return false;
	const commandLine = `/proc/${pid}/cmdline`;
	if (!existsSync(commandLine)) return process.platform !== 'linux';
	const words = readFileSync(commandLine, 'utf8').split('\0');
	return words.includes(directory) && words.some((word) => word.includes('postgres'));
}
