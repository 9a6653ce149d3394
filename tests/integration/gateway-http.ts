import { request } from 'node:http';

export type RawAnswer = {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: string;
};

export type RawRequest = {
	method?: string;
	headers?: Record<string, string>;
	body?: string;
};

/** One request whose path goes over the wire as it is written: `fetch` would tidy it up. */
export function rawRequest(
	origin: string,
	path: string,
	{ method = 'GET', headers = {}, body = '' }: RawRequest = {}
): Promise<RawAnswer> {
	const { hostname, port } = new URL(origin);
	const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
	return new Promise((resolve, reject) => {
		const options = { hostname, port, path, method, headers: { ...length, ...headers } };
		const sent = request(options, (answer) => {
			const chunks: Buffer[] = [];
			answer.on('data', (chunk: Buffer) => chunks.push(chunk));
			answer.on('end', () =>
				resolve({
					status: answer.statusCode ?? 0,
					headers: answer.headers,
					body: Buffer.concat(chunks).toString()
				})
			);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}
