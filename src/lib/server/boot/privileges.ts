import type postgres from 'postgres';
import { StartProblem } from './start-problem.ts';

/**
 * Every right that a role of the API holds, one line each: on schemas, tables and their columns,
 * sequences, functions, and by default on what is made later. Owners' own rights are left out.
 */
export async function readPrivileges(sql: postgres.Sql): Promise<string[]> {
	const rows = await sql<{ line: string }[]>`
		with schemas as (
			select oid, nspname, nspacl, nspowner from pg_catalog.pg_namespace
			where nspname in ('public', 'private', 'auth', 'web', 'extensions', 'supabase_migrations')
		),
		lists as (
			select 'schema ' || nspname as thing, nspacl as acl, nspowner as owner from schemas
			union all
			select 'relation ' || s.nspname || '.' || c.relname,
				coalesce(c.relacl, acldefault(
					(case when c.relkind = 'S' then 's' else 'r' end)::"char", c.relowner)),
				c.relowner
			from pg_catalog.pg_class as c join schemas as s on s.oid = c.relnamespace
			where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
			union all
			select 'column ' || s.nspname || '.' || c.relname || '.' || a.attname, a.attacl, c.relowner
			from pg_catalog.pg_attribute as a
			join pg_catalog.pg_class as c on c.oid = a.attrelid
			join schemas as s on s.oid = c.relnamespace
			where a.attacl is not null and not a.attisdropped
			union all
			select 'function ' || s.nspname || '.' || p.proname
					|| '(' || pg_get_function_identity_arguments(p.oid) || ')',
				coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner
			from pg_catalog.pg_proc as p join schemas as s on s.oid = p.pronamespace
			union all
			select 'default ' || d.defaclobjtype::text || ' in ' || coalesce(s.nspname, '*'),
				d.defaclacl, d.defaclrole
			from pg_catalog.pg_default_acl as d left join schemas as s on s.oid = d.defaclnamespace
		)
		select distinct thing || ': ' || held.privilege_type || ' to '
			|| coalesce(grantee.rolname, 'public') as line
		from lists
		cross join lateral aclexplode(acl) as held
		left join pg_catalog.pg_roles as grantee on grantee.oid = held.grantee
		where held.grantee <> owner
		order by line`;
	return rows.map((row) => row.line);
}

/** Refuses to go on when rights changed between two moments between which nobody may grant. */
export function assertSamePrivileges(before: string[], after: string[]): void {
	const gained = after.filter((line) => !before.includes(line));
	const lost = before.filter((line) => !after.includes(line));
	const first = gained[0] ?? lost[0];
	if (first === undefined) return;
	throw new StartProblem(
		`The rights in the database changed while the API was starting (${gained.length} more, ${lost.length} fewer, such as “${first}”); MAM does not open its port.`
	);
}

/** The child's login has to own nothing that the API serves. */
export async function assertApiOwnsNothingPublic(sql: postgres.Sql): Promise<void> {
	const owned = await sql<{ name: string }[]>`
		select c.oid::regclass::text as name
		from pg_catalog.pg_class as c
		where c.relowner = 'api'::regrole
			and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
		limit 1`;
	const [first] = owned;
	if (first === undefined) return;
	throw new StartProblem(`The role “api” owns ${first.name}; it must own nothing in public.`);
}
