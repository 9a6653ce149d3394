import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Buffer } from 'node:buffer';
import type { App } from '@supabase/lite';
import { localeOfRequest, withMailLocale } from '../mail/mail-locale.ts';
import { asLiteReadsIt } from './lite-dialect.ts';

/** The gateway has its own, smaller limit; this one is for whoever else reaches the port. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Serves lite on the loopback interface. */
export function listen(app: App, port: number): Promise<Server> {
	const server = createServer((request, response) => {
		answer(app, request, response).catch(() => {
			if (!response.headersSent) response.writeHead(500);
			response.end();
		});
	});
	// Longer than the gateway keeps its sockets, so that it never writes into a closing one.
	server.keepAliveTimeout = 75_000;
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => resolve(server));
	});
}

async function answer(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const body = await readBody(request);
	if (body === undefined) {
		response.writeHead(413).end();
		return;
	}
	const path = request.url ?? '/';
	const content = asLiteReadsIt(path, body);
	const init: RequestInit = { method: request.method ?? 'GET', headers: headersOf(request) };
	if (content.length > 0) init.body = content;
	const url = `http://${request.headers.host ?? '127.0.0.1'}${path}`;
	const answered = await withMailLocale(localeOfRequest(path, content, request.headers), () =>
		// `peerAddress: null` says that nobody is local: what lite opens to localhost stays shut.
		app.fetch(new Request(url, init), { peerAddress: null })
	);
	response.writeHead(answered.status, Object.fromEntries(answered.headers));
	response.end(Buffer.from(await answered.arrayBuffer()));
}

function headersOf(request: IncomingMessage): Headers {
	const headers = new Headers();
	for (let at = 0; at < request.rawHeaders.length; at += 2) {
		const name = request.rawHeaders[at] ?? '';
		if (!/^(connection|content-length|transfer-encoding|keep-alive|expect|upgrade)$/i.test(name)) {
			headers.append(name, request.rawHeaders[at + 1] ?? '');
		}
	}
	return headers;
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request) {
		if (!Buffer.isBuffer(chunk)) continue;
		size += chunk.length;
		if (size > MAX_BODY_BYTES) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}
