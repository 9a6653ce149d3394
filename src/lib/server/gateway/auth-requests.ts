import { z } from 'zod';
import type { AuthAction } from './served-path.ts';

/** A request to the auth API, read once and written anew: the child sees what was checked. */
export type AuthRequest =
	| { kind: 'send-code'; email: string; body: string; query: string }
	| { kind: 'verify-code'; email: string; body: string; query: string }
	| { kind: 'password'; email: string; body: string; query: string }
	| { kind: 'refresh'; body: string; query: string }
	| { kind: 'other'; body: string; query: string };

/** As lite compares them. */
const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());

const SendCode = z.object({
	email: Email,
	data: z
		.object({ locale: z.enum(['pl', 'en', 'uk']) })
		.optional()
		.catch(undefined)
});

/**
 * By e-mail and code only. `token_hash` would do as well for the child, but a hash of e-mail and
 * code can be made by anyone who guesses codes, past the count of wrong guesses.
 */
const VerifyCode = z.object({
	email: Email,
	token: z.string().regex(/^\d{6}$/),
	type: z.enum(['email', 'magiclink'])
});

const Password = z.object({ email: Email, password: z.string().min(1).max(72) });

const Refresh = z.object({ refresh_token: z.string().min(1).max(255) });

/** One's own name for oneself and one's password; changing the e-mail address is not offered. */
const ChangeUser = z.strictObject({
	password: z.string().min(10).max(72).optional(),
	data: z.record(z.string().max(40), z.union([z.string().max(200), z.boolean()])).optional()
});

/** Undefined when it is not a request that the app makes. */
export function readAuthRequest(
	action: AuthAction,
	method: string,
	query: URLSearchParams,
	body: Buffer
): AuthRequest | undefined {
	if (method === 'GET') return { kind: 'other', body: '', query: '' };
	const json = parseJson(body.toString('utf8'));
	switch (action) {
		case 'otp':
			return readSendCode(json);
		case 'verify':
			return readVerifyCode(json);
		case 'token':
			return readToken(query.getAll('grant_type'), json);
		case 'user':
			return readChangeUser(json);
		case 'logout':
			return readLogout(query.get('scope') ?? 'global');
		default:
			return undefined;
	}
}

function readSendCode(json: unknown): AuthRequest | undefined {
	const { data } = SendCode.safeParse(json);
	if (data === undefined) return undefined;
	// Always as somebody new: an unknown address must not be answered differently.
	const body = JSON.stringify({ ...data, create_user: true });
	return { kind: 'send-code', email: data.email, body, query: '' };
}

function readVerifyCode(json: unknown): AuthRequest | undefined {
	const { data } = VerifyCode.safeParse(json);
	if (data === undefined) return undefined;
	return { kind: 'verify-code', email: data.email, body: JSON.stringify(data), query: '' };
}

function readToken(grantTypes: string[], json: unknown): AuthRequest | undefined {
	const [grantType, ...more] = grantTypes;
	if (more.length > 0) return undefined;
	const query = `grant_type=${grantType ?? ''}`;
	if (grantType === 'password') {
		const { data } = Password.safeParse(json);
		if (data === undefined) return undefined;
		return { kind: 'password', email: data.email, body: JSON.stringify(data), query };
	}
	if (grantType !== 'refresh_token') return undefined;
	const { data } = Refresh.safeParse(json);
	return data === undefined ? undefined : { kind: 'refresh', body: JSON.stringify(data), query };
}

function readChangeUser(json: unknown): AuthRequest | undefined {
	const { data } = ChangeUser.safeParse(withoutNulls(json));
	return data === undefined ? undefined : { kind: 'other', body: JSON.stringify(data), query: '' };
}

/** supabase-js sends `code_challenge: null` along. */
function withoutNulls(json: unknown): unknown {
	if (typeof json !== 'object' || json === null) return json;
	return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
}

function readLogout(scope: string): AuthRequest | undefined {
	if (!['global', 'local', 'others'].includes(scope)) return undefined;
	return { kind: 'other', body: '{}', query: `scope=${scope}` };
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
