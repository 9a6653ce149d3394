/** Asks the server itself, past every cache; a network's own sign-in page is not it. */
export async function isServerThere(): Promise<boolean> {
	const response = await fetch('/healthz', { cache: 'no-store' }).catch(() => undefined);
	const type = response?.headers.get('content-type') ?? '';
	return response?.ok === true && type.startsWith('application/json');
}
