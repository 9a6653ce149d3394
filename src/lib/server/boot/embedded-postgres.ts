import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { stopOrphan } from './orphan-postgres.ts';
import {
	type PostgresBinaries,
	postgresBinaries,
	type SystemUser,
	systemUserForPostgres
} from './postgres-binaries.ts';
import { reachableBinaries, reachableCluster } from './reachable-place.ts';
import { StartProblem } from './start-problem.ts';

/** The major version that we ship; a cluster of another one is refused, never touched. */
const MAJOR = '18';

export type EmbeddedPostgres = {
	/** Owner's address; the owner is the superuser `postgres`, as on Supabase. */
	url: string;
	port: number;
	pid: number;
	/** Settles with the reason when the server ends without having been asked to. */
	ended: Promise<string>;
	/** Lets running transactions fail and writes everything out (PostgreSQL's fast shutdown). */
	stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
	/** The cluster's directory; made and initialised when it does not exist. */
	directory: string;
	password: string;
	/** Kept across restarts of the server, so that its clients find it again. */
	port?: number;
	onLog?: (line: string) => void;
};

/** Starts PostgreSQL on the loopback interface and waits until it answers. */
export async function startEmbeddedPostgres(
	options: EmbeddedPostgresOptions
): Promise<EmbeddedPostgres> {
	const user = systemUserForPostgres();
	const binaries = reachableBinaries(await postgresBinaries(), user);
	const directory = reachableCluster(options.directory, user);
	await stopOrphan(directory);
	if (!existsSync(join(directory, 'PG_VERSION'))) {
		await initialise(binaries, user, directory, options.password);
	}
	refuseOtherMajor(directory);
	const port = options.port ?? (await freePort());
	const server = await launchPatiently(binaries, user, { ...options, directory }, port);
	return describe(server, port, options.password);
}

function refuseOtherMajor(directory: string): void {
	const major = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
	if (major === MAJOR) return;
	throw new StartProblem(
		`The database in ${directory} belongs to PostgreSQL ${major} and this version of MAM brings PostgreSQL ${MAJOR}; nothing was changed: use the MAM that made it, or another MAM_DATA_DIR.`
	);
}

async function initialise(
	binaries: PostgresBinaries,
	user: SystemUser | undefined,
	directory: string,
	password: string
): Promise<void> {
	mkdirSync(directory, { recursive: true, mode: 0o700 });
	const passwordFile = `${directory}.password`;
	writeFileSync(passwordFile, password, { mode: 0o600 });
	if (user !== undefined) {
		chownSync(directory, user.uid, user.gid);
		chownSync(passwordFile, user.uid, user.gid);
	}
	try {
		await runInitdb(binaries, user, directory, passwordFile);
	} finally {
		rmSync(passwordFile, { force: true });
	}
}

async function runInitdb(
	binaries: PostgresBinaries,
	user: SystemUser | undefined,
	directory: string,
	passwordFile: string
): Promise<void> {
	// The C.UTF-8 of PostgreSQL itself: the same order of texts on every machine.
	const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
	const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
	const initdb = spawn(
		binaries.initdb,
		[`--pgdata=${directory}`, '--locale=C', ...locale, ...access],
		{ ...user, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] }
	);
	const said: string[] = [];
	initdb.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
	const code = await exitCodeOf(initdb);
	if (code === 0) return;
	throw new StartProblem(
		`PostgreSQL could not make a database in ${directory}: ${lastLine(said.join(''))}`
	);
}

function exitCodeOf(child: ChildProcess): Promise<number | null> {
	return new Promise((resolve) => {
		child.once('error', () => resolve(null));
		child.once('exit', (code) => resolve(code));
	});
}

function lastLine(text: string): string {
	return text.trim().split('\n').at(-1) ?? 'no reason given';
}

/**
 * After a kill -9 of the whole tree the old server's last backends may still hold its shared
 * memory for a moment; PostgreSQL refuses to start until they are gone.
 */
async function launchPatiently(
	binaries: PostgresBinaries,
	user: SystemUser | undefined,
	options: EmbeddedPostgresOptions,
	port: number
): Promise<ChildProcess> {
	for (let attempt = 1; ; attempt++) {
		const launched = await launch(binaries, user, options, port);
		if (typeof launched !== 'string') return launched;
		const isBusy = /shared memory|lock file|could not bind/.test(launched);
		if (!isBusy || attempt === 20) {
			throw new StartProblem(`PostgreSQL did not start: ${lastLine(launched)}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 150));
	}
}

/** The running server, or what it said before it gave up. */
function launch(
	binaries: PostgresBinaries,
	user: SystemUser | undefined,
	{ directory, onLog }: EmbeddedPostgresOptions,
	port: number
): Promise<ChildProcess | string> {
	const server = spawn(binaries.postgres, ['-D', directory, ...settings(port)], {
		...user,
		cwd: directory,
		stdio: ['ignore', 'ignore', 'pipe'],
		// A group of its own: Ctrl+C in the terminal must not stop it before its clients.
		detached: true
	});
	return new Promise((resolve) => {
		let said = '';
		let isReady = false;
		server.once('error', (error) => resolve(String(error)));
		server.once('exit', () => resolve(said));
		server.stderr.on('data', (chunk: Buffer) => {
			const text = chunk.toString();
			onLog?.(text);
			if (isReady) return;
			said += text;
			isReady = said.includes('ready to accept connections');
			if (isReady) resolve(server);
		});
	});
}

function settings(port: number): string[] {
	const values = {
		port,
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		max_connections: 60,
		shared_buffers: '64MB',
		// Statements carry people's data; the log names the error, never the text or the values.
		log_min_error_statement: 'panic',
		log_parameter_max_length: 0,
		log_parameter_max_length_on_error: 0,
		log_timezone: 'UTC',
		timezone: 'UTC'
	};
	return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function describe(server: ChildProcess, port: number, password: string): EmbeddedPostgres {
	let isStopping = false;
	const exited = new Promise<string>((resolve) => {
		server.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
	});
	return {
		url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
		port,
		pid: server.pid ?? 0,
		ended: new Promise((resolve) => {
			void exited.then((reason) => {
				if (!isStopping) resolve(reason);
			});
		}),
		async stop() {
			isStopping = true;
			if (server.exitCode === null && server.signalCode === null) server.kill('SIGINT');
			await exited;
		}
	};
}
