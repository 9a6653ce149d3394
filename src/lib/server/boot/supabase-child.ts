/**
 * The Supabase child: a process of its own that serves REST and auth on a loopback port.
 *
 * Apart from the web process because a password check stops its event loop for 100 ms, because it
 * answers more addresses than ours, and because it may die without taking the pages with it.
 * The starter speaks with it by messages: configure → prepared → serve → serving.
 */
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { createMailDriver } from '../mail/mail-driver.ts';
import { filterConsole } from '../log-filter.ts';
import { answerErrorsAsPostgrest } from './lite-errors.ts';
import { watchDatabase } from './database-watch.ts';
import { listen } from './lite-http.ts';
import { type ChildConfiguration, ToChild } from './supabase-messages.ts';

filterConsole('supabase');

/** lite reads row security as "on" and so never runs its `grant all` (see architecture.md). */
const ROW_SECURITY_IS_ON = 'active';

/**
 * lite hands JSON over as finished text, which its driver would wrap once more: an array among a
 * function's arguments, or a person's metadata, would be stored as one JSON string.
 */
const JSONB = {
	to: 3802,
	from: [3802],
	serialize: (value: unknown) =>
		typeof value === 'string' && /^\s*[[{]/.test(value) ? value : JSON.stringify(value),
	parse: (text: string): unknown => JSON.parse(text)
};

function createApp(configuration: ChildConfiguration): App {
	const connection = createPostgresConnection({
		url: configuration.databaseUrl,
		postgresOptions: {
			max: 10,
			idle_timeout: 60,
			connect_timeout: 5,
			// A restarted database is found again within a second.
			backoff: (attempt: number) => Math.min(0.1 * 2 ** attempt, 1),
			connection: { application_name: 'mam-api' },
			types: { jsonb: JSONB },
			onnotice: () => undefined
		}
	});
	// Private in its types; the pinned version and a test of the grants keep this honest.
	Reflect.set(connection, 'rlsState', ROW_SECURITY_IS_ON);
	answerErrorsAsPostgrest(connection);
	return new App({
		connection,
		api: { schemas: ['public'], max_rows: 200 },
		db: { migrations: { enabled: false } },
		auth: authSettings(configuration),
		options: {
			drivers: { email: createMailDriver(configuration.mail) },
			server: { disableStudio: true }
		}
	});
}

function authSettings(configuration: ChildConfiguration) {
	return {
		enabled: true,
		jwt_secret: configuration.jwtSecret,
		publishable_key: configuration.publishableKey,
		secret_key: configuration.secretKey,
		site_url: configuration.siteUrl,
		additional_redirect_urls: [],
		jwt_expiry: configuration.tokenSeconds,
		enable_refresh_token_rotation: true,
		refresh_token_reuse_interval: 10,
		minimum_password_length: 10,
		email: {
			enable_signup: true,
			// An unknown address and a known one have to look alike.
			enable_confirmations: true,
			double_confirm_changes: true,
			otp_length: 6,
			otp_expiry: 600,
			template: subjectsThatCarryTheCode()
		}
	};
}

/** The mail driver gets rendered mails only; the subject is where it finds what they are about. */
function subjectsThatCarryTheCode() {
	return { magic_link: { subject: 'sign_in {{ .Token }}' } };
}

/** Fills the cache of the schema, and is the request after which grants are compared. */
async function warmUp(url: string, publishableKey: string): Promise<void> {
	await fetch(`${url}/rest/v1/centres?select=slug&limit=1`, {
		headers: { apikey: publishableKey }
	});
}

function run(): void {
	let app: App | undefined;
	let configuration: ChildConfiguration | undefined;

	async function prepare(received: ChildConfiguration): Promise<void> {
		configuration = received;
		await watchDatabase(received.databaseUrl, () => process.exit(1));
		app = createApp(received);
		await app.ensureSystemSchema();
		process.send?.({ kind: 'prepared' });
	}

	async function serve(): Promise<void> {
		if (app === undefined || configuration === undefined) throw new Error('not configured');
		await listen(app, configuration.port);
		await warmUp(`http://127.0.0.1:${configuration.port}`, configuration.publishableKey);
		process.send?.({ kind: 'serving' });
	}

	function fail(error: unknown): void {
		process.send?.({ kind: 'failed', reason: error instanceof Error ? error.message : 'unknown' });
		process.exitCode = 1;
		process.disconnect?.();
	}

	process.on('message', (message) => {
		const { kind, configuration: received } = ToChild.parse(message);
		if (kind === 'configure' && received !== undefined) prepare(received).catch(fail);
		if (kind === 'serve') serve().catch(fail);
	});
	// The starter is gone, even by kill -9: nobody would stop us any more.
	process.on('disconnect', () => process.exit());
	// Ctrl+C reaches the whole group; the starter decides the order.
	process.on('SIGINT', () => undefined);
	process.on('SIGTERM', () => process.exit(0));
}

run();
