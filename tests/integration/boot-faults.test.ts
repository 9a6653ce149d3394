import { statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
	healthOf,
	killNow,
	newDataDir,
	postgresPidOf,
	ready,
	runReadyStarter,
	runStarter,
	secretsOf,
	type Starter,
	treeOf,
	until
} from './starter.ts';

/**
 * Promises of seconds are for a machine that has nothing else to do. This one runs other tests too:
 * with twice the work for its processors everything takes twice as long, and a bit.
 */
function slowness(): number {
	return Math.max(2, (2 * (loadavg()[0] ?? 0)) / availableParallelism());
}

function isGone(pid: number): boolean {
	return treeOf(pid).length === 0;
}

describe('while it runs', () => {
	let dataDir = '';
	let starter: Starter;

	beforeAll(async () => {
		dataDir = newDataDir();
		starter = await runReadyStarter(dataDir);
	});

	/** Asks the API through the gateway for the public list of centres. */
	async function ask(): Promise<Response> {
		const headers = { apikey: secretsOf(dataDir).publishableKey };
		return await fetch(`${starter.origin}/rest/v1/centres?select=slug`, { headers });
	}

	function childNamed(part: string): number {
		const found = treeOf(starter.pid).find(({ command }) => command.includes(part));
		if (found === undefined) throw new Error(`there is no ${part}`);
		return found.pid;
	}

	test('secrets are readable by their owner only', () => {
		expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
		expect(statSync(dataDir).mode & 0o066).toBe(0);
		expect(secretsOf(dataDir).jwtSecret).toMatch(/^[0-9a-f]{64}$/);
	});

	test('a dead Supabase child is started again; meanwhile the app says to try later', async () => {
		expect((await ask()).status).toBe(200);

		killNow(childNamed('supabase-child'));
		const meanwhile = await ask();

		expect(meanwhile.status).toBe(503);
		expect(meanwhile.headers.get('retry-after')).toBe('2');
		expect(await meanwhile.json()).toMatchObject({ code: 'network.busy' });
		await until(async () => (await ask()).status === 200, 'REST answers again');
		expect(starter.said()).toContain('the Supabase API died and is started again');
	});

	test('a dead web process is started again', async () => {
		killNow(childNamed('web/serve'));
		await until(async () => (await healthOf(starter)) === undefined, 'it is gone');

		await ready(starter);
	});

	test('a database that dies under load heals within five seconds', async () => {
		const statuses = new Set<number>();
		let isLoaded = true;
		const clients = Array.from({ length: 20 }, async () => {
			while (isLoaded) {
				statuses.add((await ask()).status);
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		});

		killNow(postgresPidOf(dataDir));
		const died = performance.now();
		await until(() => Promise.resolve(statuses.size > 1), 'it is noticed');
		await until(async () => (await ask()).status === 200, 'it heals');
		const healedAfter = performance.now() - died;
		isLoaded = false;
		await Promise.all(clients);

		expect(healedAfter).toBeLessThan(5000 * slowness());
		expect([...statuses].filter((status) => status !== 200 && status < 500)).toEqual([]);
		await ready(starter);
	});
});

test('SIGTERM stops everything; kill -9 leaves only a database, which the next start takes over', async () => {
	const dataDir = newDataDir();
	const first = await runReadyStarter(dataDir);
	const tree = treeOf(first.pid);
	first.kill('SIGTERM');
	expect(await first.exited).toBe(0);
	expect(tree.every(({ pid }) => isGone(pid))).toBe(true);

	const began = performance.now();
	const second = await runReadyStarter(dataDir);
	expect(performance.now() - began).toBeLessThan(3000 * slowness());

	const nodes = treeOf(second.pid).filter(({ command }) => command.includes('lib/server/'));
	const orphan = postgresPidOf(dataDir);
	second.kill('SIGKILL');
	await until(
		() => Promise.resolve(nodes.every(({ pid }) => isGone(pid))),
		'the other Node processes end by themselves'
	);
	expect(isGone(orphan)).toBe(false);

	const third = await runReadyStarter(dataDir);
	expect(isGone(orphan)).toBe(true);
	expect((await healthOf(third))?.status).toBe(200);
});

test('SIGTERM in the middle of a first start leaves nothing running', async () => {
	const starter = await runStarter(newDataDir());
	await until(() => Promise.resolve(treeOf(starter.pid).length > 2), 'PostgreSQL is starting');
	const tree = treeOf(starter.pid);

	starter.kill('SIGTERM');
	await starter.exited;

	expect(tree.every(({ pid }) => isGone(pid))).toBe(true);
});

test('a first start tells where it is, whom to try and where mails go', async () => {
	const starter = await runReadyStarter(newDataDir(), {});

	const port = new URL(starter.origin).port;
	await until(() => Promise.resolve(starter.said().includes('coordinator')), 'the ready lines');
	expect(starter.said()).toContain(`MAM is ready: http://localhost:${port}`);
	expect(starter.said()).toContain('halina.wrona@mam.example (resident)');
	expect(starter.said()).toContain(`mails      http://localhost:${port}/mailbox`);
});
