/** A backend on the directory that is named, as a process of its own that a test may kill. */
import { startBackend } from '../../src/lib/server/boot/backend.ts';

const [dataDir = ''] = process.argv.slice(2);
const backend = await startBackend({ dataDir, demo: false });
process.send?.({
	apiUrl: backend.apiUrl,
	publishableKey: backend.publishableKey,
	jwtSecret: backend.jwtSecret,
	databaseUrl: backend.databaseUrl
});
