import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from './backend.ts';

/** Runs the work on a new, empty, migrated database that is thrown away afterwards. */
export async function withFreshDatabase(
	work: (databaseUrl: string) => Promise<void>
): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'mam-'));
	const backend = await startBackend({ dataDir, demo: false });
	try {
		await work(backend.databaseUrl);
	} finally {
		await backend.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}
