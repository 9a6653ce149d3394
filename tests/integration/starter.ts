import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../src/lib/server/boot/free-port.ts';

const START = join(import.meta.dirname, '../../src/lib/server/boot/start.ts');

const cleanings: (() => void)[] = [];

/** Done when the file's tests are over, the latest first: processes end before their data go. */
function cleanUp(work: () => void): void {
	cleanings.push(work);
}

afterAll(() => {
	for (const work of cleanings.splice(0).reverse()) work();
});

export type Starter = {
	pid: number;
	origin: string;
	/** What it has said so far, on stdout and stderr. */
	said(): string;
	exited: Promise<number | null>;
	kill(signal: NodeJS.Signals): void;
};

/** No demo data: they take a second to load, and only few tests look at them. */
const PLAIN = { MAM_DEMO: '0', SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'mam@mam.example' };

/** `npm start` without waiting; it is killed with all that it started when the test is over. */
export async function runStarter(
	dataDir: string,
	environment: Record<string, string> = PLAIN
): Promise<Starter> {
	const port = environment['PORT'] ?? String(await freePort());
	const app = spawn('node', [START], {
		env: { PATH: process.env['PATH'], PORT: port, MAM_DATA_DIR: dataDir, ...environment },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const said = collect(app);
	const exited = new Promise<number | null>((resolve) => app.once('exit', resolve));
	const pid = app.pid ?? 0;
	cleanUp(() => killTree(pid));
	return {
		pid,
		origin: `http://127.0.0.1:${port}`,
		said,
		exited,
		kill: (signal) => void app.kill(signal)
	};
}

function collect(app: ChildProcess): () => string {
	let said = '';
	const add = (chunk: Buffer) => (said += chunk.toString());
	app.stdout?.on('data', add);
	app.stderr?.on('data', add);
	return () => said;
}

/** Starts and waits until everything is ready. */
export async function runReadyStarter(
	dataDir: string,
	environment: Record<string, string> = PLAIN
): Promise<Starter> {
	const starter = await runStarter(dataDir, environment);
	await ready(starter);
	return starter;
}

/** Waits until /healthz says that everything is ready. */
export async function ready(starter: Starter): Promise<void> {
	const process = { isGone: false };
	void starter.exited.then(() => (process.isGone = true));
	const isReady = async () => process.isGone || (await healthOf(starter))?.status === 200;
	await until(isReady, 'the app is ready');
	if (process.isGone) throw new Error(`it did not start: ${starter.said()}`);
}

export async function healthOf(starter: Starter): Promise<Response | undefined> {
	return await fetch(`${starter.origin}/healthz`).catch(() => undefined);
}

/** Waits for a condition, for at most 25 seconds. */
export async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
	const end = Date.now() + 25_000;
	while (!(await isTrue())) {
		if (Date.now() > end) throw new Error(`in vain: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
}

/** A data directory of the test's own, gone when the test is over. */
export function newDataDir(): string {
	const directory = mkdtempSync(join(tmpdir(), 'mam-boot-'));
	cleanUp(() => rmSync(directory, { recursive: true, force: true }));
	return directory;
}

const Secrets = z.object({
	ownerPassword: z.string(),
	publishableKey: z.string(),
	secretKey: z.string(),
	jwtSecret: z.string()
});

export function secretsOf(dataDir: string): z.infer<typeof Secrets> {
	return Secrets.parse(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')));
}

/** The owner's address of the embedded database that runs on this directory. */
export function databaseUrlOf(dataDir: string): string {
	const lines = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n');
	return `postgres://postgres:${secretsOf(dataDir).ownerPassword}@127.0.0.1:${lines[3] ?? ''}/postgres`;
}

/** The process id of the embedded database that runs on this directory. */
export function postgresPidOf(dataDir: string): number {
	return Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
}

type Process = { pid: number; parent: number; command: string };

/** A process and all that it started, from /proc. */
export function treeOf(pid: number): Process[] {
	const all = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap(readProcess);
	const found = all.filter((process) => process.pid === pid);
	for (const ancestor of found) {
		found.push(...all.filter((process) => process.parent === ancestor.pid));
	}
	return found;
}

function readProcess(name: string): Process[] {
	try {
		const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
		const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
		const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
		return [{ pid: Number(name), parent, command }];
	} catch {
		return [];
	}
}

/** SIGKILL to a process and all that it started, at once. */
export function killTree(pid: number): void {
	for (const process of treeOf(pid)) killNow(process.pid);
}

export function killNow(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It was gone already.
	}
}
