import type { RouteHandlerCallback, RouteMatchCallback } from 'workbox-core';
import { isOurJson } from './genuine.ts';
import { keep, keptProgramme } from './keep.ts';
import { tellPages } from './tell.ts';

/** The list of centres, a centre, its notes and its schedules: public, the same for everyone. */
const programme = /^\/api\/(?:centres|[a-z0-9-]+(?:\/schedule\/\d{4}-W\d{2}|\/notes)?)$/;
/** Endpoints of one segment that are no centre. */
const notCentres = /^\/api\/(?:demo|live|sign-out)$/;

/** How long somebody who asks for the newest waits before what is kept has to do, in milliseconds. */
const patience = 4_000;
/** An answer that says the same, but so much later, is news as well: pages show its time. */
const noticeable = 60_000;

export const isProgramme: RouteMatchCallback = ({ request, url, sameOrigin }) =>
	sameOrigin &&
	url.search === '' &&
	programme.test(url.pathname) &&
	!notCentres.test(url.pathname) &&
	!request.headers.has('authorization') &&
	request.cache !== 'no-store';

/**
 * What is kept is shown at once and renewed behind it; when it differs, the pages are told. A
 * request with `cache: 'no-cache'` (after a booking, say) waits for the server as long as that is
 * reasonable.
 */
export const keepProgramme: RouteHandlerCallback = async ({ request, url, event }) => {
	const kept = await keptProgramme(request);
	const renewing = renew(url.pathname, kept?.clone());
	event.waitUntil(renewing);
	if (!kept) return (await renewing) ?? Response.error();
	if (request.cache !== 'no-cache') return kept;
	return (await Promise.race([renewing, wait(patience)])) ?? kept;
};

/**
 * Asks the server. Nothing when it cannot be reached, or somebody else answers for it; an answer
 * such as "too many requests" only when nothing better is kept.
 */
async function renew(path: string, kept: Response | undefined): Promise<Response | undefined> {
	// Always past the HTTP cache, which may answer with something older for a while.
	const response = await fetch(path, { cache: 'no-cache' }).catch(() => undefined);
	if (!response || !isOurJson(response) || !saysSomething(response)) {
		await tellPages({ type: 'unreachable', path, asOf: kept?.headers.get('date') ?? null });
		return response && !kept && !response.ok ? response : undefined;
	}
	await keep(path, response.clone());
	await tellPages({ type: 'answered', path, isNews: kept !== undefined && isNews(kept, response) });
	return response;
}

/** The thing itself, or that there is no such thing. */
function saysSomething({ status }: Response): boolean {
	return status === 200 || status === 404 || status === 400;
}

function isNews(kept: Response, response: Response): boolean {
	const tag = response.headers.get('etag');
	if (!tag || tag !== kept.headers.get('etag')) return true;
	return dateOf(response) - dateOf(kept) > noticeable;
}

function dateOf(response: Response): number {
	return Date.parse(response.headers.get('date') ?? '') || 0;
}

function wait(milliseconds: number): Promise<undefined> {
	return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
}
