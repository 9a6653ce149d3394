import { get } from 'node:http';
import { expect, test } from './visitor.ts';

/** Bytes as they travel. */
function weigh(url: string): Promise<number> {
	return new Promise((resolve, reject) => {
		get(url, { headers: { 'accept-encoding': 'br, gzip' } }, (response) => {
			let bytes = 0;
			response.on('data', (chunk: Buffer) => (bytes += chunk.length));
			response.on('end', () => resolve(response.statusCode === 200 ? bytes : Number.NaN));
		}).on('error', reject);
	});
}

test('what the app keeps from the start weighs at most 600 kB', async ({
	request,
	baseURL
}, info) => {
	const worker = await (await request.get('/service-worker.js')).text();
	const paths = [...worker.matchAll(/url"?:\s*"([^"]+)"/g)].map(([, path = '']) => path);

	let bytes = 0;
	for (const path of paths) bytes += await weigh(`${baseURL ?? ''}/${path}`);

	info.annotations.push({
		type: 'precache',
		description: `${(bytes / 1000).toFixed(1)} kB in ${paths.length} files`
	});
	expect(paths).toContain('shell');
	expect(bytes).toBeLessThanOrEqual(600_000);
});
