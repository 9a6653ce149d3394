import { env } from '$env/dynamic/private';
import { env as publicEnv } from '$env/dynamic/public';
import { demoPassword } from '../boot/seed.ts';

/** The session that the auth API gives to a demo person, or undefined when it does not answer. */
export async function signInDemoPerson(email: string, demoSecret: string): Promise<unknown> {
	const headers = {
		apikey: publicEnv.PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? '',
		'content-type': 'application/json'
	};
	const body = JSON.stringify({ email, password: demoPassword(demoSecret, email) });
	const address = `${env.MAM_SUPABASE_URL ?? ''}/auth/v1/token?grant_type=password`;
	try {
		const response = await fetch(address, { method: 'POST', headers, body });
		const session: unknown = await response.json();
		return response.ok ? session : undefined;
	} catch {
		return undefined;
	}
}
