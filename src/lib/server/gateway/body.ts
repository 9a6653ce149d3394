import type { IncomingMessage } from 'node:http';

/** No request of the app comes near it. */
export const MAX_BODY_BYTES = 256 * 1024;

/** The whole body, or undefined when it is larger than we take; then the rest is not read. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
	const announced = Number(request.headers['content-length'] ?? 0);
	if (announced > MAX_BODY_BYTES) return undefined;
	const chunks: Buffer[] = [];
	let size = 0;
	return await new Promise((resolve, reject) => {
		request.on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size <= MAX_BODY_BYTES) {
				chunks.push(chunk);
				return;
			}
			request.pause();
			resolve(undefined);
		});
		request.on('end', () => resolve(Buffer.concat(chunks)));
		request.on('error', reject);
		request.on('aborted', () => reject(new Error('the client went away')));
	});
}
