import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig } from 'vitest/config';
import { messageCompiler } from './src/lib/i18n/message-compiler.ts';

/**
 * Left alone, every icon, message and small component that two pages share becomes a file of its
 * own: 57 of them on a first visit, where headers weigh more than code. These groups put together
 * what is needed together: `base` by nearly every page, `programme` by what shows a schedule,
 * `pieces` by the frame and most pages, `keeping` once a page is there. What only forms need stays out of them.
 */
const chunks = [
	{
		name: 'base',
		priority: 3,
		minShareCount: 14,
		// Named, because forms and personal pages share zod, and the words of refusals, often enough to
		// count as everybody.
		test: /node_modules\/(svelte|@sveltejs|esm-env|clsx|@date-fns)\/|vite\/preload-helper|lib\/(calendar\/(?!lengths)|frame\/)|lib\/ui\/(?!Card|Check|Chip|Dialog|Disclosure|Empty|Error|Field|Notice|Pill|RichText|Select|Skeleton|Stepper|Text)|lib\/i18n\/(?!paraglide\/messages\/(?!calendar_|frame_))|people\/session|offline\/connection/
	},
	{
		name: 'programme',
		priority: 2,
		minShareCount: 2,
		test: /lib\/calendar\/(?!lengths)|centres\/(centre|data)\.|resources\/(free-time|filter|agenda|resource)\.|bookings\/(availability|holds)\.|messages\/calendar_/
	},
	{
		name: 'keeping',
		priority: 2,
		test: /lib\/offline\/(start|registration|prefetch|programme-cache|probe)\./
	},
	{
		name: 'pieces',
		priority: 1,
		minShareCount: 2,
		test: /lib\/ui\/(Button|LinkButton|ChipLink|Pill|toasts|chip|button)|lib\/frame\/|lib\/i18n\/(?!paraglide)|messages\/(frame_|offline_page)|people\/session|lib\/offline\/(connection|unsaved|update|worker-message|programme-cache)|icons\/(x|plus|circle-check|chevron-|user-round|calendar-days)/
	}
];

/**
 * Nearly all of what a first page loads also runs at once. Told so, the browser compiles it while it
 * arrives, beside the page's own thread: the page comes to life in two thirds of the time
 * (https://v8.dev/blog/explicit-compile-hints).
 */
function hint({ isEntry, name }: { isEntry: boolean; name: string }): string {
	const isFirst = isEntry || ['base', 'programme', 'pieces'].includes(name);
	return isFirst ? '//# allFunctionsCalledOnLoad' : '';
}

export default defineConfig({
	plugins: [
		paraglideVitePlugin(messageCompiler),
		sveltekit(),
		{
			// Lucide's icons bring settings by context, class merging and aliases along, on every page.
			name: 'slim-icons',
			enforce: 'pre',
			resolveId(source, importer) {
				const isIcon = source === '../Icon.svelte' && importer?.includes('@lucide/svelte');
				return isIcon ? fileURLToPath(new URL('./src/lib/ui/Icon.svelte', import.meta.url)) : null;
			}
		},
		{
			// Svelte's class for custom elements does something as it loads, so it never goes by itself;
			// no component here is one.
			name: 'no-custom-elements',
			enforce: 'pre',
			load: (id) =>
				id.endsWith('svelte/src/internal/client/dom/elements/custom-element.js')
					? 'export const create_custom_element = undefined;'
					: null
		},
		{
			name: 'few-chunks',
			config: (_config, { isSsrBuild }) =>
				isSsrBuild
					? undefined
					: {
							build: {
								rolldownOptions: { output: { codeSplitting: { groups: chunks }, postBanner: hint } }
							}
						}
		},
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
