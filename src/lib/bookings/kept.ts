import { readPersonal, writePersonal } from '../offline/personal.ts';
import { parseBookings, type Booking } from './booking.ts';

/** Bookings kept on the device for reading without a network, and since when they are so. */
export type KeptBookings = { bookings: Booking[]; asOf: Date };

/** Null when nothing was kept under the key, or by a version of the app that wrote it differently. */
export async function readKept(person: string, key: string): Promise<KeptBookings | null> {
	const kept = await readPersonal(person, key);
	if (typeof kept !== 'object' || kept === null || !('rows' in kept) || !('asOf' in kept))
		return null;
	try {
		return { bookings: parseBookings(kept.rows), asOf: new Date(String(kept.asOf)) };
	} catch {
		return null;
	}
}

/** `rows` are those that the database sent. */
export async function keep(person: string, key: string, rows: unknown, now: Date): Promise<void> {
	await writePersonal(person, key, { asOf: now.toISOString(), rows });
}
