import * as z from 'zod/mini';
import { browserClient } from '../supabase/client.ts';
import { sendChange } from './change-data.ts';
import { read } from './data.ts';
import {
	parseChangeOutcome,
	parseChangePreview,
	type ChangeOutcome,
	type ChangePreview,
	type DateChoice,
	type SeriesChange,
	type SeriesWords
} from './series-change.ts';
import type { Wish } from './availability.ts';
import type { Series } from './series.ts';

/** What talks to Supabase about changes of a series. Everything throws AppError. */

/** Every coming date and what the change would do to it. Nothing is written. */
export async function previewChange(id: string, change: SeriesChange): Promise<ChangePreview> {
	const client = await browserClient();
	return parseChangePreview(
		await read(client.rpc('preview_series_change', { p_series: id, ...wished(change) }))
	);
}

/** Changes all that it names or nothing. */
export async function changeSeries(
	key: string,
	{ id, version, resources }: Pick<Series, 'id' | 'version' | 'resources'>,
	change: SeriesChange & { words: SeriesWords; isStatementAccepted: boolean },
	choices: readonly DateChoice[],
	seen: string
): Promise<ChangeOutcome> {
	const client = await browserClient();
	const { purpose, publicTitle, note } = change.words;
	const needs =
		change.resources ?? resources.map(({ id, quantity }) => ({ resource: id, quantity }));
	const [main, ...extras] = needs;
	const answer = await sendChange(() =>
		client.rpc('change_series', {
			p_key: key,
			p_series: id,
			p_version: version,
			p_seen: seen,
			...wished(change),
			p_statement_accepted: change.isStatementAccepted,
			p_choices: choices.map(({ date, action, reason, starts, ends, resource }) => ({
				date,
				action,
				...(reason ? { reason } : {}),
				...(starts && ends ? { starts: starts.toISOString(), ends: ends.toISOString() } : {}),
				...(resource && main ? { resources: wanted([{ ...main, resource }, ...extras]) } : {})
			})),
			...(purpose === null ? {} : { p_purpose: purpose }),
			...(publicTitle === null ? {} : { p_public_title: publicTitle }),
			...(note === null ? {} : { p_note: note })
		})
	);
	return parseChangeOutcome(answer);
}

/** Takes the last change back; resolves to the id of the series that it was. */
export async function undoChange(key: string, id: string): Promise<string> {
	const client = await browserClient();
	const answer = await sendChange(() =>
		client.rpc('undo_series_change', { p_key: key, p_series: id })
	);
	return z.object({ id: z.string() }).parse(answer).id;
}

function wished({ from, starts, ends, resources, attendees, moved }: SeriesChange) {
	return {
		p_scope: from ? 'following' : 'all',
		p_moved: moved,
		...(from ? { p_from: from } : {}),
		...(starts === null ? {} : { p_starts: starts }),
		...(ends === null ? {} : { p_ends: ends }),
		...(resources === null ? {} : { p_resources: wanted(resources) }),
		...(attendees === null ? {} : { p_attendees: attendees })
	};
}

function wanted(wishes: readonly Wish[]) {
	return wishes.map(({ resource, quantity }) => ({ id: resource, quantity }));
}
