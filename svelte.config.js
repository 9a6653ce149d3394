import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-node';

const page = readFileSync(new URL('./src/app.html', import.meta.url), 'utf8');

/** The theme script in app.html runs before the first paint, so it is inline: allowed by its hash. */
const inlineScripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
	([, body = '']) => `sha256-${createHash('sha256').update(body).digest('base64')}`
);

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: {
		runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true)
	},
	kit: {
		adapter: adapter({ precompress: true }),
		// Small style sheets stand in the page itself (allowed by their hash): fewer requests.
		inlineStyleThreshold: 4096,
		// The offline shell is served at every address, so asset paths must not be relative.
		paths: { relative: false },
		// Registered by our own code, together with the update prompt.
		serviceWorker: { register: false },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', ...inlineScripts],
				'style-src': ['self'],
				// Only positions in calendars (style:left and the like); no rules, no addresses.
				'style-src-attr': ['unsafe-inline'],
				'img-src': ['self', 'data:'],
				// hooks.server.ts narrows this to our own address and Supabase's, known at run time.
				'connect-src': ['self', 'https:'],
				'worker-src': ['self'],
				'manifest-src': ['self'],
				'object-src': ['none'],
				'frame-src': ['none'],
				'base-uri': ['self'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		}
	}
};
