import type { IncomingMessage, ServerResponse } from 'node:http';
import { log } from '../log.ts';
import { refuse } from './answers.ts';
import { passAuth } from './auth-gate.ts';
import { readAuthRequest } from './auth-requests.ts';
import { readBody } from './body.ts';
import { type AddressTrust, clientAddress } from './client-address.ts';
import type { Limits } from './limits.ts';
import { isSameOrigin } from './same-origin.ts';
import { isForGateway, type ServedPath, servedPath } from './served-path.ts';
import {
	createUpstream,
	passedOnHeaders,
	type UpstreamAnswer,
	UpstreamAway,
	type UpstreamRequest
} from './upstream.ts';

export type GatewayOptions = {
	/** Where the Supabase child listens. */
	apiUrl: string;
	/** The app's own origin, the only one whose pages may ask. */
	origin: string;
	limits: Limits;
	trust: AddressTrust;
};

type Next = () => void;
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

/** What of the child's answer goes on; its `access-control-allow-origin: *` does not. */
const PASSED_BACK = [
	'content-type',
	'content-range',
	'content-profile',
	'location',
	'preference-applied',
	'retry-after',
	'x-supabase-api-version'
] as const;

/** The only way from the network to the Supabase child. */
export function createGateway(options: GatewayOptions): Middleware {
	const upstream = createUpstream(options.apiUrl);
	return (request, response, next) => {
		if (!isForGateway(request.url ?? '')) {
			next();
			return;
		}
		pass(options, upstream, request, response).catch((error: unknown) => {
			if (!(error instanceof UpstreamAway)) log.error({ error }, 'the gateway failed');
			if (response.headersSent) response.destroy();
			else refuse(response, 503, 'network.busy', 2);
		});
	};
}

type Upstream = (asked: UpstreamRequest) => Promise<UpstreamAnswer>;

async function pass(
	options: GatewayOptions,
	upstream: Upstream,
	request: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	const method = request.method ?? 'GET';
	const served = servedPath(method, request.url ?? '');
	if (served === undefined) {
		refuse(response, 404, 'request.invalid');
		return;
	}
	if (!isSameOrigin(request, options.origin)) {
		refuse(response, 403, 'auth.forbidden');
		return;
	}
	const body = await readBody(request);
	if (body === undefined) {
		response.setHeader('connection', 'close');
		refuse(response, 413, 'request.invalid');
		return;
	}
	if (served.kind === 'rest') await passRest(options, upstream, served, request, response, body);
	else await passAuthRequest(options, upstream, served, request, response, body);
}

type Served<Kind extends ServedPath['kind']> = Extract<ServedPath, { kind: Kind }>;

async function passRest(
	options: GatewayOptions,
	upstream: Upstream,
	{ path, query }: Served<'rest'>,
	request: IncomingMessage,
	response: ServerResponse,
	body: Buffer
): Promise<void> {
	const method = request.method ?? 'GET';
	if (method !== 'GET' && method !== 'HEAD') {
		const waiting = await options.limits.consumeWrite(clientAddress(request, options.trust));
		if (waiting !== undefined) {
			refuse(response, 429, 'network.busy', waiting);
			return;
		}
	}
	const headers = passedOnHeaders(request.headers);
	const wholePath = query === '' ? path : `${path}?${query}`;
	passBack(response, await upstream({ method, path: wholePath, headers, body }));
}

async function passAuthRequest(
	options: GatewayOptions,
	upstream: Upstream,
	{ action, query }: Served<'auth'>,
	request: IncomingMessage,
	response: ServerResponse,
	body: Buffer
): Promise<void> {
	const method = request.method ?? 'GET';
	const asked = readAuthRequest(action, method, query, body);
	if (asked === undefined) {
		refuse(response, 400, 'request.invalid');
		return;
	}
	const headers = { ...passedOnHeaders(request.headers), 'content-type': 'application/json' };
	await passAuth(asked, {
		limits: options.limits,
		address: clientAddress(request, options.trust),
		response,
		pass: (answer) => passBack(response, answer),
		ask: (text, search) =>
			upstream({
				method,
				path: `/auth/v1/${action}${search === '' ? '' : `?${search}`}`,
				headers,
				body: Buffer.from(text)
			})
	});
}

function passBack(response: ServerResponse, answer: UpstreamAnswer): void {
	for (const name of PASSED_BACK) {
		const value = answer.headers[name];
		if (value !== undefined) response.setHeader(name, value);
	}
	response.setHeader('cache-control', 'no-store');
	response.setHeader('x-content-type-options', 'nosniff');
	if (answer.status !== 204) response.setHeader('content-length', answer.body.length);
	response.writeHead(answer.status);
	response.end(answer.body);
}
