import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const domains = [
	'bookings',
	'centres',
	'resources',
	'events',
	'groups',
	'people',
	'ideas',
	'notifications'
];
const foundations = ['calendar', 'i18n', 'supabase', 'ui'];

/** How a module of `folders` is written in an import: by alias or by a relative path. */
const inside = (folders, rest = '') =>
	`^(\\$lib|(\\.\\./)+(src/)?(lib)?)/?(${folders.join('|')})/${rest}`;

const border = (files, patterns, ignores = []) => ({
	files,
	ignores,
	rules: { 'no-restricted-imports': ['error', { patterns }] }
});

const noRoutes = {
	regex: '(^|/)routes/',
	message: 'Routes are composed from lib, not the other way: move what you need into its domain.'
};
const noServer = {
	regex: '^(\\$lib|(\\.\\./)+)/?server/',
	message: 'Server code must not reach the browser: fetch an endpoint under /api instead.'
};
const noClient = {
	regex: 'supabase/client|^@supabase/supabase-js$',
	allowTypeImports: true,
	message: 'Only data.ts of a domain talks to Supabase: add a function there and call that.'
};

/**
 * routes → domain components → domain logic and data → calendar, ui, supabase, i18n.
 * One block per kind of folder; later blocks replace earlier ones for the same file.
 */
const borders = [
	border(['src/lib/**/*.{ts,svelte}'], [noRoutes, noServer, noClient], ['src/lib/server/**']),
	border(
		foundations.map((name) => `src/lib/${name}/**/*.{ts,svelte}`),
		[
			noRoutes,
			noServer,
			{
				regex: inside([...domains, 'offline', 'frame']),
				message: 'This folder is below the domains: pass what it needs as an argument or prop.'
			}
		]
	),
	border(
		['src/lib/ui/**/*.{ts,svelte}'],
		[
			noRoutes,
			noServer,
			{
				regex: inside([...domains, 'offline', 'frame', 'calendar', 'supabase', 'i18n']),
				message: 'ui knows no domain and no words: take text and data as props.'
			}
		]
	),
	...domains.map((name) =>
		border(
			[`src/lib/${name}/**/*.{ts,svelte}`],
			[
				noRoutes,
				noServer,
				{
					regex: inside(
						domains.filter((other) => other !== name),
						'data(\\.ts)?$'
					),
					allowTypeImports: true,
					message: 'A domain does not call the data of another: load both in the route, or sink it.'
				}
			]
		)
	),
	// Inside a domain, data.ts is the one that may hold the client.
	border(
		domains.map((name) => `src/lib/${name}/**/*.svelte`),
		[noRoutes, noServer, noClient]
	),
	border(
		['src/routes/**/*.{ts,svelte}'],
		[noClient],
		['src/routes/**/+server.ts', 'src/routes/**/*.server.ts']
	),
	border(
		['src/lib/server/**/*.ts'],
		[
			noRoutes,
			{ regex: '\\.svelte$', message: 'The server renders no components itself: share the logic.' }
		]
	)
];

export default ts.config(
	{
		ignores: [
			'**/.svelte-kit/**',
			'build/**',
			'.data/**',
			'src/lib/i18n/paraglide/**',
			'src/lib/supabase/database.types.ts',
			'test-results/**',
			'playwright-report/**'
		]
	},
	js.configs.recommended,
	{
		files: ['**/*.{ts,svelte}'],
		extends: [ts.configs.strictTypeChecked]
	},
	svelte.configs.recommended,
	svelte.configs.prettier,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: {
				projectService: true,
				tsconfigRootDir: import.meta.dirname,
				extraFileExtensions: ['.svelte']
			}
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		files: ['**/*.{ts,svelte}'],
		rules: {
			'no-undef': 'off',
			'@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/consistent-type-definitions': ['error', 'type'],
			'@typescript-eslint/no-floating-promises': 'error',
			// JSON that we wrote ourselves is annotated where it is read: const centre: CentreJson = …
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{ allowNumber: true, allowBoolean: false, allowNever: false }
			],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			// Kit's own way to leave a load or an action: throw error(…), throw redirect(…).
			'@typescript-eslint/only-throw-error': [
				'error',
				{ allow: [{ from: 'package', package: '@sveltejs/kit', name: ['HttpError', 'Redirect'] }] }
			],
			'@typescript-eslint/no-unnecessary-condition': [
				'error',
				{ allowConstantLoopConditions: 'only-allowed-literals' }
			],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }]
		}
	},
	{
		// Kit's own types are interfaces that merge.
		files: ['src/app.d.ts'],
		rules: { '@typescript-eslint/consistent-type-definitions': 'off' }
	},
	{
		files: ['**/*.svelte'],
		rules: {
			// ESLint cannot see the types of components and of a page's data; svelte-check can.
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			'svelte/button-has-type': 'error',
			'svelte/no-at-html-tags': 'error',
			'svelte/require-each-key': 'error',
			'svelte/no-target-blank': 'error',
			'svelte/block-lang': ['error', { script: 'ts' }],
			// A Set that is replaced as a whole needs no proxy; svelte-check finds the ones that do.
			'svelte/prefer-svelte-reactivity': 'off',
			// Addresses carry the language and go through link() of i18n/links.ts.
			'svelte/no-navigation-without-resolve': 'off',
			// `let { a } = $props()` is how Svelte writes it.
			'prefer-const': 'off',
			'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$state'] }]
		}
	},
	{
		// The only {@html}: its text comes from the one sanitiser.
		files: ['src/lib/ui/RichText.svelte'],
		rules: { 'svelte/no-at-html-tags': 'off' }
	},
	{
		files: ['src/**/*.{ts,svelte}'],
		ignores: ['src/lib/calendar/now.ts', 'src/lib/server/**', 'src/**/*.test.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: "NewExpression[callee.name='Date'][arguments.length=0]",
					message: 'Ask now() of calendar/now.ts, so that tests can set the clock.'
				},
				{
					selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
					message: 'Ask now() of calendar/now.ts, so that tests can set the clock.'
				}
			]
		}
	},
	{
		// Playwright reads from the pattern what a fixture needs, also when that is nothing.
		files: ['tests/e2e/**/*.ts'],
		rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] }
	},
	...borders
);
