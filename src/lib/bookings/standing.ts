import * as z from 'zod/mini';
import type { Period } from '../calendar/periods.ts';
import type { Localized } from '../i18n/localized.ts';
import { browserClient } from '../supabase/client.ts';
import { clientOf, read } from './data.ts';
import { sendChange } from './change-data.ts';

/** What talks to Supabase about strikes, and what they mean. Everything throws AppError. */

/** Somebody did not come, or cancelled late. */
export type Strike = Period & {
	booking: string;
	kind: 'no_show' | 'late';
	at: Date;
	purpose: string;
	resource: Localized | null;
	isForgiven: boolean;
	forgivenWhy: string | null;
	countsUntil: Date;
};

/** What a person is to a centre: `limited` people's requests wait for staff. */
export type Standing = {
	standing: 'good' | 'limited' | 'blocked';
	/** Null when it is not because of strikes, or not limited. */
	limitedUntil: Date | null;
	strikes: Strike[];
};

/** So many strikes in so many days limit for so many days; 0: nobody is ever limited. */
export type StrikeRules = { limit: number; days: number; limitedDays: number };

export type MyStanding = Standing & { rules: StrikeRules };
export type StandingOf = Standing & { id: string; name: string | null; phone: string | null };

const localized = z.partialRecord(z.enum(['pl', 'en', 'uk']), z.string());
const standing = {
	standing: z.enum(['good', 'limited', 'blocked']),
	limited_until: z.nullable(z.string()),
	strikes: z.array(
		z.object({
			booking: z.string(),
			kind: z.enum(['no_show', 'late']),
			at: z.string(),
			starts: z.string(),
			ends: z.string(),
			purpose: z.string(),
			resource: z.nullable(localized),
			forgiven: z.boolean(),
			forgiven_why: z.nullable(z.string()),
			counts_until: z.string()
		})
	)
};
const rules = {
	strike_limit: z.number(),
	strike_days: z.number(),
	limited_days: z.number()
};
const mine = z.object({ ...standing, ...rules });
const everybodys = z.object({
	...rules,
	people: z.array(
		z.object({
			...standing,
			id: z.string(),
			name: z.nullable(z.string()),
			phone: z.nullable(z.string())
		})
	)
});

/** The person's own standing in a centre. */
export async function getMyStanding(person: string, centre: string): Promise<MyStanding> {
	const client = await clientOf(person);
	const row = mine.parse(await read(client.rpc('my_standing', { p_centre: centre })));
	return { ...standingOf(row), rules: rulesOf(row) };
}

/** For staff: people with strikes in the days that count, latest first. */
export async function listStandings(
	person: string,
	centre: string
): Promise<{ rules: StrikeRules; people: StandingOf[] }> {
	const client = await clientOf(person);
	const found = everybodys.parse(await read(client.rpc('centre_standings', { p_centre: centre })));
	return {
		rules: rulesOf(found),
		people: found.people.map((row) => ({
			...standingOf(row),
			id: row.id,
			name: row.name,
			phone: row.phone
		}))
	};
}

export async function forgiveStrike(key: string, booking: string, reason: string): Promise<void> {
	const client = await browserClient();
	await sendChange(() =>
		client.rpc('forgive_strike', { p_key: key, p_booking: booking, p_reason: reason })
	);
}

/** Undoes forgiveStrike. */
export async function countStrike(key: string, booking: string): Promise<void> {
	const client = await browserClient();
	await sendChange(() => client.rpc('count_strike', { p_key: key, p_booking: booking }));
}

function standingOf(row: z.infer<z.ZodMiniObject<typeof standing>>): Standing {
	return {
		standing: row.standing,
		limitedUntil: row.limited_until === null ? null : new Date(row.limited_until),
		strikes: row.strikes.map((strike) => ({
			booking: strike.booking,
			kind: strike.kind,
			at: new Date(strike.at),
			starts: new Date(strike.starts),
			ends: new Date(strike.ends),
			purpose: strike.purpose,
			resource: strike.resource,
			isForgiven: strike.forgiven,
			forgivenWhy: strike.forgiven_why,
			countsUntil: new Date(strike.counts_until)
		}))
	};
}

function rulesOf(row: z.infer<z.ZodMiniObject<typeof rules>>): StrikeRules {
	return { limit: row.strike_limit, days: row.strike_days, limitedDays: row.limited_days };
}
