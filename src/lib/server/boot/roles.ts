import type postgres from 'postgres';
import { StartProblem } from './start-problem.ts';
import { codeOf } from './start-problem.ts';

/** SQLSTATE insufficient_privilege. */
const NOT_ALLOWED = '42501';

export type LoginPasswords = { api: string; web: string };

/**
 * Makes the roles that Supabase brings itself and the two logins of our processes; safe to repeat.
 *
 * - `anon`, `authenticated`, `service_role`: whom a request acts as. They cannot log in.
 * - `api`: the login of the Supabase child. A member of anon and authenticated, owner of schema
 *   `auth` and of nothing in `public`: even a fault in the child reads no further than they may.
 * - `web`: the login of the web process. Listens to notifications and owns schema `web` (limits).
 */
export async function createRoles(sql: postgres.Sql, passwords: LoginPasswords): Promise<void> {
	try {
		await createMissingRoles(sql);
		await setLogins(sql, passwords);
		await createSchemas(sql);
	} catch (error) {
		if (codeOf(error) !== NOT_ALLOWED) throw error;
		throw new StartProblem(
			'The login in DATABASE_URL may not create roles and schemas; use a superuser, or the owner of the database with CREATEROLE and BYPASSRLS.'
		);
	}
}

async function createMissingRoles(sql: postgres.Sql): Promise<void> {
	const rows = await sql<{ rolname: string }[]>`select rolname from pg_catalog.pg_roles`;
	const existing = new Set(rows.map((row) => row.rolname));
	for (const role of ['anon', 'authenticated', 'service_role', 'api', 'web']) {
		if (existing.has(role)) continue;
		const attributes = role === 'service_role' ? 'nologin bypassrls' : 'nologin';
		await sql.unsafe(`create role ${role} ${attributes}`);
	}
}

async function setLogins(sql: postgres.Sql, passwords: LoginPasswords): Promise<void> {
	await sql.unsafe(`
		alter role api with login inherit nobypassrls password ${literal(passwords.api)};
		alter role web with login inherit nobypassrls password ${literal(passwords.web)};
		alter role api set statement_timeout = '8s';
		alter role api set idle_in_transaction_session_timeout = '10s';
		alter role web set statement_timeout = '8s';
		grant anon, authenticated to api;
		grant api, web to current_user;
	`);
}

async function createSchemas(sql: postgres.Sql): Promise<void> {
	await sql.unsafe(`
		create schema if not exists auth authorization api;
		create schema if not exists web authorization web;
		grant usage on schema auth to anon, authenticated, service_role;
		revoke create on schema public from public;
		create table if not exists web.limits
			(key varchar(255) primary key, points integer not null default 0, expire bigint);
		alter table web.limits owner to web;
	`);
	// Supabase's linter looks at what the API serves only when it knows which schemas these are.
	await sql.unsafe(`
		do $$ begin
			execute format('alter database %I set pgrst.db_schemas = %L', current_database(), 'public');
		exception when insufficient_privilege then null; -- a superuser's to set, and not needed to run
		end $$`);
}

/** Our own generated passwords only: hexadecimal digits need no escaping. */
function literal(password: string): string {
	if (!/^[0-9a-f]+$/.test(password)) throw new Error('a password has to be hexadecimal');
	return `'${password}'`;
}
