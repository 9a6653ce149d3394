import { z } from 'zod';

const Verification = z.looseObject({ type: z.literal('email') });

/**
 * Where lite 0.10 reads a request otherwise than a hosted Supabase.
 *
 * `verifyOtp({ type: 'email' })` is how Supabase's documentation verifies an e-mailed code; lite
 * knows the same thing by its older name only.
 */
export function asLiteReadsIt(path: string, body: string): string {
	if (!path.startsWith('/auth/v1/verify')) return body;
	const verification = Verification.safeParse(parseJson(body));
	if (!verification.success) return body;
	return JSON.stringify({ ...verification.data, type: 'magiclink' });
}

export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
