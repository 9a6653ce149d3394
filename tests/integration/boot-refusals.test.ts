import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';
import { describe, expect, onTestFinished, test } from 'vitest';
import { databaseUrlOf, healthOf, newDataDir, runReadyStarter, runStarter } from './starter.ts';

/** Exit code and what was said, of a start that has to fail. */
async function failedStart(dataDir: string, environment?: Record<string, string>) {
	const starter = await runStarter(dataDir, environment);
	const code = await starter.exited;
	return { code, said: starter.said() };
}

describe('a value that is wrong or contradicts another is told in one sentence', () => {
	test.each([
		[{ PORT: 'abc' }, 'PORT has to be a number'],
		[{ PORT: '70000' }, 'PORT has to be between 1 and 65535'],
		[{ HOST: 'not a host' }, 'HOST has to be an address'],
		[{ ORIGIN: 'mam.example.pl' }, 'ORIGIN has to be an address'],
		[{ ORIGIN: 'https://mam.example.pl/app' }, 'ORIGIN has to be scheme, host and port only'],
		[{ MAM_DEMO: 'yes' }, 'MAM_DEMO has to be 0 or 1'],
		[{ MAM_DEMO: '0' }, 'SMTP_URL and MAIL_FROM are needed'],
		[{ SMTP_URL: 'http://mail' }, 'SMTP_URL has to look like'],
		[{ SMTP_URL: 'smtp://127.0.0.1:25' }, 'SMTP_URL needs MAIL_FROM'],
		[{ MAIL_FROM: 'nobody' }, 'MAIL_FROM has to hold an e-mail address'],
		[{ DATABASE_URL: 'mysql://a/b' }, 'DATABASE_URL has to look like'],
		[{ PUBLIC_SUPABASE_URL: 'abc' }, 'PUBLIC_SUPABASE_URL has to be an address'],
		[
			{ PUBLIC_SUPABASE_URL: 'https://a.supabase.co' },
			'PUBLIC_SUPABASE_URL needs PUBLIC_SUPABASE_PUBLISHABLE_KEY'
		],
		[
			{ PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x' },
			'PUBLIC_SUPABASE_PUBLISHABLE_KEY needs PUBLIC_SUPABASE_URL'
		],
		[{ XFF_DEPTH: '2' }, 'XFF_DEPTH needs ADDRESS_HEADER']
	])('%o', async (environment, sentence) => {
		const dataDir = newDataDir();

		const { code, said } = await failedStart(dataDir, environment);

		expect(said).toContain(sentence);
		expect(said).not.toContain('    at ');
		expect(code).toBe(1);
		expect(readdirSync(dataDir)).toEqual([]);
	});
});

test('a busy port is refused before any data are touched', async () => {
	const dataDir = newDataDir();
	const other = createServer().listen(0, '127.0.0.1');
	onTestFinished(() => void other.close());
	await new Promise((resolve) => other.once('listening', resolve));
	const address = other.address();
	const port = typeof address === 'object' ? String(address?.port) : '';

	const { code, said } = await failedStart(dataDir, { PORT: port });

	expect(said.trim()).toBe(
		`Another program already listens on 127.0.0.1:${port}; stop it, or choose another port with PORT.`
	);
	expect(code).toBe(1);
	expect(readdirSync(dataDir)).toEqual([]);
});

test('a data directory that cannot be made is refused with the reason', async () => {
	const file = join(newDataDir(), 'file');
	writeFileSync(file, '');

	const { code, said } = await failedStart(join(file, 'data'));

	expect(said).toContain('because a part of the path is a file');
	expect(code).toBe(1);
});

test('a place where nobody may write is refused with the reason', async () => {
	const { code, said } = await failedStart('/sys/mam');

	expect(said).toMatch(/because (this user may not write there|the disk is read-only)/);
	expect(said.trim().split('\n')).toHaveLength(1);
	expect(code).toBe(1);
});

test('a cluster of another PostgreSQL is refused and left alone', async () => {
	const dataDir = newDataDir();
	mkdirSync(join(dataDir, 'postgres'), { recursive: true });
	writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '19\n');

	const { code, said } = await failedStart(dataDir);

	expect(said).toContain('belongs to PostgreSQL 19');
	expect(code).toBe(1);
});

test('a second start, and a start of an older version, are refused and harm nothing', async () => {
	const dataDir = newDataDir();
	const first = await runReadyStarter(dataDir);

	const second = await failedStart(dataDir);
	expect(second.said).toContain(
		`MAM already runs on ${dataDir} (process ${first.pid}), and it goes`
	);
	expect(second.said.trim().split('\n')).toHaveLength(1);
	expect(second.code).toBe(1);
	expect((await healthOf(first))?.status).toBe(200);

	const sql = postgres(databaseUrlOf(dataDir));
	await sql`insert into supabase_migrations.schema_migrations (version) values ('29990101000000')`;
	await sql.end();
	first.kill('SIGTERM');
	expect(await first.exited).toBe(0);
	const older = await failedStart(dataDir);
	expect(older.said).toContain('made by a newer MAM (it has migration 29990101000000');
	expect(older.said.trim().split('\n')).toHaveLength(1);
	expect(older.code).toBe(1);
});
