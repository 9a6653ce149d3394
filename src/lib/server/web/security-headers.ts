import type { Middleware } from '../gateway/gateway.ts';

/** Headers of every answer, static files too; SvelteKit adds the policy for scripts to pages. */
export function securityHeaders(origin: string): Middleware {
	const isSecure = origin.startsWith('https:');
	return (_request, response, next) => {
		response.setHeader('x-content-type-options', 'nosniff');
		response.setHeader('x-frame-options', 'DENY');
		response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
		response.setHeader('cross-origin-opener-policy', 'same-origin');
		response.setHeader(
			'permissions-policy',
			'camera=(self), geolocation=(self), microphone=(), payment=()'
		);
		if (isSecure) response.setHeader('strict-transport-security', 'max-age=31536000');
		next();
	};
}
