/**
 * `npm run test:mutation`: does a test notice when a rule is gone? Takes away one policy, trigger,
 * constraint, check or refusal at a time, runs the tests that should notice, puts it back, and lists
 * the changes that nobody noticed. Slow; not part of `npm test`.
 *
 * `npm run test:mutation -- policy` does those only whose name begins so.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import postgres from 'postgres';
import { z } from 'zod';

type Mutation = { name: string; change: string; undo: string };

/**
 * The tests that should notice; not the lists of policies and rights in catalogue.test.ts, which
 * would notice everything.
 */
function testsFor(name: string): string[] {
	if (name.startsWith('policy')) return ['reading', 'writing'];
	if (name.startsWith('trigger')) return ['audit', 'changes', 'announcements', 'writing', 'taking'];
	if (name.startsWith('constraint')) return ['constraints'];
	if (/lock_claims|advisory/.test(name)) return ['races'];
	if (/request\.invalid/.test(name)) return ['bad-input', 'slots', 'changes', 'writing'];
	return ['taking', 'rules', 'changes', 'slots', 'schedule', 'attacks'];
}

async function policies(sql: postgres.Sql): Promise<Mutation[]> {
	const rows = await sql<
		{ table: string; policy: string; cmd: string; roles: string; using: string; check: string }[]
	>`
		select
			tablename as table, policyname as policy, cmd, array_to_string(roles, ', ') as roles,
			coalesce('using (' || qual || ')', '') as using,
			coalesce('with check (' || with_check || ')', '') as check
		from pg_policies where schemaname = 'public'`;
	return rows.flatMap(({ table, policy, cmd, roles, using, check }) => {
		const at = `policy ${policy} on public.${table}`;
		const anybody = `using (true) ${check === '' ? '' : 'with check (true)'}`;
		const dropped = {
			name: `policy ${policy}: dropped`,
			change: `drop ${at}`,
			undo: `create ${at} for ${cmd} to ${roles} ${using} ${check}`
		};
		const opened = {
			name: `policy ${policy}: lets everybody`,
			change: `alter ${at} ${anybody}`,
			undo: `alter ${at} ${using} ${check}`
		};
		return using === 'using (true)' ? [dropped] : [dropped, opened];
	});
}

async function triggers(sql: postgres.Sql): Promise<Mutation[]> {
	const rows = await sql<{ table: string; trigger: string; definition: string }[]>`
		select
			tgrelid::regclass::text as table, tgname as trigger, pg_get_triggerdef(oid) as definition
		from pg_trigger
		where not tgisinternal and tgfoid in (
			select oid from pg_proc where pronamespace = 'private'::regnamespace
		)`;
	return rows.map(({ table, trigger, definition }) => ({
		name: `trigger ${trigger} on ${table}: dropped`,
		change: `drop trigger ${trigger} on ${table}`,
		undo: definition
	}));
}

async function constraints(sql: postgres.Sql): Promise<Mutation[]> {
	const rows = await sql<{ table: string; constraint: string; definition: string }[]>`
		select
			conrelid::regclass::text as table, conname as constraint,
			pg_get_constraintdef(oid) as definition
		from pg_constraint
		where connamespace = 'public'::regnamespace and contype in ('c', 'u', 'x')`;
	return rows.map(({ table, constraint, definition }) => ({
		name: `constraint ${constraint}: dropped`,
		change: `alter table ${table} drop constraint ${constraint}`,
		undo: `alter table ${table} add constraint ${constraint} ${definition}`
	}));
}

/** Each refusal, check, lock and other step of the functions, one at a time, does nothing. */
async function steps(sql: postgres.Sql): Promise<Mutation[]> {
	const rows = await sql<{ name: string; definition: string }[]>`
		select proname as name, pg_get_functiondef(oid) as definition from pg_proc
		where pronamespace in ('public'::regnamespace, 'private'::regnamespace) and prolang = (
			select oid from pg_language where lanname = 'plpgsql'
		)`;
	return rows.flatMap(({ name, definition }) =>
		[...definition.matchAll(/perform (?:private\.(\w+)|(pg_advisory_xact_lock))\(/g)].map(
			(step) => {
				const rest = definition.slice(step.index + step[0].length);
				const what = step[1] === 'refuse' ? rest.slice(0, rest.search(/[,)]/)) : '';
				return {
					name: `step ${name}: ${step[1] ?? step[2] ?? ''} ${what}`.trim(),
					change: `${definition.slice(0, step.index)}perform jsonb_build_array(${rest}`,
					undo: definition
				};
			}
		)
	);
}

/** Whether a test fails while the change is in place. */
async function isNoticed(sql: postgres.Sql, where: string, mutation: Mutation): Promise<boolean> {
	const config = ['--config', join(import.meta.dirname, 'vitest.config.ts')];
	await sql.unsafe(mutation.change);
	const { status, stdout } = spawnSync(
		'vitest',
		['run', ...config, '--project', 'database', '--bail', '1', ...testsFor(mutation.name)],
		{ env: { ...process.env, NO_COLOR: '1', MAM_TEST_BACKEND: where }, encoding: 'utf8' }
	);
	await sql.unsafe('truncate public.bookings, private.requests cascade');
	await sql.unsafe(mutation.undo);
	if (!/Tests {2}/.test(stdout)) throw new Error(`${mutation.name}: no tests ran\n${stdout}`);
	return status !== 0;
}

const [only = ''] = process.argv.slice(2);

async function run(child: ChildProcess): Promise<void> {
	const [where]: unknown[] = await once(child, 'message');
	const { databaseUrl } = z.looseObject({ databaseUrl: z.string() }).parse(where);
	const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
	const all = [await policies(sql), await triggers(sql), await steps(sql), await constraints(sql)];
	const chosen = all.flat().filter((mutation) => mutation.name.startsWith(only));

	const survivors: string[] = [];
	for (const [n, mutation] of chosen.entries()) {
		const noticed = await isNoticed(sql, JSON.stringify(where), mutation);
		if (!noticed) survivors.push(mutation.name);
		process.stdout.write(
			`${n + 1}/${chosen.length} ${noticed ? 'noticed' : 'SURVIVED'}: ${mutation.name}\n`
		);
	}
	process.stdout.write(
		`${chosen.length - survivors.length} noticed, ${survivors.length} survived\n`
	);
	for (const name of survivors) process.stdout.write(`survived: ${name}\n`);
	process.exitCode = survivors.length === 0 ? 0 : 1;
	await sql.end();
}

const child = fork(join(import.meta.dirname, 'integration/backend.process.ts'), {
	stdio: ['ignore', 'ignore', 'ignore', 'ipc']
});
try {
	await run(child);
} finally {
	child.disconnect();
	await once(child, 'exit');
}
