import { env as publicEnv } from '$env/dynamic/public';
import { env } from '$env/dynamic/private';

/** The database refused a read by one of its rules; `code` is that of domain.md. */
export class Refused extends Error {
	code: string;

	constructor(code: string) {
		super(code);
		this.name = 'Refused';
		this.code = code;
	}
}

/**
 * Reads from Supabase's REST interface as anonymous, over the loopback address when there is one:
 * what comes back is public and may be kept for everybody. A body makes it a function call.
 */
export async function readAsAnonymous(path: string, body?: object): Promise<string> {
	const base = env['MAM_SUPABASE_URL'] || publicEnv['PUBLIC_SUPABASE_URL'];
	const response = await fetch(`${base}/rest/v1/${path}`, {
		headers: {
			apikey: publicEnv['PUBLIC_SUPABASE_PUBLISHABLE_KEY'] ?? '',
			'content-type': 'application/json'
		},
		...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
		signal: AbortSignal.timeout(10_000)
	});
	const text = await response.text();
	if (response.ok) return text;
	throw refusal(text) ?? new Error(`Supabase answered ${response.status}: ${text.slice(0, 300)}`);
}

function refusal(text: string): Refused | undefined {
	try {
		const { code, details }: { code?: unknown; details?: unknown } = JSON.parse(text);
		if (code !== 'P0001' || typeof details !== 'string') return undefined;
		const { error }: { error?: unknown } = JSON.parse(details);
		return typeof error === 'string' ? new Refused(error) : undefined;
	} catch {
		return undefined;
	}
}
