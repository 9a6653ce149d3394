/** The web process of `npm run dev`: Vite with the same gateway before it. */
import { createServer, type Plugin } from 'vite';
import type { Middleware } from '../gateway/gateway.ts';
import { createMiddlewares } from './middlewares.ts';
import { stopWithStarter } from './stop-with-starter.ts';
import { readWebSettings } from './web-environment.ts';

function before(middlewares: Middleware[]): Plugin {
	return {
		name: 'mam-gateway',
		configureServer(server) {
			for (const middleware of middlewares) server.middlewares.use(middleware);
		}
	};
}

async function serve(): Promise<void> {
	process.env.NODE_ENV = 'development';
	const settings = readWebSettings(process.env);
	const { middlewares, close } = createMiddlewares(settings);
	const server = await createServer({
		plugins: [before(middlewares)],
		server: { host: settings.HOST, port: settings.PORT, strictPort: true }
	});
	await server.listen();
	process.send?.({ kind: 'listening' });
	stopWithStarter(async () => {
		await server.close();
		await close();
	});
}

await serve();
