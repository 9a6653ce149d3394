import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
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
		sveltekit(),
		{
			// The PWA plugin also runs after a failed build, and its complaint hides the real one.
			name: 'say-why-the-build-failed',
			buildEnd(error) {
				if (error) this.warn(error.message);
			}
		},
		// Kit builds src/service-worker; this writes into it what it keeps from the start. Kit and the
		// plugin are told not to register it: lib/offline/registration.ts does, with a prompt.
		SvelteKitPWA({
			strategies: 'injectManifest',
			srcDir: 'src/service-worker',
			filename: 'service-worker.js',
			injectRegister: false,
			manifest: false,
			injectManifest: {
				// Given, so that the plugin adds no patterns of its own.
				modifyURLPrefix: {},
				globPatterns: ['client/_app/immutable/**/*.{js,css}', 'prerendered/pages/shell.html'],
				globIgnores: ['server/**']
			}
		})
	],
	test: {
		include: ['src/**/*.test.ts'],
		environment: 'node'
	}
});
