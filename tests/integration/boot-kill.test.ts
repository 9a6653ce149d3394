import { type ChildProcess, fork } from 'node:child_process';
import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { killTree, newDataDir } from './starter.ts';

const ROUNDS = 30;
const CLIENTS = 4;

const Where = z.object({
	apiUrl: z.string(),
	publishableKey: z.string(),
	jwtSecret: z.string(),
	databaseUrl: z.string()
});

type Where = z.infer<typeof Where>;

const Booked = z.object({ id: z.uuid() });

test(`kill -9 in mid-write, ${ROUNDS} times: every acknowledged booking is there, none doubled`, async () => {
	const dataDir = newDataDir();
	let running = await start(dataDir);
	const { person, room } = await arrange(running.where);
	const acknowledged = new Set<string>();
	let slot = 0;

	for (let round = 1; round <= ROUNDS; round++) {
		const { where, process } = running;
		let isRunning = true;
		const clients = Array.from({ length: CLIENTS }, async () => {
			while (isRunning) {
				const id = await book(where, person, room, slot++);
				if (id !== undefined) acknowledged.add(id);
			}
		});
		await new Promise((resolve) => setTimeout(resolve, randomInt(50, 400)));
		killTree(process.pid ?? 0);
		isRunning = false;
		await Promise.all(clients);
		running = await start(dataDir);
	}

	const sql = postgres(running.where.databaseUrl, { onnotice: () => undefined });
	const stored = await sql<{ id: string }[]>`select id from public.bookings`;
	const [overlapping] = await sql<{ count: string }[]>`
		select count(*) from public.allocations as a
		join public.allocations as b
			on a.unit_id = b.unit_id and a.id < b.id and a.blocked && b.blocked
		where a.active and b.active`;
	const [halves] = await sql<{ count: string }[]>`
		select count(*) from public.bookings as b
		where not exists (select from public.allocations as a where a.booking_id = b.id)`;
	await sql.end();
	killTree(running.process.pid ?? 0);
	const ids = new Set(stored.map(({ id }) => id));
	expect(acknowledged.size).toBeGreaterThan(ROUNDS);
	expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
	expect(overlapping?.count).toBe('0');
	expect(halves?.count).toBe('0');
}, 240_000);

async function start(dataDir: string): Promise<{ process: ChildProcess; where: Where }> {
	const process = fork(join(import.meta.dirname, 'boot-kill.process.ts'), [dataDir], {
		execArgv: [],
		stdio: ['ignore', 'ignore', 'pipe', 'ipc']
	});
	let said = '';
	process.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const exited = once(process, 'exit').then(() => {
		throw new Error(`the backend does not start: ${said}`);
	});
	const [where] = await Promise.race([once(process, 'message'), exited]);
	exited.catch(() => undefined);
	return { process, where: Where.parse(where) };
}

/** A centre that never closes, with one room that anybody may have for half an hour. */
async function arrange(where: Where): Promise<{ person: string; room: string }> {
	const [centre, unit, room, person] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
	const sql = postgres(where.databaseUrl, { onnotice: () => undefined });
	await sql`
		insert into public.centres (id, slug, name, municipality, address, open_on_public_holidays)
		values (${centre}, 'kill', 'Test', 'Testowo', 'Testowa 1', true)`;
	await sql`
		insert into public.opening_hours (centre_id, weekday, opens, closes)
		select ${centre}, d, '00:00', '24:00' from generate_series(1, 7) as d`;
	await sql`insert into public.units (id, centre_id, label) values (${unit}, ${centre}, 'Sala')`;
	await sql`
		insert into public.resources
			(id, centre_id, kind, slug, name, take, step_minutes, min_minutes, horizon_days)
		values (${room}, ${centre}, 'room', 'sala', '{"pl": "Sala"}', 'all', 30, 30, 700)`;
	await sql`insert into public.resource_units (resource_id, unit_id) values (${room}, ${unit})`;
	await sql`insert into auth.users (id, email) values (${person}, 'kill@mam.example')`;
	await sql.end();
	return { person, room };
}

/** The booking's id when it was acknowledged. */
async function book(
	where: Where,
	person: string,
	room: string,
	slot: number
): Promise<string | undefined> {
	const half = 30 * 60_000;
	const tomorrow = Math.ceil(Date.now() / 86_400_000 + 1) * 86_400_000;
	const starts = new Date(tomorrow + slot * half);
	const body = {
		p_key: randomUUID(),
		p_resources: [{ id: room, quantity: 1 }],
		p_starts: starts.toISOString(),
		p_ends: new Date(starts.getTime() + half).toISOString(),
		p_purpose: 'Próba',
		p_attendees: 1,
		p_rules_version: 1
	};
	try {
		const response = await fetch(`${where.apiUrl}/rest/v1/rpc/request_booking`, {
			method: 'POST',
			headers: {
				apikey: where.publishableKey,
				authorization: `Bearer ${tokenOf(person, where.jwtSecret)}`,
				'content-type': 'application/json'
			},
			body: JSON.stringify(body)
		});
		const answer: unknown = await response.json();
		return response.ok ? Booked.parse(answer).id : undefined;
	} catch {
		return undefined;
	}
}

function tokenOf(person: string, secret: string): string {
	const now = Math.floor(Date.now() / 1000);
	const claims = { aud: 'authenticated', role: 'authenticated', sub: person, exp: now + 3600 };
	const content = [{ alg: 'HS256', typ: 'JWT' }, claims]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
