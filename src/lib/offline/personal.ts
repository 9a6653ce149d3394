import { openDB, type IDBPDatabase } from 'idb';

/**
 * What a signed-in person may read without a network, in IndexedDB under their id: page code puts
 * it here, the service worker never does. All of it goes at sign-out.
 */
const name = 'mam-personal';
const store = 'values';

/** What was kept for the person under the key; undefined when nothing was, or it cannot be read. */
export async function readPersonal(person: string, key: string): Promise<unknown> {
	try {
		const value: unknown = await (await open()).get(store, [person, key]);
		return value;
	} catch {
		// No IndexedDB (private windows of some browsers): then there is just nothing kept.
		return undefined;
	}
}

/** Keeps plain data. A device that cannot keep it works on without. */
export async function writePersonal(person: string, key: string, value: unknown): Promise<void> {
	try {
		await (await open()).put(store, value, [person, key]);
	} catch {
		// See above.
	}
}

/** Forgets everything of everybody on this device; works offline. */
export async function wipePersonal(): Promise<void> {
	try {
		await (await open()).clear(store);
	} catch {
		// See above.
	}
}

let database: Promise<IDBPDatabase> | undefined;

function open(): Promise<IDBPDatabase> {
	database ??= openDB(name, 1, {
		upgrade(created) {
			created.createObjectStore(store);
		},
		terminated() {
			database = undefined;
		}
	});
	return database;
}
