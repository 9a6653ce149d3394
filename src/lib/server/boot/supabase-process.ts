import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { asRunning, exitOf } from './child-process.ts';
import { compileCache } from './compile-cache.ts';
import { type ChildConfiguration, FromChild } from './supabase-messages.ts';
import type { Running } from './supervise.ts';

/** A child that is loading its modules and waits to be told the rest. */
export type LoadingChild = { child: ChildProcess; exited: Promise<string> };

/** Forked before there is a database: loading takes as long as PostgreSQL's start. */
export function forkSupabaseChild(): LoadingChild {
	const child = fork(fileURLToPath(new URL('./supabase-child.ts', import.meta.url)), {
		execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'],
		env: { ...process.env, ...compileCache },
		// A group of its own: Ctrl+C in the terminal is the starter's to pass on.
		detached: true,
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	});
	return { child, exited: exitOf(child) };
}

/**
 * Starts the Supabase child and resolves when it serves.
 * `whenPrepared` runs between the making of schema `auth` and the first request: the place for
 * migrations, which refer to `auth.users`.
 */
export async function startSupabaseProcess(
	{ child, exited }: LoadingChild,
	configuration: ChildConfiguration,
	whenPrepared: () => Promise<void>
): Promise<Running> {
	try {
		child.send({ kind: 'configure', configuration });
		await nextMessage(child, exited, 'prepared');
		await whenPrepared();
		child.send({ kind: 'serve' });
		await nextMessage(child, exited, 'serving');
	} catch (error) {
		child.kill('SIGKILL');
		await exited;
		throw error;
	}
	return asRunning(child, exited);
}

function nextMessage(
	child: ChildProcess,
	exited: Promise<string>,
	expected: 'prepared' | 'serving'
): Promise<void> {
	return new Promise((resolve, reject) => {
		void exited.then((reason) => reject(new Error(`the Supabase process ended (${reason})`)));
		child.once('message', (message) => {
			const { kind, reason } = FromChild.parse(message);
			if (kind === expected) resolve();
			else reject(new Error(`the Supabase process failed: ${reason ?? kind}`));
		});
	});
}
