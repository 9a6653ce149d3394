import { sessionKey } from '../supabase/session-key.ts';

export type Person = { id: string; email: string; displayName: string | null };

/**
 * Who is signed in on this device. Read from what supabase-js left in localStorage, so that a
 * visitor who never signed in does not download it; the database decides what a person may do.
 */
class Session {
	person = $state<Person | null>(null);
	/** False on the server and until localStorage was read. */
	ready = $state(false);
}

export const session = new Session();

/** Reads localStorage; called once by the root layout after hydration and again on changes. */
export function readSession(): void {
	const stored = storedPerson();
	if (stored?.id === session.person?.id && stored?.email === session.person?.email) {
		if (stored && session.person) session.person.displayName ??= stored.displayName;
	} else {
		session.person = stored;
	}
	session.ready = true;
}

function storedPerson(): Person | null {
	try {
		const stored: unknown = JSON.parse(localStorage.getItem(sessionKey) ?? 'null');
		return personIn(stored);
	} catch {
		return null;
	}
}

/** The person in a session as supabase-js stores it; null when it is not one. */
export function personIn(stored: unknown): Person | null {
	const user = property(stored, 'user');
	const id = property(user, 'id');
	const email = property(user, 'email');
	if (typeof id !== 'string') return null;
	return { id, email: typeof email === 'string' ? email : '', displayName: rememberedName(id) };
}

/** The name as last read from the profile, for the first paint and for offline. */
const nameKey = 'mam-name';

function rememberedName(id: string): string | null {
	const stored: unknown = JSON.parse(localStorage.getItem(nameKey) ?? 'null');
	const name = property(stored, 'id') === id ? property(stored, 'name') : null;
	return typeof name === 'string' ? name : null;
}

export function rememberName(id: string, name: string | null): void {
	localStorage.setItem(nameKey, JSON.stringify({ id, name }));
	if (session.person?.id === id) session.person.displayName = name;
}

const wipes: (() => void | Promise<void>)[] = [];

/** Registers what must be wiped from the device when the person signs out. */
export function onSignOut(wipe: () => void | Promise<void>): void {
	wipes.push(wipe);
}

/** Forgets the person on this device; works offline. `data.ts` then tells Supabase. */
export async function forgetPerson(): Promise<void> {
	localStorage.removeItem(sessionKey);
	localStorage.removeItem(nameKey);
	session.person = null;
	await Promise.allSettled(wipes.map(async (wipe) => wipe()));
}

function property(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
