import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Answers in the place of the app; false lets the request through. */
type Interception = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Stands between the browser and the app, so that a test can take the server away: Chromium's own
 * offline switch does not reach service workers.
 */
export class Proxy {
	#target: URL;
	#server = createServer((from, to) => this.#handle(from, to));
	#sockets = new Set<Socket>();
	#port = 0;
	#intercept: Interception = () => false;

	constructor(target: string) {
		this.#target = new URL(target);
		this.#server.on('connection', (socket) => {
			this.#sockets.add(socket);
			socket.once('close', () => this.#sockets.delete(socket));
		});
	}

	get origin(): string {
		return `http://127.0.0.1:${this.#port}`;
	}

	/** Listens; after `down` on the same port again. */
	async up(): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.#server.once('error', reject);
			this.#server.listen(this.#port, '127.0.0.1', resolve);
		});
		const address: AddressInfo | string | null = this.#server.address();
		if (typeof address === 'object' && address) this.#port = address.port;
	}

	/** Nobody listens any more, and open connections break. */
	async down(): Promise<void> {
		if (!this.#server.listening) return;
		const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
		for (const socket of this.#sockets) socket.destroy();
		await closed;
	}

	intercept(interception: Interception): void {
		this.#intercept = interception;
	}

	/** Answers everything as the sign-in page of a hotel's network does. */
	captivate(): void {
		this.intercept((_, response) => {
			response.writeHead(200, { 'content-type': 'text/html' });
			response.end('<!doctype html><title>Hotel</title><h1>Welcome to our free Wi-Fi</h1>');
			return true;
		});
	}

	#handle(from: IncomingMessage, to: ServerResponse): void {
		if (this.#intercept(from, to)) return;
		const { host, origin: target } = this.#target;
		const headers = { ...from.headers, host };
		if (headers.origin) headers.origin = target;
		const onward = request(
			new URL(from.url ?? '/', target),
			{ method: from.method, headers },
			(answer) => {
				to.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(to);
			}
		);
		onward.on('error', () => to.destroy());
		to.on('close', () => onward.destroy());
		from.pipe(onward);
	}
}
