/**
 * The backend of a test run, as a process of its own: it says where it is, and stops with whoever
 * started it. (Vitest's own loader cannot run the starter's modules.)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '../../src/lib/server/boot/backend.ts';
import { startPostgrest } from '../postgrest.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'mam-test-'));
process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
const backend = await startBackend({ dataDir, demo: false });
const postgrest = await startPostgrest(backend);
process.send?.({
	databaseUrl: backend.databaseUrl,
	apiUrl: backend.apiUrl,
	postgrestUrl: postgrest.url,
	publishableKey: backend.publishableKey,
	jwtSecret: backend.jwtSecret
});

async function stop(): Promise<void> {
	await postgrest.stop();
	await backend.stop();
}

process.once('disconnect', () => {
	void stop().then(() => process.exit());
});
