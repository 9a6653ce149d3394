import type { RequestHandler } from './$types';

/**
 * The last step of signing out, after the page has wiped what it kept of the person. The browser
 * empties its HTTP cache of us. Not "storage": that would take the programme of the coming weeks
 * and the chosen theme from the next reader as well, and both are nobody's in particular.
 */
export const POST: RequestHandler = () =>
	new Response(null, {
		status: 204,
		headers: { 'clear-site-data': '"cache"', 'cache-control': 'no-store' }
	});
