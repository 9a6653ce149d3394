import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { asRunning, exitOf } from './child-process.ts';
import { compileCache } from './compile-cache.ts';
import { StartProblem } from './start-problem.ts';
import type { Running } from './supervise.ts';

/** What the web process is told by its environment. */
export type WebEnvironment = Record<string, string>;

/** `built`: the build behind our own server; `dev`: Vite, which rebuilds what changes. */
export type WebKind = 'built' | 'dev';

const ENTRIES = { built: '../web/serve.ts', dev: '../web/serve-dev.ts' } as const;

const FromWeb = z.object({
	kind: z.enum(['listening', 'failed']),
	reason: z.string().optional()
});

/** Starts the web process and resolves when it listens. */
export async function startWebProcess(
	kind: WebKind,
	environment: WebEnvironment
): Promise<Running> {
	const child = fork(fileURLToPath(new URL(ENTRIES[kind], import.meta.url)), {
		env: { ...process.env, ...compileCache, ...environment },
		// A schedule's answer is short-lived garbage of some 20 kB: with less room for the young it takes
		// a tenth more time.
		execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=32'],
		detached: true,
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	});
	const exited = exitOf(child);
	await whenListening(child, exited);
	return asRunning(child, exited);
}

function whenListening(child: ChildProcess, exited: Promise<string>): Promise<void> {
	return new Promise((resolve, reject) => {
		void exited.then((reason) => reject(new StartProblem(`The web process ended (${reason}).`)));
		child.on('message', (message) => {
			const parsed = FromWeb.safeParse(message);
			if (parsed.data?.kind === 'listening') resolve();
			if (parsed.data?.kind === 'failed') reject(new StartProblem(parsed.data.reason ?? ''));
		});
	});
}
