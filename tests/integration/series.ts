import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Caller, type Outcome, rpc } from './api.ts';
import { sql } from './backend.ts';
import { refused } from './booking.ts';
import { aDaytimeCentre, aPerson, aRoom, type Resource } from './fixtures.ts';
import { dayAhead } from './times.ts';

const Refused = z.looseObject({ error: z.string() });
const Occurrence = z.object({
	date: z.string(),
	starts: z.string(),
	ends: z.string(),
	state: z.enum(['free', 'taken', 'closed', 'rule']),
	refusal: Refused.nullable(),
	alternative: z.object({ resource: z.string(), starts: z.string(), ends: z.string() }).nullable()
});
export type Occurrence = z.infer<typeof Occurrence>;
const Preview = z.object({ dates: z.array(Occurrence) });
const Made = z.object({
	id: z.string(),
	version: z.number(),
	bookings: z.array(
		z.looseObject({ id: z.string(), date: z.string(), status: z.string(), version: z.number() })
	)
});
export type Series = z.infer<typeof Made>;
const Shown = z.looseObject({
	id: z.string(),
	version: z.number(),
	dates: z.array(
		z.looseObject({
			date: z.string(),
			booking: z.string(),
			status: z.string(),
			starts: z.string(),
			ends: z.string(),
			version: z.number(),
			is_moved: z.boolean()
		})
	),
	skipped: z.array(
		z.looseObject({ date: z.string(), reason: z.string().nullable(), is_free: z.boolean() })
	)
});
const Cancelled = z.looseObject({
	id: z.string(),
	version: z.number(),
	cancelled: z.array(z.object({ id: z.string(), date: z.string() })),
	kept: z.array(z.looseObject({ date: z.string() }))
});

const ChangePreview = z.object({
	version: z.number(),
	seen: z.string(),
	dates: z.array(
		z.looseObject({
			date: z.string(),
			booking: z.string(),
			starts: z.string(),
			ends: z.string(),
			state: z.enum(['same', 'free', 'taken', 'closed', 'rule']),
			refusal: Refused.nullable(),
			is_moved: z.boolean(),
			waits: z.boolean().nullable(),
			alternative: z
				.object({ resource: z.string(), starts: z.string(), ends: z.string() })
				.nullable()
		})
	)
});
const Changed = z.object({
	id: z.string(),
	version: z.number(),
	is_split: z.boolean(),
	moved: z.number(),
	stayed: z.number(),
	skipped: z.number(),
	waiting: z.number(),
	undo_until: z.string()
});

export type Rule = Record<string, unknown>;

/** A rule from ten to eleven, unless it says otherwise. */
export function aRule(rule: Rule): Rule {
	return { freq: 'weekly', starts: '10:00', ends: '11:00', ...rule };
}

export function needs(resource: Resource): { id: string; quantity: number }[] {
	return [{ id: resource.id, quantity: 1 }];
}

export function tryPreview(
	caller: Caller,
	resource: Resource,
	rule: Rule,
	others: Record<string, unknown> = {}
): Promise<Outcome> {
	return rpc(caller, 'preview_series', {
		p_resources: needs(resource),
		p_rule: aRule(rule),
		p_attendees: 2,
		...others
	});
}

export async function preview(
	caller: Caller,
	resource: Resource,
	rule: Rule,
	others: Record<string, unknown> = {}
): Promise<Occurrence[]> {
	return Preview.parse(answered(await tryPreview(caller, resource, rule, others))).dates;
}

type Chosen = { date: string; starts: string; ends: string; resources?: unknown };

export function requestSeries(
	caller: Caller,
	resource: Resource,
	rule: Rule,
	chosen: Chosen[],
	others: Record<string, unknown> = {}
): Promise<Outcome> {
	return rpc(caller, 'request_series', {
		p_key: randomUUID(),
		p_resources: needs(resource),
		p_rule: aRule(rule),
		p_occurrences: chosen.map(({ date, starts, ends, resources }) => ({
			date,
			starts,
			ends,
			...(resources === undefined ? {} : { resources })
		})),
		p_purpose: 'Próba chóru',
		p_attendees: 2,
		p_rules_version: 1,
		...others
	});
}

