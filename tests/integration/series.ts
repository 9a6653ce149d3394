import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Caller, type Outcome, rpc } from './api.ts';
import { refused } from './booking.ts';
import type { Resource } from './fixtures.ts';

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
	dates: z.array(z.looseObject({ date: z.string(), booking: z.string(), status: z.string() })),
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

export function answered(outcome: Outcome): unknown {
	if (outcome.error !== undefined) throw new Error(`refused: ${JSON.stringify(refused(outcome))}`);
	return outcome.data;
}
