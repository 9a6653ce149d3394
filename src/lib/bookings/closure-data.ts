import * as z from 'zod/mini';
import type { Period } from '../calendar/periods.ts';
import type { Localized } from '../i18n/localized.ts';
import { browserClient } from '../supabase/client.ts';
import { sendChange } from './change-data.ts';
import {
	parseArchived,
	parseClosures,
	parseOutside,
	parsePreview,
	type AffectedByClosure,
	type Closure,
	type Fate,
	type MetBooking,
	type OutsideRules
} from './closure.ts';
import { clientOf, read } from './data.ts';

/** Closures, bookings outside the rules, resources that go: for staff. Everything throws AppError. */

/** What is to be closed; the whole centre when no resource is named. */
export type ClosureWish = Period & { centreId: string; resource: string | null };

/** Closures going on or to come, soonest first. */
export async function listClosures(person: string, centreId: string): Promise<Closure[]> {
	const client = await clientOf(person);
	return parseClosures(await read(client.rpc('list_closures', { p_centre: centreId })));
}

/** The bookings that it would meet. */
export async function previewClosure(
	person: string,
	{ centreId, resource, starts, ends }: ClosureWish
): Promise<AffectedByClosure[]> {
	const client = await clientOf(person);
	return parsePreview(
		await read(
			client.rpc('preview_closure', {
				p_centre: centreId,
				p_starts: starts.toISOString(),
				p_ends: ends.toISOString(),
				...(resource ? { p_resource: resource } : {})
			})
		)
	);
}

/** Closes, and does to every booking what was decided about it: all of it, or nothing. */
export async function createClosure(
	key: string,
	{ centreId, resource, starts, ends }: ClosureWish,
	reason: string,
	decisions: { booking: MetBooking; fate: Fate }[],
	message: string
): Promise<void> {
	const client = await browserClient();
	await sendChange(() =>
		client.rpc('create_closure', {
			p_key: key,
			p_centre: centreId,
			p_starts: starts.toISOString(),
			p_ends: ends.toISOString(),
			p_reason: reason,
			...(resource ? { p_resource: resource } : {}),
			p_decisions: decisions.map(({ booking: { id, version }, fate }) => ({
				booking: id,
				version,
				...(typeof fate === 'string' ? { action: fate } : { action: 'move', room: fate.room }),
				...(message.trim() ? { message } : {})
			}))
		})
	);
}

export async function removeClosure(key: string, closure: string): Promise<void> {
	const client = await browserClient();
	await sendChange(() => client.rpc('remove_closure', { p_key: key, p_closure: closure }));
}

/** Coming bookings that could not be made under today's rules. */
export async function listOutsideRules(person: string, centreId: string): Promise<OutsideRules[]> {
	const client = await clientOf(person);
	return parseOutside(await read(client.rpc('outside_rules', { p_centre: centreId })));
}

/** A room or thing as staff see it: `archivedAt` since when it is gone. */
export type StaffResource = {
	id: string;
	slug: string;
	kind: 'room' | 'equipment' | 'locker';
	name: Localized;
	isActive: boolean;
	archivedAt: Date | null;
};

const resources = z.array(
	z.object({
		id: z.string(),
		slug: z.string(),
		kind: z.enum(['room', 'equipment', 'locker']),
		name: z.partialRecord(z.enum(['pl', 'en', 'uk']), z.string()),
		active: z.boolean(),
		archived_at: z.nullable(z.string())
	})
);

/** Everything that a centre has, also what is not shown any more. */
export async function listStaffResources(
	person: string,
	centreId: string
): Promise<StaffResource[]> {
	const client = await clientOf(person);
	const rows = await read(
		client
			.from('resources')
			.select('id, slug, kind, name, active, archived_at')
			.eq('centre_id', centreId)
			.order('kind', { ascending: false })
			.order('position')
			.order('slug')
	);
	return resources.parse(rows).map(({ active, archived_at, ...facts }) => ({
		...facts,
		isActive: active,
		archivedAt: archived_at ? new Date(archived_at) : null
	}));
}

/** Is the person coordinator of the centre? */
export async function isCoordinatorOf(person: string, centreId: string): Promise<boolean> {
	const client = await clientOf(person);
	const found = await read(
		client
			.from('centre_people')
			.select('role')
			.eq('person_id', person)
			.eq('centre_id', centreId)
			.eq('role', 'coordinator')
	);
	return Array.isArray(found) && found.length > 0;
}

/** Takes it off the list; answers with its bookings that are still to come. */
export async function archiveResource(key: string, resource: string): Promise<MetBooking[]> {
	const client = await browserClient();
	return parseArchived(
		await sendChange(() => client.rpc('archive_resource', { p_key: key, p_resource: resource }))
	);
}

export async function unarchiveResource(key: string, resource: string): Promise<void> {
	const client = await browserClient();
	await sendChange(() => client.rpc('unarchive_resource', { p_key: key, p_resource: resource }));
}
