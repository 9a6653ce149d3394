import { createHash, createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type postgres from 'postgres';
import { messageOf, StartProblem } from './start-problem.ts';

/** As the Supabase CLI records it. */
const SEED_PATH = 'supabase/seed.sql';

/**
 * Loads the demo centres, once in the life of a database; says whether it did. The CLI's own
 * record of seed files tells.
 */
export async function seedOnce(sql: postgres.Sql, file: string): Promise<boolean> {
	if (!existsSync(file)) return false;
	await sql.unsafe(`
		create table if not exists supabase_migrations.seed_files
			(path text not null primary key, hash text not null)`);
	const text = readFileSync(file, 'utf8');
	const hash = createHash('sha256').update(text).digest('hex');
	try {
		return await sql.begin(async (transaction) => {
			const recorded = await transaction`
				insert into supabase_migrations.seed_files (path, hash)
				values (${SEED_PATH}, ${hash})
				on conflict do nothing returning path`;
			if (recorded.length === 0) return false;
			await transaction.unsafe(text);
			return true;
		});
	} catch (error) {
		throw new StartProblem(`The demo data could not be loaded: ${messageOf(error)}`);
	}
}

/** A demo person's password: different in every installation, never stored. */
export function demoPassword(demoSecret: string, email: string): string {
	return createHmac('sha256', demoSecret).update(email).digest('base64url');
}

/** Lets the demo people sign in by the passwords that the demo's own endpoint derives. */
export async function setDemoPasswords(sql: postgres.Sql, demoSecret: string): Promise<void> {
	const people = await sql<{ id: string; email: string }[]>`
		select id, email from auth.users
		where email like '%@mam.example' and coalesce(encrypted_password, '') = ''`;
	for (const { id, email } of people) {
		await sql`
			update auth.users
			set encrypted_password = extensions.crypt(
				${demoPassword(demoSecret, email)}, extensions.gen_salt('bf', 10))
			where id = ${id}`;
	}
}
