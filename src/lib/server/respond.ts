import { json } from '@sveltejs/kit';
import type { Answer } from './answers.ts';
import { Refused } from './rest.ts';

// Browsers ask each time (304 costs nothing); caches in between may help themselves for moments.
const cacheControl = 'public, max-age=0, s-maxage=5, stale-while-revalidate=60';

const statuses: Record<string, number> = {
	'centre.unknown': 404,
	'resource.unknown': 404,
	'schedule.unknown_week': 400,
	'request.invalid': 400
};

/** Sends a kept answer in the best encoding that the reader takes, or 304 when they have it. */
export async function respond(request: Request, reading: Promise<Answer>): Promise<Response> {
	try {
		return send(request, await reading);
	} catch (problem) {
		if (problem instanceof Refused) return refuse(problem.code);
		throw problem;
	}
}

/** A typed refusal: `{"error": "centre.unknown"}`. */
export function refuse(code: string): Response {
	return json({ error: code }, { status: statuses[code] ?? 400 });
}

function send({ headers: asked }: Request, { etag, bytes, brotli, gzip }: Answer): Response {
	const headers: Record<string, string> = {
		'cache-control': cacheControl,
		'content-type': 'application/json',
		date: new Date().toUTCString(),
		etag,
		vary: 'accept-encoding'
	};
	if (asked.get('if-none-match')?.includes(etag)) {
		return new Response(null, { status: 304, headers });
	}
	const accepted = asked.get('accept-encoding') ?? '';
	const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
	const body = encoding === 'br' ? brotli : encoding === 'gzip' ? gzip : bytes;
	if (encoding) headers['content-encoding'] = encoding;
	// Known beforehand, so that Node need not send it in chunks.
	headers['content-length'] = String(body.byteLength);
	return new Response(body, { headers });
}
