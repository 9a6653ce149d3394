import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import type { DataDirectory } from './data-directory.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { loadInstallation } from './installation.ts';
import { migrate } from './migrations.ts';
import { createRoles } from './roles.ts';
import { loadOrCreateSecrets, type Secrets } from './secrets.ts';
import { seedOnce, setDemoPasswords } from './seed.ts';
import { messageOf, StartProblem } from './start-problem.ts';
import { keepRunning, type Supervised } from './supervise.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../../supabase/migrations', import.meta.url));
const SEED = fileURLToPath(new URL('../../../../supabase/seed.sql', import.meta.url));

/** A database that answers, with its roles made and nothing migrated yet. */
export type Database = {
	/** The owner's address. */
	url: string;
	/** The owner's connection, for the time of the start. */
	sql: postgres.Sql;
	secrets: Secrets;
	addressFor(login: 'api' | 'web'): string;
	stop(): Promise<void>;
};

/** Connects to the given PostgreSQL, or runs the embedded one in the data directory. */
export async function openDatabase(
	directory: DataDirectory,
	databaseUrl: string | undefined
): Promise<Database> {
	return databaseUrl === undefined ? openEmbedded(directory) : openOwn(databaseUrl);
}

async function openEmbedded(directory: DataDirectory): Promise<Database> {
	const secrets = loadOrCreateSecrets(directory.secrets);
	const server = await superviseEmbedded(directory.postgres, secrets.ownerPassword);
	const sql = connect(server.url);
	try {
		return await prepared(server.url, sql, secrets, () => server.supervised.stop());
	} catch (error) {
		await sql.end({ timeout: 1 });
		await server.supervised.stop();
		throw error;
	}
}

async function superviseEmbedded(
	directory: string,
	password: string
): Promise<{ url: string; supervised: Supervised }> {
	const first = await startEmbeddedPostgres({ directory, password });
	let isFirst = true;
	const supervised = await keepRunning('PostgreSQL', () => {
		if (!isFirst) return startEmbeddedPostgres({ directory, password, port: first.port });
		isFirst = false;
		return Promise.resolve(first);
	});
	return { url: first.url, supervised };
}

async function openOwn(url: string): Promise<Database> {
	const sql = connect(url);
	try {
		const [row] = await sql<{ version: number }[]>`
			select current_setting('server_version_num')::int / 10000 as version`;
		refuseOldPostgres(row?.version ?? 0);
		return await prepared(url, sql, await loadInstallation(sql), () => Promise.resolve());
	} catch (error) {
		await sql.end({ timeout: 1 });
		if (error instanceof StartProblem) throw error;
		throw new StartProblem(
			`The database in DATABASE_URL (${hostOf(url)}) cannot be used: ${messageOf(error)}`
		);
	}
}

function refuseOldPostgres(version: number): void {
	if (version >= 15) return;
	throw new StartProblem(`DATABASE_URL is PostgreSQL ${version}; MAM needs 15 or newer.`);
}

function hostOf(url: string): string {
	return new URL(url).host;
}

function connect(url: string): postgres.Sql {
	return postgres(url, { max: 2, idle_timeout: 5, connect_timeout: 10, onnotice: () => undefined });
}

async function prepared(
	url: string,
	sql: postgres.Sql,
	secrets: Secrets,
	stopServer: () => Promise<void>
): Promise<Database> {
	await createRoles(sql, { api: secrets.apiPassword, web: secrets.webPassword });
	return {
		url,
		sql,
		secrets,
		addressFor(login) {
			const address = new URL(url);
			address.username = login;
			address.password = login === 'api' ? secrets.apiPassword : secrets.webPassword;
			return address.href;
		},
		async stop() {
			await sql.end({ timeout: 2 });
			await stopServer();
		}
	};
}

/** Brings the schema up to date and, in a demo, fills it; the roles and schema `auth` exist. */
export async function migrateAndSeed(database: Database, demo: boolean): Promise<void> {
	const { sql, secrets } = database;
	await sql.begin(async (transaction) => {
		// Replicas that start together queue here.
		await transaction`select pg_advisory_xact_lock(hashtext('mam.migrate'))`;
		await migrate(sql, MIGRATIONS);
		if (demo) {
			await seedOnce(sql, SEED);
			await setDemoPasswords(sql, secrets.demoSecret);
		}
	});
	await sql.unsafe(`
		grant usage on schema supabase_migrations to web;
		grant select (version) on supabase_migrations.schema_migrations to web;
		-- what the worker does (jobs/worker.ts)
		grant usage on schema private to web;
		grant execute on function
			private.run_due_jobs(), private.claim_mails(integer), private.settle_mail(uuid, text) to web;
	`);
}
