import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type postgres from 'postgres';
import { messageOf, StartProblem } from './start-problem.ts';

export type Migration = { version: string; name: string; path: string };

/** The migrations in a directory, oldest first: `20261121090000_foundations.sql`. */
export function listMigrations(directory: string): Migration[] {
	return readdirSync(directory)
		.sort()
		.flatMap((file) => {
			const [, version, name] = /^(\d+)_(.+)\.sql$/.exec(file) ?? [];
			if (version === undefined || name === undefined) return [];
			return [{ version, name, path: join(directory, file) }];
		});
}

/**
 * Applies what is missing, each migration in a transaction together with its record. The records
 * are those of the Supabase CLI, so that either of the two goes on where the other one stopped.
 * Refuses a database that holds migrations which this version does not know.
 */
export async function migrate(sql: postgres.Sql, directory: string): Promise<Migration[]> {
	await createHistory(sql);
	const known = listMigrations(directory);
	const applied = await appliedVersions(sql);
	refuseNewerDatabase(known, applied);
	const missing = known.filter((migration) => !applied.has(migration.version));
	for (const migration of missing) await apply(sql, migration);
	return missing;
}

async function createHistory(sql: postgres.Sql): Promise<void> {
	await sql.unsafe(`
		create schema if not exists supabase_migrations;
		create table if not exists supabase_migrations.schema_migrations (version text primary key);
		alter table supabase_migrations.schema_migrations
			add column if not exists statements text[],
			add column if not exists name text;
	`);
}

async function appliedVersions(sql: postgres.Sql): Promise<Set<string>> {
	const rows = await sql<{ version: string }[]>`
		select version from supabase_migrations.schema_migrations`;
	return new Set(rows.map((row) => row.version));
}

function refuseNewerDatabase(known: Migration[], applied: Set<string>): void {
	const versions = new Set(known.map((migration) => migration.version));
	const unknown = [...applied].filter((version) => !versions.has(version)).sort();
	if (unknown.length === 0) return;
	throw new StartProblem(
		`The database was made by a newer MAM (it has migration ${unknown.at(-1)}, which this version does not know); nothing was changed: start the newer version, or use another MAM_DATA_DIR.`
	);
}

async function apply(sql: postgres.Sql, { version, name, path }: Migration): Promise<void> {
	const statements = readFileSync(path, 'utf8');
	try {
		await sql.begin(async (transaction) => {
			await transaction.unsafe(statements);
			await transaction`
				insert into supabase_migrations.schema_migrations (version, statements, name)
				values (${version}, ${[statements]}, ${name})`;
		});
	} catch (error) {
		throw new StartProblem(
			`Migration ${version}_${name} could not be applied and left nothing behind: ${messageOf(error)}`
		);
	}
}
