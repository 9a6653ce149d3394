import postgres from 'postgres';
import { codeOf } from './start-problem.ts';

const PAUSE_MS = 100;
const PATIENCE_MS = 30_000;

/**
 * Resolves when the database answers, and calls `onLost` when it stops to.
 *
 * The driver (postgres.js 3.4) loses connections for good when `reserve()`, which lite's query
 * builder uses, meets a database that is away; requests then wait for ever. A new process has no
 * such past, and takes less than a second.
 */
export async function watchDatabase(url: string, onLost: () => void): Promise<void> {
	let isUp = false;
	const sql = postgres(url, {
		max: 1,
		idle_timeout: 0,
		max_lifetime: null,
		connect_timeout: 5,
		fetch_types: false,
		backoff: false,
		connection: { application_name: 'mam-watch' },
		onclose: () => {
			if (isUp) onLost();
		}
	});
	const end = Date.now() + PATIENCE_MS;
	while (!isUp) {
		try {
			await sql`select 1`;
			isUp = true;
		} catch (error) {
			if (Date.now() > end || isFinal(codeOf(error))) throw error;
			await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
		}
	}
}

/** Waiting does not help against a wrong password or a missing database. */
function isFinal(code: string | undefined): boolean {
	return code !== undefined && /^(28|3D|42)/.test(code);
}
