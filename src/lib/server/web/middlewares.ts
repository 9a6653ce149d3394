import postgres from 'postgres';
import { addressTrust } from '../gateway/client-address.ts';
import { createGateway, type Middleware } from '../gateway/gateway.ts';
import { createLimits } from '../gateway/limits.ts';
import { createHealth } from './health.ts';
import { securityHeaders } from './security-headers.ts';
import type { WebSettings } from './web-environment.ts';

/** What stands before SvelteKit's handler, in production and under Vite alike. */
export function createMiddlewares(settings: WebSettings): {
	middlewares: Middleware[];
	close: () => Promise<void>;
} {
	const sql = postgres(settings.DATABASE_URL, {
		max: 3,
		connect_timeout: 3,
		backoff: (attempt: number) => Math.min(0.1 * 2 ** attempt, 1),
		connection: { application_name: 'mam-web' },
		onnotice: () => undefined
	});
	const middlewares = [securityHeaders(settings.ORIGIN), createHealth(sql, settings)];
	if (settings.MAM_GATEWAY === '1') {
		middlewares.push(
			createGateway({
				apiUrl: settings.MAM_SUPABASE_URL,
				origin: settings.ORIGIN,
				limits: createLimits(sql, settings.DATABASE_URL),
				trust: addressTrust(process.env)
			})
		);
	}
	return { middlewares, close: () => sql.end({ timeout: 2 }) };
}
