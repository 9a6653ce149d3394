import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isAlive } from './orphan-postgres.ts';
import { codeOf, StartProblem } from './start-problem.ts';

export type DataDirectory = {
	path: string;
	/** The cluster of the embedded PostgreSQL. */
	postgres: string;
	/** The mailbox of the demo. */
	mails: string;
	/** The installation's secrets, mode 600. */
	secrets: string;
	/** Gives the lock back. */
	release(): void;
};

const REASONS: Record<string, string> = {
	EACCES: 'this user may not write there',
	EPERM: 'this user may not write there',
	EROFS: 'the disk is read-only',
	ENOSPC: 'the disk is full',
	ENOTDIR: 'a part of the path is a file',
	EEXIST: 'there is a file of that name'
};

/** Makes the data directory if need be and takes its lock: one MAM at a time works on it. */
export function openDataDirectory(path: string): DataDirectory {
	const absolute = resolve(path);
	const lock = join(absolute, 'mam.pid');
	try {
		mkdirSync(absolute, { recursive: true });
		// Others may pass through (PostgreSQL's own user does, under root) but not look around.
		chmodSync(absolute, process.getuid?.() === 0 ? 0o711 : 0o700);
		takeLock(lock, absolute);
	} catch (error) {
		const reason = REASONS[codeOf(error) ?? ''];
		if (error instanceof StartProblem || reason === undefined) throw error;
		throw new StartProblem(
			`MAM cannot keep its data in ${absolute}, because ${reason}; choose another place with MAM_DATA_DIR.`
		);
	}
	return {
		path: absolute,
		postgres: join(absolute, 'postgres'),
		mails: join(absolute, 'mails'),
		secrets: join(absolute, 'secrets.json'),
		release: () => rmSync(lock, { force: true })
	};
}

function takeLock(lock: string, directory: string): void {
	const mine = `${process.pid} ${bornAt(process.pid)}`;
	try {
		writeFileSync(lock, mine, { flag: 'wx', mode: 0o600 });
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
		refuseLiving(lock, directory);
		writeFileSync(lock, mine, { mode: 0o600 });
	}
}

function refuseLiving(lock: string, directory: string): void {
	const [pid = '', born = ''] = readFileSync(lock, 'utf8').split(' ');
	const holder = Number.parseInt(pid, 10);
	if (!Number.isInteger(holder) || holder === process.pid) return;
	if (!isAlive(holder) || bornAt(holder) !== born) return;
	throw new StartProblem(
		`MAM already runs on ${directory} (process ${holder}), and it goes on; stop it first, or give this one another MAM_DATA_DIR.`
	);
}

/** When a process began, in the kernel's ticks: numbers of processes are used again. */
function bornAt(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
	} catch {
		return '';
	}
}
