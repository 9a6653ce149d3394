import * as z from 'zod/mini';
import type { Localized } from '../i18n/localized.ts';
import { browserClient } from '../supabase/client.ts';
import { parseBookings, type Booking } from './booking.ts';
import { change, sendChange, type Outcome } from './change-data.ts';
import { bookingColumns, clientOf, read } from './data.ts';

/** What talks to Supabase about being there. Everything throws AppError. */

type Version = Pick<Booking, 'id' | 'version'>;

/** Staff note that somebody is there. */
export async function checkIn(key: string, { id, version }: Version): Promise<Outcome> {
	const client = await browserClient();
	return change(() => client.rpc('check_in', { p_key: key, p_booking: id, p_version: version }));
}

/** Staff take a check-in back, within ten minutes. */
export async function undoCheckIn(key: string, { id, version }: Version): Promise<Outcome> {
	const client = await browserClient();
	return change(() =>
		client.rpc('undo_check_in', { p_key: key, p_booking: id, p_version: version })
	);
}

/** Who has read the code at a door is there. */
export async function checkInAtDoor(key: string, token: string): Promise<Outcome> {
	const client = await browserClient();
	return change(() => client.rpc('check_in_at_door', { p_key: key, p_token: token }));
}

/** For staff: bookings of a local day that ask for a check-in, done or not, in their order. */
export async function listArrivals(
	person: string,
	centreId: string,
	day: { starts: Date; ends: Date }
): Promise<Booking[]> {
	const client = await clientOf(person);
	return parseBookings(
		await read(
			client
				.from('my_bookings')
				.select(bookingColumns)
				.eq('centre_id', centreId)
				.or('check_in_until.not.is.null,status.in.(checked_in,no_show)')
				.not('status', 'in', '(cancelled,declined,expired,pending)')
				.lt('starts', day.ends.toISOString())
				.gt('ends', day.starts.toISOString())
				.order('starts')
				.limit(200)
		)
	);
}

/** A door that asks for a check-in; `token` is null until staff have made its code. */
export type Door = { id: string; name: Localized; token: string | null };

export async function listDoors(person: string, centreId: string): Promise<Door[]> {
	const client = await clientOf(person);
	const found = doors.parse(
		await read(
			client
				.from('resources')
				.select('id, name, resource_secrets (token)')
				.eq('centre_id', centreId)
				.eq('needs_check_in', true)
				.order('position')
		)
	);
	return found.map(({ id, name, resource_secrets: secret }) => ({
		id,
		name,
		token: (Array.isArray(secret) ? secret[0] : secret)?.token ?? null
	}));
}

/** Makes the code of a door, or a new one, so that the old one is void. */
export async function renewDoorCode(key: string, resource: string): Promise<void> {
	const client = await browserClient();
	await sendChange(() => client.rpc('renew_door_code', { p_key: key, p_resource: resource }));
}

const localized = z.partialRecord(z.enum(['pl', 'en', 'uk']), z.string());
const secret = z.object({ token: z.string() });
const doors = z.array(
	z.object({
		id: z.string(),
		name: localized,
		// one row at most; PostgREST says so for a unique key, others may answer a list
		resource_secrets: z.nullable(z.union([secret, z.array(secret)]))
	})
);
