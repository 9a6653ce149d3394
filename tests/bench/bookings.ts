import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import postgres from 'postgres';
import { closedLoop, type Load, printTable } from './measure.ts';
import { type BenchCentre, bookingArguments } from './rooms.ts';

/** Where the booking function is reached over REST. */
export type Api = { name: string; address: string; publishableKey: string; jwtSecret: string };

const SECONDS = 4;

/** Bookings a second over REST against the same function called straight over the protocol. */
export async function measureBookings(
	databaseUrl: string,
	centre: BenchCentre,
	apis: Api[]
): Promise<void> {
	let from = 0;
	const rows = [['clients', 'way', 'bookings/s', 'p99 ms', 'of straight']];
	for (const clients of [1, 8, 32]) {
		const straight = await straightCalls(databaseUrl, centre, clients, from);
		from += straight.count + clients;
		rows.push([
			String(clients),
			'straight SQL',
			straight.perSecond.toFixed(0),
			straight.p99.toFixed(1),
			'1.00'
		]);
		for (const api of apis) {
			const load = await restCalls(api, centre, clients, (n) => from + n);
			from += load.count + clients;
			rows.push([
				String(clients),
				api.name,
				load.perSecond.toFixed(0),
				load.p99.toFixed(1),
				(load.perSecond / straight.perSecond).toFixed(2)
			]);
		}
	}
	printTable('Bookings', rows);

	const refusals = [['way', 'taken ms', 'refused ms', 'refused/taken']];
	for (const api of apis) {
		const taken = await restCalls(api, centre, 8, (n) => from + n);
		// the same numbers again: every room and time is taken now
		const refused = await restCalls(api, centre, 8, (n) => from + (n % taken.count), 400);
		from += taken.count + 8;
		refusals.push([
			api.name,
			taken.median.toFixed(1),
			refused.median.toFixed(1),
			(refused.median / taken.median).toFixed(2)
		]);
	}
	printTable('A refused request against one that succeeds, median, 8 clients', refusals);
}

async function straightCalls(
	databaseUrl: string,
	centre: BenchCentre,
	clients: number,
	from: number
): Promise<Load> {
	const sessions = await Promise.all(
		Array.from({ length: clients }, async (_, client) => {
			const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
			await sql`set role authenticated`;
			await sql`select set_config('request.jwt.claim.sub', ${person(centre, client)}, false)`;
			return sql;
		})
	);
	try {
		return await closedLoop(clients, SECONDS, async (client, n) => {
			const sql = sessions[client];
			if (sql === undefined) throw new Error('no session');
			const a = bookingArguments(centre, from + n);
			const [row] = await sql<{ answer: { status?: string } }[]>`
				select public.request_booking(
					${a.p_key}, ${sql.json(a.p_resources)}, ${a.p_starts}, ${a.p_ends}, ${a.p_purpose},
					${a.p_attendees}, ${a.p_rules_version}
				) as answer`;
			if (row?.answer.status !== 'confirmed') throw new Error(JSON.stringify(row?.answer));
		});
	} finally {
		await Promise.all(sessions.map((sql) => sql.end()));
	}
}

async function restCalls(
	api: Api,
	centre: BenchCentre,
	clients: number,
	number: (n: number) => number,
	expected = 200
): Promise<Load> {
	const agent = new Agent({ keepAlive: true, maxSockets: clients });
	const tokens = Array.from({ length: clients }, (_, client) =>
		signToken(api.jwtSecret, person(centre, client))
	);
	try {
		return await closedLoop(clients, SECONDS, async (client, n) => {
			const answer = await post(
				agent,
				api,
				tokens[client] ?? '',
				bookingArguments(centre, number(n))
			);
			if (answer.status !== expected) {
				throw new Error(`${api.name} answered ${answer.status}, not ${expected}: ${answer.body}`);
			}
		});
	} finally {
		agent.destroy();
	}
}

function person(centre: BenchCentre, client: number): string {
	return centre.people[client % centre.people.length] ?? '';
}

function post(
	agent: Agent,
	api: Api,
	token: string,
	body: unknown
): Promise<{ status: number; body: string }> {
	const text = JSON.stringify(body);
	return new Promise((resolve, reject) => {
		const call = request(
			`${api.address}/rpc/request_booking`,
			{
				method: 'POST',
				agent,
				headers: {
					apikey: api.publishableKey,
					authorization: `Bearer ${token}`,
					'content-type': 'application/json',
					'content-length': Buffer.byteLength(text)
				}
			},
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('end', () => {
					resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
				});
			}
		);
		call.on('error', reject);
		call.end(text);
	});
}

/** A session token of the kind that the API takes, good for an hour (RFC 7519, HS256). */
function signToken(secret: string, personId: string): string {
	const now = Math.floor(Date.now() / 1000);
	const parts = [
		{ alg: 'HS256', typ: 'JWT' },
		{ sub: personId, role: 'authenticated', aud: 'authenticated', iat: now, exp: now + 3600 }
	].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
	const body = parts.join('.');
	return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}
