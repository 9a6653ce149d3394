import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { freePort } from '../../src/lib/server/boot/free-port.ts';
import { median, printTable } from './measure.ts';

type Figures = { perSecond: number; p99: number };

/** The schedule's JSON against a bare SvelteKit endpoint that answers the same bytes, in turns. */
export async function measureSchedule(url: string): Promise<void> {
	const body = Buffer.from(await (await fetch(url)).arrayBuffer());
	const directory = mkdtempSync(join(tmpdir(), 'mam-bare-'));
	const bare = await startBareEndpoint(directory, body);
	try {
		const ours: Figures[] = [];
		const theirs: Figures[] = [];
		await hit(url, 2);
		await hit(bare.url, 2);
		for (let round = 0; round < 5; round++) {
			ours.push(await hit(url, 4));
			theirs.push(await hit(bare.url, 4));
		}
		const our = middle(ours);
		const their = middle(theirs);
		printTable(`Schedule JSON (${body.length} bytes), 50 clients, medians of 5`, [
			['', 'requests/s', 'p99 ms'],
			['schedule', our.perSecond.toFixed(0), our.p99.toFixed(0)],
			['bare endpoint', their.perSecond.toFixed(0), their.p99.toFixed(0)],
			['ratio', (our.perSecond / their.perSecond).toFixed(2), (our.p99 / their.p99).toFixed(2)]
		]);
	} finally {
		bare.stop();
		rmSync(directory, { recursive: true, force: true });
	}
}

async function hit(url: string, seconds: number): Promise<Figures> {
	const result = await autocannon({ url, connections: 50, duration: seconds });
	if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url} did not always answer`);
	return { perSecond: result.requests.average, p99: result.latency.p99 };
}

function middle(figures: Figures[]): Figures {
	return {
		perSecond: median(figures.map((figure) => figure.perSecond)),
		p99: median(figures.map((figure) => figure.p99))
	};
}

async function startBareEndpoint(directory: string, body: Buffer) {
	const root = join(import.meta.dirname, 'bare');
	const out = join(directory, 'build');
	const env = { ...process.env, BARE_OUT: out, BARE_BODY: join(directory, 'body.json') };
	writeFileSync(env.BARE_BODY, body);
	const built = spawnSync('vite', ['build'], { cwd: root, env, encoding: 'utf8' });
	if (built.status !== 0) throw new Error(`the bare endpoint does not build: ${built.stderr}`);
	const port = await freePort();
	const server = spawn('node', [join(out, 'index.js')], {
		env: { ...env, PORT: String(port), HOST: '127.0.0.1' },
		stdio: 'ignore'
	});
	const url = `http://127.0.0.1:${port}/`;
	await answering(url);
	return { url, stop: () => server.kill() };
}

/** Waits until something answers at an address, for at most ten seconds. */
async function answering(url: string): Promise<void> {
	const end = Date.now() + 10_000;
	for (;;) {
		try {
			await fetch(url);
			return;
		} catch (error) {
			if (Date.now() > end) throw error;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}
}
