import { error } from '@sveltejs/kit';

/**
 * Public JSON from one of our own endpoints. They answer what the database made, so its shape is
 * trusted. A refusal becomes SvelteKit's error with the code as its message ('centre.unknown');
 * without a network (and nothing kept) the TypeError of `fetch` comes through.
 */
export async function fetchJson<T>(
	fetch: typeof globalThis.fetch,
	path: string
): Promise<{ json: T; date: string | null }> {
	const response = await fetch(path);
	if (!response.ok) error(response.status, await codeOf(response));
	const json: T = await response.json();
	return { json, date: response.headers.get('date') };
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
