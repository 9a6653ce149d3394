/**
 * `npm run db:types`: TypeScript types of the API's schema, written by the real Supabase CLI from a
 * database that has the migrations and nothing else.
 */
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { withFreshDatabase } from './fresh-database.ts';
import { runSupabaseCli } from './supabase-cli.ts';

const TARGET = new URL('../../supabase/database.types.ts', import.meta.url);

await withFreshDatabase(async (databaseUrl) => {
	const types = runSupabaseCli(['gen', 'types', '--schema', 'public', `--remote=${databaseUrl}`]);
	// The CLI may remark on the connection before it prints the types.
	const start = types.indexOf('export type');
	if (start < 0) return;
	const options = await resolveConfig(TARGET);
	writeFileSync(TARGET, await format(types.slice(start), { ...options, parser: 'typescript' }));
});
