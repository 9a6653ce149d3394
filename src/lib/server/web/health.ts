import { readdirSync } from 'node:fs';
import type postgres from 'postgres';
import { answerJson } from '../gateway/answers.ts';
import type { Middleware } from '../gateway/gateway.ts';
import type { WebSettings } from './web-environment.ts';

const MIGRATIONS = new URL('../../../../supabase/migrations/', import.meta.url);

/** Whoever asks more often gets the last answer again. */
const KEPT_MS = 1000;

export type Health = { database: boolean; api: boolean; migrations: boolean };

/** `GET /healthz`: 200 when everything that a page needs answers, else 503; JSON tells what. */
export function createHealth(sql: postgres.Sql, settings: WebSettings): Middleware {
	const newest = newestMigration();
	let asked: Promise<Health> | undefined;
	let askedAt = 0;

	function health(): Promise<Health> {
		if (asked === undefined || Date.now() - askedAt > KEPT_MS) {
			askedAt = Date.now();
			asked = examine(sql, settings, newest);
		}
		return asked;
	}

	return (request, response, next) => {
		if (request.url !== '/healthz') {
			next();
			return;
		}
		void health().then((found) => {
			const isReady = found.database && found.api && found.migrations;
			answerJson(response, isReady ? 200 : 503, {
				status: isReady ? 'ready' : 'unready',
				...found
			});
		});
	};
}

function newestMigration(): string {
	const files = readdirSync(MIGRATIONS).filter((file) => /^\d+_.+\.sql$/.test(file));
	return files.sort().at(-1)?.split('_')[0] ?? '';
}

async function examine(sql: postgres.Sql, settings: WebSettings, newest: string): Promise<Health> {
	const [migrations, api] = await Promise.all([newestApplied(sql), answers(settings)]);
	return { database: migrations !== undefined, api, migrations: migrations === newest };
}

async function newestApplied(sql: postgres.Sql): Promise<string | undefined> {
	const tooLate = new Promise<undefined>((resolve) => {
		setTimeout(() => resolve(undefined), 2000).unref();
	});
	const query = sql<{ version: string | null }[]>`
		select max(version) as version from supabase_migrations.schema_migrations`;
	const found = query.then(
		([row]) => row?.version ?? '',
		() => undefined
	);
	return await Promise.race([found, tooLate]);
}

async function answers(settings: WebSettings): Promise<boolean> {
	try {
		const response = await fetch(`${settings.MAM_SUPABASE_URL}/auth/v1/health`, {
			headers: { apikey: settings.PUBLIC_SUPABASE_PUBLISHABLE_KEY },
			signal: AbortSignal.timeout(2000)
		});
		return response.ok;
	} catch {
		return false;
	}
}
