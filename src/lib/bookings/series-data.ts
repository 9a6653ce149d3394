import * as z from 'zod/mini';
import type { Day } from '../calendar/days.ts';
import { browserClient } from '../supabase/client.ts';
import type { Wish } from './availability.ts';
import { sendChange, type BookingRequest } from './change-data.ts';
import { clientOf, read } from './data.ts';
import {
	parsePreview,
	parseSeries,
	type Occurrence,
	type Series,
	type SeriesDate
} from './series.ts';
import { ruleJson, type SeriesRule } from './series-rule.ts';

/** What talks to Supabase about series of bookings. Everything throws AppError. */

export type SeriesNeeds = { resources: Wish[]; attendees: number; organisation: string | null };

/** A booking request without its time, for many dates. */
export type SeriesRequest = Omit<BookingRequest, 'starts' | 'ends'> & {
	rule: SeriesRule;
	occurrences: Occurrence[];
	skipped: { date: Day; reason: string | null }[];
};

/** Every date of the rule, and whether it could be had now. Nothing is written. */
export async function previewSeries(rule: SeriesRule, needs: SeriesNeeds): Promise<SeriesDate[]> {
	const client = await browserClient();
	return parsePreview(
		await read(
			client.rpc('preview_series', {
				p_resources: wanted(needs.resources),
				p_rule: ruleJson(rule),
				p_attendees: needs.attendees,
				...(needs.organisation ? { p_organisation: needs.organisation } : {})
			})
		)
	);
}

/** Books all chosen dates or none; resolves to the series' id. */
export async function requestSeries(key: string, request: SeriesRequest): Promise<string> {
	const client = await browserClient();
	const [main, ...extras] = request.resources;
	const answer = await sendChange(() =>
		client.rpc('request_series', {
			p_key: key,
			p_resources: wanted(request.resources),
			p_rule: ruleJson(request.rule),
			p_occurrences: request.occurrences.map(({ date, starts, ends, resource }) => ({
				date,
				starts: starts.toISOString(),
				ends: ends.toISOString(),
				...(resource && main ? { resources: wanted([{ ...main, resource }, ...extras]) } : {})
			})),
			p_skipped: request.skipped.map(({ date, reason }) => (reason ? { date, reason } : { date })),
			p_purpose: request.purpose,
			p_attendees: request.attendees,
			p_rules_version: request.rulesVersion,
			p_statement_accepted: request.isStatementAccepted,
			...(request.organisation ? { p_organisation: request.organisation } : {}),
			...(request.publicTitle.trim() ? { p_public_title: request.publicTitle } : {}),
			...(request.note.trim() ? { p_note: request.note } : {})
		})
	);
	return z.object({ id: z.string() }).parse(answer).id;
}

/**
 * One series that the person may see; `series.not_found` when there is none. `row` is what may be
 * kept on the device.
 */
export async function getSeries(
	person: string,
	id: string
): Promise<{ row: unknown; series: Series }> {
	const client = await clientOf(person);
	const row = await read(client.rpc('get_series', { p_series: id }));
	return { row, series: parseSeries(row) };
}

/** The series that a booking is a date of, and which date; null when it stands alone. */
export async function seriesOf(
	person: string,
	booking: string
): Promise<{ series: string; date: Day } | null> {
	const client = await clientOf(person);
	const found = await read(
		client.from('bookings').select('series_id, series_date').eq('id', booking)
	);
	const date = z.nullable(z.string());
	const rows = z.array(z.object({ series_id: date, series_date: date })).parse(found);
	const [row] = rows;
	return row?.series_id && row.series_date
		? { series: row.series_id, date: row.series_date }
		: null;
}

/** Cancels the coming dates, all or those from a day on; says how many, and how many had to stay. */
export async function cancelSeries(
	key: string,
	{ id, version }: Pick<Series, 'id' | 'version'>,
	from: Day | null
): Promise<{ cancelled: number; kept: number; version: number }> {
	const client = await browserClient();
	const answer = await sendChange(() =>
		client.rpc('cancel_series', {
			p_key: key,
			p_series: id,
			p_version: version,
			p_scope: from ? 'following' : 'all',
			...(from ? { p_from: from } : {})
		})
	);
	const list = z.array(z.unknown());
	const parsed = z.object({ version: z.number(), cancelled: list, kept: list }).parse(answer);
	return {
		version: parsed.version,
		cancelled: parsed.cancelled.length,
		kept: parsed.kept.length
	};
}

/** Takes the last cancellation back, within ten minutes and if nobody was quicker. */
export async function restoreSeries(key: string, id: string): Promise<void> {
	const client = await browserClient();
	await sendChange(() => client.rpc('restore_series', { p_key: key, p_series: id }));
}

/** Books a date that was skipped. `rulesVersion` is what the person has accepted by doing so. */
export async function rebookSkipped(
	key: string,
	id: string,
	date: Day,
	rulesVersion: number | null
): Promise<void> {
	const client = await browserClient();
	await sendChange(() =>
		client.rpc('rebook_skipped', {
			p_key: key,
			p_series: id,
			p_date: date,
			...(rulesVersion === null ? {} : { p_rules_version: rulesVersion })
		})
	);
}

function wanted(wishes: readonly Wish[]) {
	return wishes.map(({ resource, quantity }) => ({ id: resource, quantity }));
}
