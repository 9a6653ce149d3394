import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../app.ts';

/**
 * One app for the run. Its limits count by the address that a test says it comes from, so that
 * many people can sign in from this one machine (see visitor.ts).
 */
export default async function setup(): Promise<() => Promise<void>> {
	const dataDir = mkdtempSync(join(tmpdir(), 'mam-e2e-'));
	const app = await startApp(dataDir, { ADDRESS_HEADER: 'x-forwarded-for' });
	process.env.MAM_E2E_ORIGIN = app.origin;
	return async () => {
		await app.stop();
		rmSync(dataDir, { recursive: true, force: true });
	};
}
