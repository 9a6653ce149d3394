/**
 * How the message files become code: by Vite as it builds and serves, and by
 * `node src/lib/i18n/compile-messages.ts` for what only reads types.
 */
export const messageCompiler = {
	project: './src/lib/i18n/project.inlang',
	outdir: './src/lib/i18n/paraglide',
	// The language is in the address: hooks.server.ts and hooks.client.ts read it there and tell
	// Paraglide. No cookie, so that public pages stay the same for everyone.
	strategy: ['globalVariable' as const, 'baseLocale' as const],
	emitReadme: false
};
