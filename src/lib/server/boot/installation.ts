import type postgres from 'postgres';
import { newSecrets, parseSecrets, type Secrets } from './secrets.ts';

/**
 * The secrets of an installation on a PostgreSQL of its own: replicas share them, so they are kept
 * in the database, in a table that only its owner can read.
 */
export async function loadInstallation(sql: postgres.Sql): Promise<Secrets> {
	return await sql.begin(async (transaction) => {
		await transaction`select pg_advisory_xact_lock(hashtext('mam.installation'))`;
		await transaction.unsafe(`
			create schema if not exists installation;
			revoke all on schema installation from public;
			create table if not exists installation.secrets
				(only_row boolean primary key default true check (only_row), content jsonb not null)`);
		const [row] = await transaction<{ content: unknown }[]>`
			select content from installation.secrets`;
		if (row !== undefined) return parseSecrets(row.content, 'the table installation.secrets');
		const secrets = newSecrets();
		await transaction`insert into installation.secrets (content) values (${transaction.json(secrets)})`;
		return secrets;
	});
}
