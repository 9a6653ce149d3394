import { defineConfig } from 'vitest/config';

/** Tests of the whole process tree start what they need themselves; the rest share one backend. */
const server = ['integration/boot*.test.ts', 'integration/gateway*.test.ts'];

export default defineConfig({
	cacheDir: '../node_modules/.vite/tests',
	test: {
		root: import.meta.dirname,
		globalSetup: 'integration/backend.setup.ts',
		projects: [
			{
				test: {
					name: 'server',
					root: import.meta.dirname,
					include: server,
					testTimeout: 60_000,
					hookTimeout: 60_000
				}
			},
			{
				test: {
					name: 'database',
					// Nothing here changes what the next file imports.
					isolate: false,
					root: import.meta.dirname,
					include: ['integration/**/*.test.ts'],
					exclude: server,
					testTimeout: 30_000,
					hookTimeout: 30_000
				}
			},
			{
				// The REST tests once more, on the real PostgREST.
				test: {
					name: 'conformance',
					isolate: false,
					root: import.meta.dirname,
					include: ['integration/rest/**/*.test.ts', 'conformance/**/*.test.ts'],
					env: { MAM_TEST_API: 'postgrest' },
					testTimeout: 30_000,
					hookTimeout: 30_000
				}
			}
		]
	}
});
