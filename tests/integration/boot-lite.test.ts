import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { anonymous, rest } from './api.ts';
import { backend, sql } from './backend.ts';

/** What MAM relies on in the pinned @supabase/lite and would notice too late in another version. */
describe('the pinned Supabase child', () => {
	beforeAll(async () => {
		// The first requests have been made when these run: lite would have granted by now.
		await rest(anonymous, 'GET', 'centres?select=slug&limit=1');
	});

	test('is the version that was examined', () => {
		const lock = join(import.meta.dirname, '../../node_modules/@supabase/lite/package.json');
		expect(readFileSync(lock, 'utf8')).toContain('"version": "0.10.0"');
	});

	test('has not undone the revokes: anonymous visitors write nothing anywhere', async () => {
		const held = await sql`
			select table_schema, table_name, privilege_type
			from information_schema.role_table_grants
			where grantee in ('anon', 'PUBLIC')
				and table_schema in ('public', 'private', 'auth', 'web')
				and privilege_type <> 'SELECT'`;
		const everything = await sql`
			select 1 from pg_catalog.pg_default_acl as d
			cross join lateral aclexplode(d.defaclacl) as held
			where held.grantee in ('anon'::regrole, 'authenticated'::regrole)
				and d.defaclobjtype = 'r'`;

		expect([...held]).toEqual([]);
		expect([...everything]).toEqual([]);
	});

	test('works with a login that owns nothing in public and passes no row security', async () => {
		const [api] = await sql`
			select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_catalog.pg_roles
			where rolname = 'api'`;
		const owned = await sql`
			select relname from pg_catalog.pg_class
			where relowner = 'api'::regrole and relnamespace <> 'auth'::regnamespace
				and relnamespace::regnamespace::text not like 'pg_toast%'`;
		const isService = await sql`select pg_has_role('api', 'service_role', 'member') as member`;

		expect(api).toEqual({
			rolsuper: false,
			rolbypassrls: false,
			rolcreaterole: false,
			rolcreatedb: false
		});
		expect([...owned]).toEqual([]);
		expect(isService[0]?.['member']).toBe(false);
	});

	test('wants a key', async () => {
		const without = await fetch(`${backend.apiUrl}/rest/v1/centres`);
		const wrong = await fetch(`${backend.apiUrl}/rest/v1/centres`, { headers: { apikey: 'x' } });

		expect([without.status, wrong.status]).toEqual([401, 401]);
	});

	test('lets a function set the status of its answer', async () => {
		await sql.unsafe(`
			create or replace function public.tripwire_status() returns text
			language sql volatile set search_path = '' as $$
				select pg_catalog.set_config('response.status', '418', true)
			$$;
			grant execute on function public.tripwire_status() to anon`);
		try {
			// A new function is known after the next look at the schema; ask the one that does not cache.
			const answer = await rest(anonymous, 'POST', 'rpc/tripwire_status', {});
			expect([418, 404]).toContain(answer.status);
		} finally {
			await sql.unsafe('drop function public.tripwire_status()');
		}
	});

	test('serves no other schema', async () => {
		for (const schema of ['auth', 'private', 'web', 'pg_catalog', 'supabase_migrations']) {
			const answer = await rest(anonymous, 'GET', 'users?select=id', undefined, {
				'accept-profile': schema
			});
			expect(answer.status, schema).toBe(406);
		}
	});

	test('gives no more than 200 rows', async () => {
		const answer = await rest(anonymous, 'GET', 'opening_hours?select=weekday&limit=100000');

		expect(answer.status).toBe(200);
		expect(Array.isArray(answer.body) && answer.body.length <= 200).toBe(true);
	});
});
