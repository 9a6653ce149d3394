import { now } from '../calendar/now.ts';
import { formatDayAndPeriod } from '../calendar/lengths.ts';
import type { Day } from '../calendar/days.ts';
import { forgetRecentSchedules } from '../calendar/recent-schedules.ts';
import { m } from '../i18n/paraglide/messages.js';
import { getLocale } from '../i18n/paraglide/runtime.js';
import { messageFor } from '../supabase/error-messages.ts';
import { toAppError } from '../supabase/errors.ts';
import { showToast } from '../ui/toasts.svelte.ts';
import { keyFor, settle } from './attempt.ts';
import { undoChange } from './series-change-data.ts';
import type { ChangeOutcome } from './series-change.ts';
import { cancelSeries, rebookSkipped, restoreSeries } from './series-data.ts';
import type { Series, SkippedDate } from './series.ts';

/** What a change of a series needs to know of it. */
type Changed = Pick<Series, 'id' | 'version' | 'centre'>;

/** Changes to a series as people make them: with a word about it, and a way back where there is one. */

/** Cancels the coming dates, all or from a day on, and offers to undo it. */
export async function cancelDates(
	series: Changed,
	from: Day | null,
	onchange: () => void
): Promise<void> {
	const { id, version } = series;
	const answer = await attempt(series, { change: 'cancel', id, version, from }, (key) =>
		cancelSeries(key, series, from)
	);
	if (!answer) return;
	onchange();
	const cancelled = m.series_cancelled_toast({ count: answer.cancelled });
	showToast(answer.kept > 0 ? m.series_kept_toast({ cancelled, count: answer.kept }) : cancelled, {
		action: { label: m.booking_undo(), run: () => void restoreDates(series, onchange) }
	});
}

/** Takes the last cancellation back. */
export async function restoreDates(series: Changed, onchange: () => void): Promise<void> {
	const { id, version } = series;
	const isDone = await attempt(series, { change: 'restore series', id, version }, async (key) => {
		await restoreSeries(key, id);
		return true;
	});
	if (!isDone) return;
	onchange();
	showToast(m.series_restored_toast(), { tone: 'ok' });
}

/** Takes a date that was skipped. `rulesVersion`: the centre's rules that are accepted with it. */
export async function takeSkipped(
	series: Series,
	skipped: SkippedDate,
	rulesVersion: number | null,
	onchange: () => void
): Promise<void> {
	const { id, version, centre } = series;
	const content = { change: 'rebook', id, version, date: skipped.date };
	const isDone = await attempt(series, content, async (key) => {
		await rebookSkipped(key, id, skipped.date, rulesVersion);
		return true;
	});
	onchange();
	if (!isDone) return;
	const when = formatDayAndPeriod(skipped, centre.timeZone, getLocale(), now());
	showToast(m.series_taken_toast({ when }), { tone: 'ok' });
}

/** Says what a change came to, and offers to undo it. `onundone` gets the series that it was. */
export function sayChanged(
	series: Changed,
	outcome: ChangeOutcome,
	onundone: (id: string) => void
): void {
	const { moved, stayed, skipped, waiting } = outcome;
	const parts = [
		moved > 0 ? m.series_changed_toast({ count: moved }) : m.series_changed_words_toast(),
		...(moved > 0 && stayed > 0 ? [m.series_changed_left({ count: stayed })] : []),
		...(skipped > 0 ? [m.series_changed_skipped({ count: skipped })] : []),
		...(waiting > 0 ? [m.series_changed_waiting({ count: waiting })] : [])
	];
	showToast(parts.join(' · '), {
		tone: 'ok',
		action: {
			label: m.booking_undo(),
			run: () => void undoChanges({ ...series, ...outcome }, onundone)
		}
	});
}

/** Takes the last change of a series back. */
export async function undoChanges(series: Changed, onundone: (id: string) => void): Promise<void> {
	const { id, version } = series;
	const was = await attempt(series, { change: 'undo change', id, version }, (key) =>
		undoChange(key, id)
	);
	if (!was) return;
	onundone(was);
	showToast(m.series_change_undone_toast(), { tone: 'ok' });
}

async function attempt<T>(
	{ centre }: Changed,
	content: unknown,
	send: (key: string) => Promise<T>
): Promise<T | null> {
	try {
		const answer = await send(keyFor(content));
		settle();
		forgetRecentSchedules();
		return answer;
	} catch (problem) {
		const error = toAppError(problem);
		if (error.code !== 'network.offline') settle();
		showToast(messageFor(error, centre.timeZone), { tone: 'no' });
		return null;
	}
}
