import { z } from 'zod';

/** Where the mails of the Supabase child go. */
export const MailSettings = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('files'), directory: z.string() }),
	z.object({ kind: z.literal('smtp'), url: z.string(), from: z.string() })
]);

export type MailSettings = z.infer<typeof MailSettings>;

/** Sent as a message rather than by environment or arguments, which other users could read. */
export const ChildConfiguration = z.object({
	databaseUrl: z.string(),
	port: z.number(),
	siteUrl: z.string(),
	jwtSecret: z.string(),
	publishableKey: z.string(),
	secretKey: z.string(),
	/** How long an access token is good for. */
	tokenSeconds: z.number(),
	mail: MailSettings
});

export type ChildConfiguration = z.infer<typeof ChildConfiguration>;

export const ToChild = z.object({
	kind: z.enum(['configure', 'serve']),
	configuration: ChildConfiguration.optional()
});

export const FromChild = z.object({
	kind: z.enum(['prepared', 'serving', 'failed']),
	reason: z.string().optional()
});
