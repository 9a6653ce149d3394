import * as z from 'zod/mini';
import type { Period } from '../calendar/periods.ts';
import type { Localized } from '../i18n/localized.ts';
import { refusalOf, type AppError } from '../supabase/errors.ts';

/**
 * `missed`: an offer ran out. `over`: the wished time has come and nothing was free. `removed`: the
 * person no longer waits.
 */
export const watchStates = [
	'waiting',
	'offered',
	'accepted',
	'declined',
	'missed',
	'over',
	'removed'
] as const;
export type WatchState = (typeof watchStates)[number];

/** Part of a wish that is free at this moment, and which resource it is. */
export type FreePart = Period & { resource: string; name: Localized };

/** A time that somebody waits for. */
export type Watch = Period & {
	id: string;
	centreSlug: string;
	centreName: string;
	timeZone: string;
	/** The rules that are accepted with an offer. */
	rulesVersion: number;
	organisationName: string | null;
	/** Null while it is any room that is large enough. */
	resource: {
		id: string;
		slug: string;
		kind: 'room' | 'equipment' | 'locker';
		name: Localized;
		statement: Localized | null;
	} | null;
	quantity: number;
	people: number;
	purpose: string;
	state: WatchState;
	/** In the line, from 1; null when it waits no more. */
	place: number | null;
	freeParts: FreePart[];
	/** Why a free time went past: a rule refused it. */
	passedOver: AppError | null;
	/** What is, or was, offered. */
	offer: { id: string; version: number; until: Date | null } | null;
};

const text = z.string();
const localized = z.partialRecord(z.enum(['pl', 'en', 'uk']), z.string());

const rows = z.array(
	z.object({
		id: text,
		centre_slug: text,
		centre_name: text,
		time_zone: text,
		rules_version: z.number(),
		organisation_name: z.nullable(text),
		resource: z.nullable(
			z.object({
				id: text,
				slug: text,
				kind: z.enum(['room', 'equipment', 'locker']),
				name: localized,
				statement: z.nullable(localized)
			})
		),
		quantity: z.number(),
		people: z.number(),
		purpose: text,
		starts: text,
		ends: text,
		state: z.enum(watchStates),
		place: z.nullable(z.number()),
		free_parts: z.array(z.object({ resource: text, name: localized, starts: text, ends: text })),
		passed_over: z.nullable(z.record(text, z.unknown())),
		booking_id: z.nullable(text),
		booking_version: z.nullable(z.number()),
		offered_until: z.nullable(text)
	})
);

/** Rows of the view `my_watches`. */
export function parseWatches(value: unknown): Watch[] {
	return rows.parse(value).map((row) => ({
		id: row.id,
		centreSlug: row.centre_slug,
		centreName: row.centre_name,
		timeZone: row.time_zone,
		rulesVersion: row.rules_version,
		organisationName: row.organisation_name,
		resource: row.resource,
		quantity: row.quantity,
		people: row.people,
		purpose: row.purpose,
		starts: new Date(row.starts),
		ends: new Date(row.ends),
		state: row.state,
		place: row.place,
		freeParts: row.free_parts.map((part) => ({
			resource: part.resource,
			name: part.name,
			starts: new Date(part.starts),
			ends: new Date(part.ends)
		})),
		passedOver: refusalOf(row.passed_over) ?? null,
		offer:
			row.booking_id === null
				? null
				: {
						id: row.booking_id,
						version: row.booking_version ?? 0,
						until: row.offered_until === null ? null : new Date(row.offered_until)
					}
	}));
}

/** Is it offered, and can still be taken? */
export function isOpenOffer({ state, offer }: Watch, now: Date): boolean {
	return state === 'offered' && offer !== null && (offer.until === null || now < offer.until);
}
