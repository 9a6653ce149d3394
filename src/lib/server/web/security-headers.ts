import type { Middleware } from '../gateway/gateway.ts';

const NO_DOCUMENT = /^\/(_app\/immutable|api)\//;

/** Headers of every answer, static files too; SvelteKit adds the policy for scripts to pages. */
export function securityHeaders(origin: string): Middleware {
	const isSecure = origin.startsWith('https:');
	return (request, response, next) => {
		response.setHeader('x-content-type-options', 'nosniff');
		if (isSecure) response.setHeader('strict-transport-security', 'max-age=31536000');
		// Scripts, styles and JSON are no documents, so the rest means nothing to them; a first visit
		// loads some twenty of them, and each header counts.
		if (NO_DOCUMENT.test(request.url ?? '')) {
			next();
			return;
		}
		response.setHeader('x-frame-options', 'DENY');
		response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
		response.setHeader('cross-origin-opener-policy', 'same-origin');
		response.setHeader(
			'permissions-policy',
			'camera=(self), geolocation=(self), microphone=(), payment=()'
		);
		next();
	};
}
