import { z } from 'zod';
import { openDataDirectory } from './data-directory.ts';
import { type Database, migrateAndSeed, openDatabase } from './database.ts';
import { freePort } from './free-port.ts';
import { assertApiOwnsNothingPublic, assertSamePrivileges, readPrivileges } from './privileges.ts';
import { demoPassword } from './seed.ts';
import { keepRunning, type Supervised } from './supervise.ts';
import type { ChildConfiguration, MailSettings } from './supabase-messages.ts';
import { forkSupabaseChild, type LoadingChild, startSupabaseProcess } from './supabase-process.ts';

const Session = z.object({
	access_token: z.string(),
	refresh_token: z.string(),
	user: z.object({ id: z.string() })
});

export type BackendOptions = {
	dataDir: string;
	/** Load the demo centres into a new database and let the demo people sign in. */
	demo: boolean;
	/** The API's port on the loopback interface; a free one by default. */
	port?: number | undefined;
	/** A PostgreSQL of one's own, by its owner's address, instead of the embedded one. */
	databaseUrl?: string | undefined;
	/** Where the app is seen from outside. */
	siteUrl?: string | undefined;
	/** By default mails are files in the data directory. */
	mail?: MailSettings | undefined;
	/** How long an access token is good for, in seconds. */
	tokenSeconds?: number | undefined;
};

export type Backend = {
	/** The owner's address of the database. */
	databaseUrl: string;
	/** The web process's address of the database. */
	webDatabaseUrl: string;
	/** Where REST and auth are served, on the loopback interface. */
	apiUrl: string;
	publishableKey: string;
	secretKey: string;
	jwtSecret: string;
	demoSecret: string;
	mailDirectory: string;
	/** The Supabase child's process id at this moment. */
	apiPid(): number;
	/** Signs a demo person in by password and returns the session's tokens. */
	signIn(email: string): Promise<{ accessToken: string; refreshToken: string; personId: string }>;
	stop(): Promise<void>;
};

/** Starts the database and the Supabase child on it, and keeps both running. */
export async function startBackend(options: BackendOptions): Promise<Backend> {
	const directory = openDataDirectory(options.dataDir);
	const opened: { stop(): Promise<void> }[] = [];
	async function stop(): Promise<void> {
		for (const thing of opened.reverse()) await thing.stop();
		directory.release();
	}
	const loading = forkSupabaseChild();
	opened.push({ stop: () => stopLoading(loading) });
	try {
		const database = await openDatabase(directory, options.databaseUrl);
		opened.push(database);
		const port = options.port ?? (await freePort());
		const configuration = configureChild(options, database, port, directory.mails);
		const child = await superviseChild(loading, database, configuration, options.demo);
		opened.push(child);
		return describe(database, configuration, directory.mails, child, stop);
	} catch (error) {
		await stop();
		throw error;
	}
}

async function stopLoading({ child, exited }: LoadingChild): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		child.kill('SIGKILL');
		await exited;
	}
}

function configureChild(
	options: BackendOptions,
	database: Database,
	port: number,
	mails: string
): ChildConfiguration {
	return {
		databaseUrl: database.addressFor('api'),
		port,
		siteUrl: options.siteUrl ?? 'http://localhost:3000',
		jwtSecret: database.secrets.jwtSecret,
		publishableKey: database.secrets.publishableKey,
		secretKey: database.secrets.secretKey,
		tokenSeconds: options.tokenSeconds ?? 3600,
		mail: options.mail ?? { kind: 'files', directory: mails }
	};
}

/**
 * The first start migrates between the child's preparation and its first request, and compares the
 * rights before and after that request: whatever granted something in between is refused.
 */
async function superviseChild(
	loading: LoadingChild,
	database: Database,
	configuration: ChildConfiguration,
	demo: boolean
): Promise<Supervised> {
	let before: string[] | undefined;
	const supervised = await keepRunning('the Supabase API', () => {
		const child = before === undefined ? loading : forkSupabaseChild();
		return startSupabaseProcess(child, configuration, async () => {
			if (before !== undefined) return;
			await migrateAndSeed(database, demo);
			before = await readPrivileges(database.sql);
		});
	});
	try {
		assertSamePrivileges(before ?? [], await readPrivileges(database.sql));
		await assertApiOwnsNothingPublic(database.sql);
		// The owner's work is done; nothing that runs from now on holds such a connection.
		await database.sql.end({ timeout: 5 });
	} catch (error) {
		await supervised.stop();
		throw error;
	}
	return supervised;
}

function describe(
	database: Database,
	configuration: ChildConfiguration,
	mailDirectory: string,
	child: Supervised,
	stop: () => Promise<void>
): Backend {
	const { secrets } = database;
	const apiUrl = `http://127.0.0.1:${configuration.port}`;
	return {
		databaseUrl: database.url,
		webDatabaseUrl: database.addressFor('web'),
		apiUrl,
		publishableKey: secrets.publishableKey,
		secretKey: secrets.secretKey,
		jwtSecret: secrets.jwtSecret,
		demoSecret: secrets.demoSecret,
		mailDirectory,
		apiPid: () => child.pid(),
		signIn: (email) =>
			signIn(apiUrl, secrets.publishableKey, email, demoPassword(secrets.demoSecret, email)),
		stop
	};
}

async function signIn(apiUrl: string, apikey: string, email: string, password: string) {
	const response = await fetch(`${apiUrl}/auth/v1/token?grant_type=password`, {
		method: 'POST',
		headers: { apikey, 'content-type': 'application/json' },
		body: JSON.stringify({ email, password })
	});
	if (!response.ok) throw new Error(`${email} could not sign in: ${response.status}`);
	const session = Session.parse(await response.json());
	return {
		accessToken: session.access_token,
		refreshToken: session.refresh_token,
		personId: session.user.id
	};
}
