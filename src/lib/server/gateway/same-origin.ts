import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from a page of ours, or from no page at all. Sessions travel in a header
 * and not in a cookie, so this guards the addresses that work without one: sending codes.
 */
export function isSameOrigin(request: IncomingMessage, origin: string): boolean {
	const site = request.headers['sec-fetch-site'];
	if (site === 'cross-site' || site === 'same-site') return false;
	const from = request.headers.origin;
	if (from === undefined || from === origin) return true;
	// The same server under another of its names, such as 127.0.0.1 for localhost.
	return URL.canParse(from) && new URL(from).host === request.headers.host;
}
