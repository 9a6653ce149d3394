import type { ServerResponse } from 'node:http';

/**
 * A refusal by the gateway itself. `code` is what the app's error table knows; `msg` is where
 * supabase-js looks for a text when nobody maps the code.
 */
export function refuse(
	response: ServerResponse,
	status: number,
	code: string,
	retryAfterSeconds?: number
): void {
	if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
	answerJson(response, status, { code, error_code: code, msg: code, message: code });
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
	const text = JSON.stringify(body);
	response.writeHead(status, {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(text),
		'cache-control': 'no-store'
	});
	response.end(text);
}
