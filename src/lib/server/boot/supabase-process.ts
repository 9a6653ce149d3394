import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compileCache } from './compile-cache.ts';
import { type ChildConfiguration, FromChild } from './supabase-messages.ts';

export type SupabaseProcess = {
	pid: number;
	/** Settles when the process ends without having been asked to. */
	ended: Promise<string>;
	stop(): Promise<void>;
};

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
	const exited = new Promise<string>((resolve) => {
		child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
	});
	return { child, exited };
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
): Promise<SupabaseProcess> {
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
	return describe(child, exited);
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

function describe(child: ChildProcess, exited: Promise<string>): SupabaseProcess {
	let isStopping = false;
	return {
		pid: child.pid ?? 0,
		ended: new Promise((resolve) => {
			void exited.then((reason) => {
				if (!isStopping) resolve(reason);
			});
		}),
		async stop() {
			isStopping = true;
			child.kill('SIGTERM');
			await exited;
		}
	};
}
