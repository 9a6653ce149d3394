import type { AuthError, Session as AuthSession } from '@supabase/supabase-js';
import { isLocale, type Locale } from '../i18n/address.ts';
import { browserClient } from '../supabase/client.ts';
import { AppError, toAppError } from '../supabase/errors.ts';
import { forgetPerson, readSession, rememberName, session } from './session.svelte.ts';

/** The only place that talks to Supabase about people. Everything throws AppError. */

export type Profile = {
	displayName: string | null;
	phone: string | null;
	locale: Locale;
	/** Whether notifications come by e-mail too. */
	mails: boolean;
};

/** The demo people whom one tap signs in; only in demo mode. */
export type DemoPart = 'resident' | 'editor' | 'animator' | 'coordinator';

/** Sends a 6-digit code; makes the account when the address is new. */
export async function requestCode(email: string, locale: Locale): Promise<void> {
	const { auth } = await browserClient();
	const { error } = await auth.signInWithOtp({
		email,
		options: { shouldCreateUser: true, data: { locale } }
	});
	if (error) throw authError(error);
}

/** `auth.code_wrong` for a wrong, used or expired code alike. */
export async function verifyCode(email: string, code: string): Promise<void> {
	const { auth } = await browserClient();
	const { error } = await auth.verifyOtp({ email, token: code, type: 'email' });
	if (error) throw authError(error, 'auth.code_wrong');
	await signedIn();
}

export async function signInWithPassword(email: string, password: string): Promise<void> {
	const { auth } = await browserClient();
	const { error } = await auth.signInWithPassword({ email, password });
	if (error) throw authError(error, 'auth.password_wrong');
	await signedIn();
}

export async function signInAsDemo(person: DemoPart): Promise<void> {
	const response = await fetch('/api/demo/sign-in', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ person })
	}).catch((error: unknown) => {
		throw toAppError(error);
	});
	if (!response.ok) throw toAppError({ status: response.status });
	const tokens: Pick<AuthSession, 'access_token' | 'refresh_token'> = await response.json();
	const { auth } = await browserClient();
	const { error } = await auth.setSession(tokens);
	if (error) throw authError(error);
	await signedIn();
}

/** A password is never needed; who wants one sets it here (at least 8 characters). */
export async function setPassword(password: string): Promise<void> {
	const { auth } = await browserClient();
	const { error } = await auth.updateUser({ password });
	if (error) throw authError(error);
}

/** The person's own profile; also refreshes the name that the frame shows. */
export async function getProfile(): Promise<Profile> {
	const id = ownId();
	const client = await browserClient();
	const { data, error } = await client
		.from('profiles')
		.select('display_name, phone, locale, mails')
		.eq('id', id)
		.maybeSingle();
	if (error) throw toAppError(error);
	// Row security hides every row from a session that ran out.
	if (!data) throw new AppError('auth.required');
	rememberName(id, data.display_name);
	return {
		displayName: data.display_name,
		phone: data.phone,
		locale: isLocale(data.locale) ? data.locale : 'pl',
		mails: data.mails
	};
}

/** Changes what is given; an empty phone removes it. `request.invalid {field}` when refused. */
export async function saveProfile(changes: {
	displayName?: string;
	phone?: string;
	locale?: Locale;
	mails?: boolean;
}): Promise<void> {
	const id = ownId();
	const displayName = changes.displayName?.trim();
	const phone = changes.phone?.trim();
	const client = await browserClient();
	const { data, error } = await client
		.from('profiles')
		.update({
			...(displayName === undefined ? {} : { display_name: displayName }),
			...(phone === undefined ? {} : { phone: phone || null }),
			...(changes.locale === undefined ? {} : { locale: changes.locale }),
			...(changes.mails === undefined ? {} : { mails: changes.mails })
		})
		.eq('id', id)
		.select('display_name');
	if (error) throw toAppError(error);
	if (data.length === 0) throw new AppError('auth.required');
	if (displayName !== undefined) rememberName(id, displayName);
}

/** Wipes the device first, which also works offline; then ends the session at Supabase. */
export async function signOut(): Promise<void> {
	const client = await browserClient().catch(() => null);
	// 'local': other devices of the person stay signed in. It also empties supabase-js's own memory.
	const ended = client?.auth.signOut({ scope: 'local' }).catch(() => undefined);
	await forgetPerson();
	await ended;
	// Answers with Clear-Site-Data; without a network the wipe above has done what matters.
	await fetch('/api/sign-out', { method: 'POST' }).catch(() => undefined);
}

async function signedIn(): Promise<void> {
	readSession();
	// The name is a nicety of the frame; the sign-in stands without it.
	await getProfile().catch(() => undefined);
}

function ownId(): string {
	if (!session.person) throw new AppError('auth.required');
	return session.person.id;
}

const authCodes: Record<string, string> = {
	otp_expired: 'auth.code_wrong',
	invalid_credentials: 'auth.password_wrong',
	email_address_invalid: 'auth.email_invalid',
	validation_failed: 'auth.email_invalid',
	weak_password: 'auth.password_weak',
	over_request_rate_limit: 'auth.too_many_tries',
	over_email_send_rate_limit: 'auth.too_many_tries',
	session_expired: 'auth.required',
	session_not_found: 'auth.required',
	refresh_token_not_found: 'auth.required'
};

/** `refused` is what a 4xx without a code that we know means here. */
function authError(error: AuthError, refused?: string): AppError {
	const known = authCodes[error.code ?? ''];
	if (known) return new AppError(known, {}, { cause: error });
	if (error.status === 429) return new AppError('auth.too_many_tries', {}, { cause: error });
	const isRefusal = error.status !== undefined && error.status >= 400 && error.status < 500;
	if (refused && isRefusal) return new AppError(refused, {}, { cause: error });
	return toAppError(error);
}
