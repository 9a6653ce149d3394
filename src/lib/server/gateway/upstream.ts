import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export type UpstreamRequest = {
	method: string;
	/** Path and query. */
	path: string;
	headers: Record<string, string>;
	body: Buffer;
};

export type UpstreamAnswer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** The Supabase child is away: being restarted, or too busy to answer. */
export class UpstreamAway extends Error {
	override name = 'UpstreamAway';
}

/** Nothing that MAM asks takes longer; the database stops a statement after 8 seconds. */
const PATIENCE_MS = 15_000;

/** What of a request the child may see: no cookies, no addresses, no origins. */
const PASSED_ON = [
	'accept',
	'accept-language',
	'accept-profile',
	'apikey',
	'authorization',
	'content-profile',
	'content-type',
	'prefer',
	'range',
	'range-unit',
	'x-client-info',
	'x-supabase-api-version'
];

export function passedOnHeaders(headers: IncomingHttpHeaders): Record<string, string> {
	const passed: Record<string, string> = {};
	for (const name of PASSED_ON) {
		const value = headers[name];
		if (typeof value === 'string') passed[name] = value;
	}
	return passed;
}

/** Asks the Supabase child, over connections that stay open. */
export function createUpstream(
	address: string
): (asked: UpstreamRequest) => Promise<UpstreamAnswer> {
	const { hostname, port } = new URL(address);
	const agent = new Agent({ keepAlive: true, maxSockets: 64, keepAliveMsecs: 30_000 });

	function ask(asked: UpstreamRequest): Promise<UpstreamAnswer> {
		return new Promise((resolve, reject) => {
			const { method, path, body } = asked;
			const headers = { ...asked.headers, 'content-length': String(body.length) };
			const options = { agent, hostname, port, method, path, headers, timeout: PATIENCE_MS };
			const sent = request(options, (answer) => {
				collect(answer).then(resolve, reject);
			});
			sent.on('timeout', () => sent.destroy(new UpstreamAway('no answer in time')));
			sent.on('error', (error) => reject(new UpstreamAway(error.message)));
			sent.end(body);
		});
	}

	// A read may have met a connection that was just being closed; a write is never repeated here.
	return async (asked) => {
		if (asked.method !== 'GET' && asked.method !== 'HEAD') return await ask(asked);
		try {
			return await ask(asked);
		} catch {
			return await ask(asked);
		}
	};
}

async function collect(answer: IncomingMessage): Promise<UpstreamAnswer> {
	const chunks: Buffer[] = [];
	for await (const chunk of answer) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
	return {
		status: answer.statusCode ?? 502,
		headers: answer.headers,
		body: Buffer.concat(chunks)
	};
}
