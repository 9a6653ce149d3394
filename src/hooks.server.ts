import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Handle, HandleServerError } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { env } from '$env/dynamic/public';
import { localeOf, type Locale } from '$lib/i18n/address.ts';
import { overwriteServerAsyncLocalStorage } from '$lib/i18n/paraglide/runtime.js';
import { log } from '$lib/server/log.ts';

/** What Paraglide looks up while a page of one request is rendered. */
type Reader = { locale?: Locale; origin?: string; messageCalls?: Set<string> };
const reader = new AsyncLocalStorage<Reader>();
overwriteServerAsyncLocalStorage(reader);

/** Messages are in the language of the address. */
const speak: Handle = ({ event, resolve }) => {
	const locale = localeOf(event.url.pathname);
	return reader.run({ locale, origin: event.url.origin }, () =>
		resolve(event, {
			transformPageChunk: ({ html }) => html.replace('%lang%', locale),
			// The schedule's "as of": from when the JSON is that stands in the page.
			filterSerializedResponseHeaders: (name) => name === 'date'
		})
	);
};

const supabaseOrigin = env.PUBLIC_SUPABASE_URL ? new URL(env.PUBLIC_SUPABASE_URL).origin : '';
const connectSrc = `connect-src 'self' ${supabaseOrigin}`.trim();

/** Pages are the same for everyone, so caches between us and the reader may keep them. */
const protect: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const { headers } = response;
	headers.set('x-content-type-options', 'nosniff');
	if (!headers.get('content-type')?.startsWith('text/html')) return response;

	headers.set('referrer-policy', 'strict-origin-when-cross-origin');
	headers.set('x-frame-options', 'DENY');
	headers.set('cross-origin-opener-policy', 'same-origin');
	headers.set('permissions-policy', 'camera=(self), geolocation=(self), microphone=(), payment=()');
	const policy = headers.get('content-security-policy');
	if (policy) {
		headers.set('content-security-policy', policy.replace("connect-src 'self' https:", connectSrc));
	}
	if (!headers.has('cache-control')) headers.set('cache-control', cacheControl(response.status));
	return response;
};

function cacheControl(status: number): string {
	return status === 200
		? 'public, max-age=0, s-maxage=30, stale-while-revalidate=300'
		: 'private, no-store';
}

const page = sequence(speak, protect);

/** JSON has no language and no scripts; what it needs, the web process sets for every answer. */
export const handle: Handle = ({ event, resolve }) =>
	event.url.pathname.startsWith('/api/') ? resolve(event) : page({ event, resolve });

/** Details stay in the log; people get an id that finds them there. */
export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status === 404) return { message: 'not_found' };
	const id = randomUUID().slice(0, 8);
	log.error({ id, status, route: event.route.id, error }, 'a request failed');
	return { message: 'unexpected', id };
};
