import postgres from 'postgres';
import { z } from 'zod';

const Backend = z.object({
	databaseUrl: z.string(),
	apiUrl: z.string(),
	postgrestUrl: z.string(),
	publishableKey: z.string(),
	jwtSecret: z.string()
});

/** Where the run's backend is; made by backend.setup.ts. */
export const backend = Backend.parse(JSON.parse(process.env['MAM_TEST_BACKEND'] ?? '{}'));

/** Whether this run asks the real PostgREST instead of the embedded API. */
export const isConformance = process.env['MAM_TEST_API'] === 'postgrest';

/** The owner's connection: for arranging and for looking at what really was written. */
export const sql = postgres(backend.databaseUrl, {
	max: 3,
	idle_timeout: 2,
	onnotice: () => undefined
});
