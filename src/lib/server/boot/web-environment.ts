import type { Backend } from './backend.ts';
import type { Configuration } from './env.ts';
import type { WebEnvironment } from './web-process.ts';

/** Variables that are the starter's alone: the web process never sees the owner's address. */
const WITHHELD = { SUPABASE_SECRET_KEY: '', SMTP_URL: '' };

type Hosted = { databaseUrl: string; apiUrl: string; publishableKey: string };

/** The web process's environment when Supabase is served elsewhere. */
export function hostedWebEnvironment(configuration: Configuration, hosted: Hosted): WebEnvironment {
	return {
		...common(configuration),
		DATABASE_URL: hosted.databaseUrl,
		MAM_SUPABASE_URL: hosted.apiUrl,
		PUBLIC_SUPABASE_URL: hosted.apiUrl,
		PUBLIC_SUPABASE_PUBLISHABLE_KEY: hosted.publishableKey,
		PUBLIC_DEMO: '0',
		MAM_DEMO: '0',
		MAM_GATEWAY: '0'
	};
}

/** The web process's environment when it passes on requests to our own Supabase child. */
export function ownWebEnvironment(
	configuration: Configuration,
	backend: Backend,
	demo: boolean
): WebEnvironment {
	return {
		...common(configuration),
		DATABASE_URL: backend.webDatabaseUrl,
		MAM_SUPABASE_URL: backend.apiUrl,
		PUBLIC_SUPABASE_URL: '',
		PUBLIC_SUPABASE_PUBLISHABLE_KEY: backend.publishableKey,
		PUBLIC_DEMO: demo ? '1' : '0',
		MAM_DEMO: demo ? '1' : '0',
		MAM_DEMO_SECRET: demo ? backend.demoSecret : '',
		MAM_MAIL_DIR: demo ? backend.mailDirectory : '',
		MAM_GATEWAY: '1'
	};
}

function common({ host, port, origin, dataDir }: Configuration): WebEnvironment {
	return {
		...WITHHELD,
		HOST: host,
		PORT: String(port),
		ORIGIN: origin,
		MAM_DATA_DIR: dataDir,
		MAM_PROCESS: 'web',
		NODE_ENV: process.env.NODE_ENV ?? 'production'
	};
}
