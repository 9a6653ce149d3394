import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../src/lib/server/boot/free-port.ts';

/** The whole app as `npm start` runs it, on a free port and a data directory of its own. */
export type RunningApp = { origin: string; pid: number; stop(): Promise<void> };

/** Starts the built app and waits until it is healthy, for at most a minute. */
export async function startApp(
	dataDir: string,
	environment: Record<string, string> = {}
): Promise<RunningApp> {
	const port = environment.PORT ?? String(await freePort());
	const origin = `http://127.0.0.1:${port}`;
	let output = '';
	const app = spawn('node', [join(import.meta.dirname, '../src/lib/server/boot/start.ts')], {
		env: { ...process.env, ORIGIN: origin, ...environment, PORT: port, MAM_DATA_DIR: dataDir },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	app.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	app.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const state = { isGone: false };
	const gone = new Promise<void>((resolve) => app.once('exit', () => resolve()));
	void gone.then(() => (state.isGone = true));

	const end = Date.now() + 60_000;
	for (;;) {
		const response = await fetch(`${origin}/healthz`).catch(() => undefined);
		if (response?.ok === true) break;
		if (state.isGone || Date.now() > end) throw new Error(`the app does not start:\n${output}`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return {
		origin,
		pid: app.pid ?? 0,
		async stop() {
			app.kill('SIGTERM');
			await gone;
		}
	};
}
