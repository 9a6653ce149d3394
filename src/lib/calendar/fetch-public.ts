import { error } from '@sveltejs/kit';

/**
 * Asks one of our own public endpoints, whose JSON is what the database made of its own data. A
 * refusal becomes SvelteKit's error with the code as its message ('centre.unknown'); without a
 * network (and nothing kept) the TypeError of `fetch` comes through.
 */
export async function fetchPublic(fetch: typeof globalThis.fetch, path: string): Promise<Response> {
	const response = await fetch(path);
	if (!response.ok) error(response.status, await codeOf(response));
	return response;
}

async function codeOf(response: Response): Promise<string> {
	try {
		const { error: code }: { error?: unknown } = await response.json();
		return typeof code === 'string' ? code : 'unexpected';
	} catch {
		// Not our endpoint's answer: a proxy's page, or nothing at all.
		return 'unexpected';
	}
}
