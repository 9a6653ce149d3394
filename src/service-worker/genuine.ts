/**
 * Is an answer ours? A hotel's or a train's network answers everything with its own page, often
 * with status 200: that must never be kept in the place of our files and data.
 */

const types: Record<string, string> = {
	js: 'javascript',
	css: 'text/css',
	svg: 'image/svg+xml',
	png: 'image/png'
};

/** The response when it is what its address promises, else null. For the precache. */
export async function ourFile(response: Response): Promise<Response | null> {
	if (!response.ok || response.redirected) return null;
	const ending = /\.(\w+)$/.exec(new URL(response.url).pathname)?.[1] ?? '';
	const type = response.headers.get('content-type') ?? '';
	if (ending in types) return type.includes(types[ending] ?? '') ? response : null;
	// The shell is a page, as a network's own one would be: ours loads the app.
	const page = await response.clone().text();
	return page.includes('/_app/immutable/entry/start.') ? response : null;
}

/** JSON from our own endpoint, whatever its status. */
export function isOurJson(response: Response): boolean {
	const type = response.headers.get('content-type') ?? '';
	return !response.redirected && type.startsWith('application/json');
}
