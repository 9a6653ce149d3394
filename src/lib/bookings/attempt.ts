import * as z from 'zod/mini';

/**
 * The idempotency key of what is being sent. It stays the same while nobody knows whether the
 * request arrived (no network, a reload in between), so that trying again can never book twice; it
 * is new for other content and after every answer, a refusal included: the database would repeat
 * that refusal to its key even when the room has become free.
 */
const storageKey = 'mam-attempt';
const stored = z.object({ content: z.string(), key: z.string() });

/** The key for this content, kept in this tab until `settle`. */
export function keyFor(content: unknown): string {
	const wanted = JSON.stringify(content);
	const known = read();
	if (known?.content === wanted) return known.key;
	const key = crypto.randomUUID();
	sessionStorage.setItem(storageKey, JSON.stringify({ content: wanted, key }));
	return key;
}

/** An answer came. */
export function settle(): void {
	sessionStorage.removeItem(storageKey);
}

function read(): z.infer<typeof stored> | undefined {
	try {
		return stored.safeParse(JSON.parse(sessionStorage.getItem(storageKey) ?? 'null')).data;
	} catch {
		return undefined;
	}
}
