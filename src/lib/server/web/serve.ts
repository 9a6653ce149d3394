/** The web process: SvelteKit's build behind compression, the gateway and /healthz. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import compression from 'compression';
import { z } from 'zod';
import type { Middleware } from '../gateway/gateway.ts';
import { codeOf } from '../boot/start-problem.ts';
import { createMiddlewares } from './middlewares.ts';
import { stopWithStarter } from './stop-with-starter.ts';
import { readWebSettings } from './web-environment.ts';

const BUILD = new URL('../../../../build/handler.js', import.meta.url);

const Handler = z.object({ handler: z.custom<Middleware>((value) => typeof value === 'function') });

async function serve(): Promise<void> {
	const settings = readWebSettings(process.env);
	const { middlewares, close } = createMiddlewares(settings);
	const built: unknown = await import(BUILD.href);
	const { handler } = Handler.parse(built);
	const answer = chain([...middlewares, compress(), handler]);
	const server = createServer(answer);
	// Longer than the proxies that usually stand before us keep their connections.
	server.keepAliveTimeout = 65_000;
	server.requestTimeout = 30_000;
	server.once('error', (error) => {
		process.send?.({ kind: 'failed', reason: `The web process cannot listen (${codeOf(error)}).` });
		process.exit(1);
	});
	server.listen(settings.PORT, settings.HOST, () => process.send?.({ kind: 'listening' }));
	stopWithStarter(async () => {
		const closed = new Promise((resolve) => server.close(resolve));
		server.closeIdleConnections();
		const patience = setTimeout(() => server.closeAllConnections(), 3000);
		await closed;
		clearTimeout(patience);
		await close();
	});
}

/** Dynamic answers; the build's files and the schedules are compressed already. */
function compress(): Middleware {
	const middleware = compression({ threshold: 1024 });
	return (request, response, next) => {
		if (/^\/(_app\/|api\/[^/]+\/schedule\/)/.test(request.url ?? '')) next();
		// compression is typed for Express and needs of it only what Node has too.
		else Reflect.apply(middleware, undefined, [request, response, next]);
	};
}

function chain(middlewares: Middleware[]) {
	return (request: IncomingMessage, response: ServerResponse): void => {
		function step(at: number): void {
			const middleware = middlewares[at];
			if (middleware === undefined) response.writeHead(404).end();
			else middleware(request, response, () => step(at + 1));
		}
		step(0);
	};
}

await serve();
