import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './src/lib/i18n/project.inlang',
			outdir: './src/lib/i18n/paraglide',
			// The language is in the address and nowhere else on the server, so that public pages stay
			// the same for everyone: no cookie.
			strategy: ['url', 'baseLocale'],
			emitReadme: false
		}),
		sveltekit()
		// The service worker (@vite-pwa/sveltekit, injectManifest, src/service-worker.ts) goes here.
	],
	test: {
		include: ['src/**/*.test.ts'],
		environment: 'node'
	}
});
