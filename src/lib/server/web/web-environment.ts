import { z } from 'zod';

/** What the web process itself reads of what the starter tells it (boot/web-environment.ts). */
const Environment = z.object({
	HOST: z.string(),
	PORT: z.coerce.number(),
	ORIGIN: z.string(),
	DATABASE_URL: z.string(),
	MAM_SUPABASE_URL: z.string(),
	PUBLIC_SUPABASE_PUBLISHABLE_KEY: z.string(),
	/** '1' when REST and auth are ours to pass on; '0' when browsers reach Supabase themselves. */
	MAM_GATEWAY: z.enum(['0', '1'])
});

export type WebSettings = z.infer<typeof Environment>;

export function readWebSettings(variables: Record<string, string | undefined>): WebSettings {
	return Environment.parse(variables);
}
