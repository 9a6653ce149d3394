import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { databaseUrlOf, healthOf, newDataDir, runReadyStarter, runStarter } from './starter.ts';

/** Exit code and what was said, of a start that has to fail. */
async function failedStart(dataDir: string, environment?: Record<string, string>) {
	const starter = await runStarter(dataDir, environment);
	const code = await starter.exited;
	return { code, said: starter.said() };
}

test('values that are wrong or contradict each other are told, each in one sentence', async () => {
	const dataDir = newDataDir();

	const wrong = await failedStart(dataDir, { PORT: 'abc', MAM_DEMO: 'yes' });
	const contradictory = await failedStart(dataDir, { SMTP_URL: 'smtp://127.0.0.1:25' });

	expect(wrong).toEqual({
		code: 1,
		said: 'PORT has to be a number.\nMAM_DEMO has to be 0 or 1.\n'
	});
	expect(contradictory).toEqual({
		code: 1,
		said: 'SMTP_URL needs MAIL_FROM, the sender of the mails.\n'
	});
	expect(readdirSync(dataDir)).toEqual([]);
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
