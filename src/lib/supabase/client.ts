import type { SupabaseClient } from '@supabase/supabase-js';
import { env } from '$env/dynamic/public';
import type { Database } from './database.types.ts';
import { sessionKey } from './session-key.ts';

let client: Promise<SupabaseClient<Database>> | undefined;

/** The browser's one client, loaded at its first use: who only reads never downloads it. */
export function browserClient(): Promise<SupabaseClient<Database>> {
	client ??= load().catch((error: unknown) => {
		// A failed download (no network) must not be remembered as the answer.
		client = undefined;
		throw error;
	});
	return client;
}

async function load(): Promise<SupabaseClient<Database>> {
	const { createClient } = await import('@supabase/supabase-js');
	const made = createClient<Database>(
		env.PUBLIC_SUPABASE_URL || location.origin,
		env.PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? '',
		{ auth: { storageKey: sessionKey, flowType: 'pkce', detectSessionInUrl: false } }
	);
	// A session that ran out is told like a sign-out in another tab; the root layout listens.
	made.auth.onAuthStateChange((event) => {
		if (event === 'SIGNED_OUT') dispatchEvent(new StorageEvent('storage', { key: sessionKey }));
	});
	return made;
}
