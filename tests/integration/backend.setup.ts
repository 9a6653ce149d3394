import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One backend for the run: a database as shipped, the embedded API and a PostgREST beside it. */
export default async function setup(): Promise<() => Promise<void>> {
	// tests/mutation.ts brings a backend of its own.
	if (process.env['MAM_TEST_BACKEND'] !== undefined) return () => Promise.resolve();
	// Refusals are logged as they come; thousands of them are what these tests provoke.
	const log = openSync(join(tmpdir(), 'mam-test.log'), 'w');
	const child = fork(join(import.meta.dirname, 'backend.process.ts'), {
		execArgv: [],
		stdio: ['ignore', log, log, 'ipc']
	});
	const exited = once(child, 'exit');
	const [where] = await Promise.race([once(child, 'message'), exited]);
	if (typeof where !== 'object') throw new Error('The backend does not start: see mam-test.log');
	process.env['MAM_TEST_BACKEND'] = JSON.stringify(where);
	return async () => {
		child.disconnect();
		await exited;
	};
}
