import { createHmac } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import { type AppError, toAppError } from '../../src/lib/supabase/errors.ts';
import { backend, isConformance } from './backend.ts';

/** Somebody who calls the API: `token` is null for an anonymous visitor. */
export type Caller = { token: string | null };

export const anonymous: Caller = { token: null };

/** A body that is sent as it stands, whatever it is. */
export class RawBody {
	text: string;
	constructor(text: string) {
		this.text = text;
	}
}

export type Answer = { status: number; body: unknown; headers: Headers };

/** One request as it goes over the wire, with nothing in between: for attacks. */
export async function rest(
	caller: Caller,
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {}
): Promise<Answer> {
	const response = await apiFetch(`${siteOfApi}/rest/v1/${path}`, {
		method,
		headers: {
			apikey: backend.publishableKey,
			...(caller.token === null ? {} : { authorization: `Bearer ${caller.token}` }),
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...headers
		},
		...(body === undefined
			? {}
			: { body: body instanceof RawBody ? body.text : JSON.stringify(body) })
	});
	const text = await response.text();
	return { status: response.status, body: parsed(text), headers: response.headers };
}

export type Outcome = {
	status: number;
	data: unknown;
	/** The typed error that the app would show. */
	error: AppError | undefined;
	/** SQLSTATE or PostgREST code, as answered. */
	code: string | undefined;
};

/** Calls a function by supabase-js, as the app does. */
export async function rpc(
	caller: Caller,
	name: string,
	args: Record<string, unknown> = {}
): Promise<Outcome> {
	const { data, error, status }: SupabaseAnswer = await clientOf(caller).rpc(name, args);
	if (error === null) return { status, data, error: undefined, code: undefined };
	return { status, data: null, error: toAppError({ ...error, status }), code: error.code };
}

type SupabaseAnswer = {
	data: unknown;
	error: { code: string; details: string; message: string } | null;
	status: number;
};

/** The app's own client, acting as the caller. */
export function clientOf({ token }: Caller) {
	return createClient(siteOfApi, backend.publishableKey, {
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
		global: { fetch: apiFetch },
		...(token === null ? {} : { accessToken: () => Promise.resolve(token) })
	});
}

/** A token as the auth server signs it; claims and secret can be wrong on purpose. */
export function signToken(claims: Record<string, unknown>, secret = backend.jwtSecret): string {
	const now = Math.floor(Date.now() / 1000);
	const content = [
		{ alg: 'HS256', typ: 'JWT' },
		{ aud: 'authenticated', role: 'authenticated', iat: now, exp: now + 3600, ...claims }
	].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
	const signature = createHmac('sha256', secret).update(content.join('.')).digest('base64url');
	return [...content, signature].join('.');
}

const siteOfApi = isConformance ? backend.postgrestUrl : backend.apiUrl;

/**
 * PostgREST alone has no /rest/v1 and takes every bearer for a token: what a hosted Supabase's own
 * gateway does about that happens here.
 */
const apiFetch: typeof fetch = (input, init) => {
	if (!isConformance) return fetch(input, init);
	const headers = new Headers(init?.headers);
	if (headers.get('authorization') === `Bearer ${backend.publishableKey}`) {
		headers.delete('authorization');
	}
	const address = input instanceof Request ? input.url : input.toString();
	return fetch(address.replace('/rest/v1/', '/'), { ...init, headers });
};

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
