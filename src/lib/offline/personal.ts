import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import * as z from 'zod/mini';
import { now } from '../calendar/now.ts';
import { session } from '../people/session.svelte.ts';
import { dropOldestAnswers, isFull } from './programme-cache.ts';
import { sayStorageFails } from './storage-problem.ts';

/**
 * What is kept of one person on this device, for reading without a network: in IndexedDB under the
 * person's id, never in a cache by address, which could serve one person's rows to another.
 * Storage may be closed or full: then nothing is kept, the person is told, and the app goes on.
 */
const name = 'mam-personal';

type Kept = { person: string; key: string; value: unknown; writtenAt: string };
type Schema = DBSchema & { kept: { key: [person: string, key: string]; value: Kept } };

const keptShape = z.object({
	person: z.string(),
	key: z.string(),
	value: z.unknown(),
	writtenAt: z.iso.datetime()
});

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function open(): Promise<IDBPDatabase<Schema>> {
	opened ??= openDB<Schema>(name, 1, {
		upgrade: (database) => database.createObjectStore('kept', { keyPath: ['person', 'key'] }),
		// A newer version of the app, or a wipe, in another tab must not wait for this one.
		blocking: close,
		terminated: () => (opened = undefined)
	}).catch((error: unknown) => {
		opened = undefined;
		throw error;
	});
	return opened;
}

function close(): void {
	void opened?.then((database) => database.close());
	opened = undefined;
}

/** What was kept under the key; null when nothing (readable) is. Callers check its shape. */
export async function readPersonal(person: string, key: string): Promise<unknown> {
	try {
		const database = await open();
		const kept = keptShape.safeParse(await database.get('kept', [person, key]));
		return kept.success ? kept.data.value : null;
	} catch {
		return null;
	}
}

/**
 * Keeps a value (what structured cloning can copy) for the signed-in person; false when it was not
 * kept. An answer that comes in after signing out is not kept for anybody.
 */
export async function writePersonal(person: string, key: string, value: unknown): Promise<boolean> {
	if (session.person?.id !== person) return false;
	const kept: Kept = { person, key, value, writtenAt: now().toISOString() };
	try {
		await put(kept);
		return true;
	} catch (error) {
		sayStorageFails(isFull(error) ? 'full' : 'blocked');
		return false;
	}
}

async function put(kept: Kept): Promise<void> {
	const database = await open();
	try {
		await database.put('kept', kept);
	} catch (error) {
		if (!isFull(error)) throw error;
		// Public answers can be read again from the server; one's own come first.
		await dropOldestAnswers();
		await database.put('kept', kept);
	}
}

/** Removes everything that is kept of anybody, and what was typed in this tab. Never throws. */
export async function wipePersonal(): Promise<void> {
	try {
		sessionStorage.clear();
	} catch {
		// Storage is closed, so nothing was kept there either.
	}
	try {
		const database = await open();
		await database.clear('kept');
	} catch {
		close();
		await deleteAll();
	}
}

function deleteAll(): Promise<void> {
	return new Promise((resolve) => {
		try {
			const request = indexedDB.deleteDatabase(name);
			request.onsuccess = request.onerror = request.onblocked = () => resolve();
		} catch {
			resolve();
		}
	});
}
