import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { describe, expect, test } from 'vitest';
import { migrate } from '../../../src/lib/server/boot/migrations.ts';
import { backend, sql } from '../backend.ts';

const supabase = join(import.meta.dirname, '../../../supabase');
const seed = readFileSync(join(supabase, 'seed.sql'), 'utf8');

/** A database with the demo as it would be loaded at a moment; the seed asks now() for everything. */
async function withDemo(moment: string, work: (demo: postgres.Sql) => Promise<void>) {
	const name = `demo_${randomUUID().replaceAll('-', '')}`;
	await sql`create database ${sql(name)}`;
	const address = new URL(backend.databaseUrl);
	address.pathname = `/${name}`;
	const demo = postgres(address.href, { max: 1, onnotice: () => undefined });
	try {
		// Only as much of auth as the seed writes.
		await demo.unsafe(`
			create schema auth;
			create table auth.users (
				id uuid primary key, aud text, role text, email text unique, encrypted_password text,
				email_confirmed_at timestamptz, confirmation_token text, recovery_token text,
				email_change text, email_change_token_new text, email_change_token_current text,
				raw_app_meta_data jsonb, raw_user_meta_data jsonb, created_at timestamptz,
				updated_at timestamptz
			);
			create table auth.identities (
				id uuid primary key, provider text, provider_id text,
				user_id uuid references auth.users (id) on delete cascade, identity_data jsonb,
				last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz
			);
			create function auth.uid() returns uuid language sql stable as 'select null::uuid';
		`);
		await migrate(demo, join(supabase, 'migrations'));
		await demo.unsafe(seed.replaceAll('now()', `timestamptz '${moment}'`));
		await work(demo);
	} finally {
		await demo.end();
		await sql`drop database ${sql(name)} with (force)`;
	}
}

describe('the demo is never empty', () => {
	test.each([
		['an ordinary Saturday', '2026-11-21T21:00:00Z'],
		['Christmas Eve', '2026-12-24T10:00:00Z'],
		['the night in which clocks go forward', '2027-03-28T00:30:00Z'],
		['a summer’s day', '2027-07-15T10:00:00Z']
	])('loaded on %s', async (_, moment) => {
		await withDemo(moment, async (demo) => {
			const weeks = await demo<{ slug: string; week: number; count: number }[]>`
				select c.slug, week, (
					select count(*)::int from public.bookings as b
					where b.centre_id = c.id and b.status in ('confirmed', 'pending')
						and lower(b.during) >= date_trunc('week', ${moment}::timestamptz) + week * interval '7 days'
						and lower(b.during) < date_trunc('week', ${moment}::timestamptz) + (week + 1) * interval '7 days'
				) as count
				from public.centres as c cross join generate_series(-1, 6) as week`;
			const outside = await demo`
				select b.purpose, b.during from public.bookings as b
				join public.booking_resources as br on br.booking_id = b.id
				join public.resources as r on r.id = br.resource_id and r.kind <> 'locker'
				cross join lateral (
					select private.open_times(
						b.centre_id, br.resource_id,
						(lower(b.during) at time zone 'Europe/Warsaw')::date,
						(upper(b.during) at time zone 'Europe/Warsaw')::date + 1
					) as open
				) as times
				where case when r.lent_home
					then not (open @> lower(b.during) and open @> upper(b.during))
					else not open @> b.during end`;
			const [waiting] = await demo<{ count: number }[]>`
				select count(*)::int from public.bookings where status = 'pending'`;

			const series = await demo<{ of: string; coming: number }[]>`
				select
					case when s.organisation_id is null then 'a person' else 'an organisation' end as of,
					count(b.id) filter (where lower(b.during) > ${moment})::int as coming
				from public.booking_series as s
				join public.bookings as b on b.series_id = s.id and b.status = 'confirmed'
				group by s.id order by of`;

			expect(series.map((each) => each.of)).toEqual(['a person', 'an organisation']);
			for (const { of, coming } of series) expect(coming, of).toBeGreaterThanOrEqual(3);
			expect(weeks).toHaveLength(16);
			// Between Christmas and the New Year there is little, but there is something.
			for (const { slug, week, count } of weeks) {
				expect(count, `${slug} in week ${week}`).toBeGreaterThanOrEqual(3);
			}
			expect([...outside]).toEqual([]);
			expect(waiting?.count).toBeGreaterThanOrEqual(1);
		});
	});
});
