import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { describe, expect, test } from 'vitest';
import { migrate } from '../../src/lib/server/boot/migrations.ts';
import { readPrivileges } from '../../src/lib/server/boot/privileges.ts';
import { backend, sql } from '../integration/backend.ts';

const root = join(import.meta.dirname, '../..');
const cli = join(
	root,
	`node_modules/@supabase/cli-${process.platform}-${process.arch}/bin/supabase`
);

/** Runs the real Supabase CLI on a database; fails when it does. Returns what it says. */
async function supabase(args: string[], databaseUrl: string): Promise<string> {
	const env = { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
	const options = { cwd: root, env, timeout: 50_000 };
	const all = [...args, `--remote=${databaseUrl}`];
	const { stdout, stderr } = await promisify(execFile)(cli, all, options);
	return stdout + stderr;
}

/** An empty database beside the run's own, with what Supabase brings: roles are there already. */
async function withEmptyDatabase(work: (url: string) => Promise<void>): Promise<void> {
	const name = `empty_${randomUUID().replaceAll('-', '')}`;
	await sql`create database ${sql(name)}`;
	const address = new URL(backend.databaseUrl);
	address.pathname = `/${name}`;
	try {
		const owner = postgres(address.href, { max: 1, onnotice: () => undefined });
		await owner.unsafe(`
			create schema auth;
			create table auth.users (id uuid primary key, email text, raw_user_meta_data jsonb);
			create function auth.uid() returns uuid language sql stable as 'select null::uuid';
		`);
		await owner.end();
		await work(address.href);
	} finally {
		await sql`drop database ${sql(name)} with (force)`;
	}
}

describe.runIf(existsSync(cli))('the Supabase CLI', { timeout: 60_000 }, () => {
	test('finds nothing to warn of: security and performance', async () => {
		const advice = await supabase(['db', 'advisors', '--fail-on', 'warn'], backend.databaseUrl);

		expect(advice).toContain('No issues found');
	});

	test('applies the migrations to an empty database as our own starter does', async () => {
		await withEmptyDatabase(async (url) => {
			await supabase(['migration', 'up', '--yes'], url);

			const owner = postgres(url, { max: 1, onnotice: () => undefined });
			const [missing, rights] = [
				await migrate(owner, join(root, 'supabase/migrations')),
				await readPrivileges(owner)
			];
			await owner.end();
			// the login of the web process is the starter's, and so are its rights
			const isOfOurs = (line: string) =>
				/ (public|private)\./.test(line) && !line.endsWith(' to web');
			expect(missing).toEqual([]);
			expect(rights.filter(isOfOurs)).toEqual((await readPrivileges(sql)).filter(isOfOurs));
		});
	});
});
