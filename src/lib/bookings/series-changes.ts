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
import { cancelSeries, rebookSkipped, restoreSeries } from './series-data.ts';
import type { Series, SkippedDate } from './series.ts';

/** Changes to a series as people make them: with a word about it, and a way back where there is one. */

/** Cancels the coming dates, all or from a day on, and offers to undo it. */
export async function cancelDates(
	series: Series,
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
export async function restoreDates(series: Series, onchange: () => void): Promise<void> {
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

async function attempt<T>(
	{ centre }: Series,
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