/** Books the whole rule, and fails the test when that is refused. */
export async function bookSeries(
	caller: Caller,
	resource: Resource,
	rule: Rule,
	others: Record<string, unknown> = {}
): Promise<Series> {
	const chosen = await preview(caller, resource, rule);
	return made(await requestSeries(caller, resource, rule, chosen, others));
}

export function made(outcome: Outcome): Series {
	return Made.parse(answered(outcome));
}

export async function shown(caller: Caller, series: { id: string }) {
	return Shown.parse(answered(await rpc(caller, 'get_series', { p_series: series.id })));
}

export function tryCancelSeries(
	caller: Caller,
	series: { id: string },
	others: Record<string, unknown> = { p_scope: 'all' }
): Promise<Outcome> {
	return rpc(caller, 'cancel_series', { p_key: randomUUID(), p_series: series.id, ...others });
}

export async function cancelSeries(
	caller: Caller,
	series: { id: string },
	others?: Record<string, unknown>
) {
	return Cancelled.parse(answered(await tryCancelSeries(caller, series, others)));
}

export function rebook(
	caller: Caller,
	series: { id: string },
	date: string | undefined,
	others: Record<string, unknown> = {}
): Promise<Outcome> {
	return rpc(caller, 'rebook_skipped', {
		p_key: randomUUID(),
		p_series: series.id,
		p_date: date ?? null,
		...others
	});
}

export function restoreSeries(caller: Caller, series: { id: string }): Promise<Outcome> {
	return rpc(caller, 'restore_series', { p_key: randomUUID(), p_series: series.id });
}

type Changes = Record<string, unknown>;

/** What a change of all coming dates would do, unless it says otherwise. */
export function tryPreviewChange(caller: Caller, series: { id: string }, changes: Changes) {
	return rpc(caller, 'preview_series_change', {
		p_series: series.id,
		p_scope: 'all',
		...changes
	});
}

export async function previewChange(caller: Caller, series: { id: string }, changes: Changes) {
	return ChangePreview.parse(answered(await tryPreviewChange(caller, series, changes)));
}

/** Changes all coming dates of a series as it is now, unless it says otherwise. */
export async function tryChange(caller: Caller, series: { id: string }, changes: Changes) {
	return rpc(caller, 'change_series', {
		p_key: randomUUID(),
		p_series: series.id,
		p_scope: 'all',
		p_version: (await shown(caller, series)).version,
		...changes
	});
}

export async function change(caller: Caller, series: { id: string }, changes: Changes) {
	return Changed.parse(answered(await tryChange(caller, series, changes)));
}

export function undoChange(caller: Caller, series: { id: string; version?: number }) {
	return rpc(caller, 'undo_series_change', {
		p_key: randomUUID(),
		p_series: series.id,
		p_version: series.version ?? null
	});
}

/** A series of one day of the week, four times from ten to eleven, in a centre open by day. */
export async function aSeries(columns: Record<string, number | string> = {}, rule = {}) {
	const centre = await aDaytimeCentre();
	const room = await aRoom(centre, columns);
	const person = await aPerson();
	const series = await bookSeries(person, room, { from: dayAhead(3), count: 4, ...rule });
	const days = series.bookings.map(({ date }) => date);
	return { centre, room, person, series, days };
}

/** Puts a date of a series into the past, as time would. */
export async function passed(booking: { id: string } | undefined): Promise<void> {
	const id = booking?.id ?? '';
	const past = sql`tstzrange(now() - interval '2 days', now() - interval '47 hours')`;
	await sql`update public.allocations set during = ${past}, blocked = ${past} where booking_id = ${id}`;
	await sql`update public.bookings set during = ${past} where id = ${id}`;
}

export function answered(outcome: Outcome): unknown {
	if (outcome.error !== undefined) throw new Error(`refused: ${JSON.stringify(refused(outcome))}`);
	return outcome.data;
}
