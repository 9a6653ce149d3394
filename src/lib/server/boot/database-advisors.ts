/**
 * `npm run db:advisors`: Supabase's own security and performance advisors over our schema. Fails
 * when they warn about anything.
 */
import { withFreshDatabase } from './fresh-database.ts';
import { runSupabaseCli } from './supabase-cli.ts';

await withFreshDatabase((databaseUrl) => {
	const remote = `--remote=${databaseUrl}`;
	process.stdout.write(runSupabaseCli(['db', 'advisors', remote, '--fail-on', 'warn']));
	return Promise.resolve();
});
