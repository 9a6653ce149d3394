import { untrack } from 'svelte';
import type { Day } from '../calendar/days.ts';
import { forgetRecentSchedules } from '../calendar/recent-schedules.ts';
import { toAppError, type AppError } from '../supabase/errors.ts';
import { keyFor, settle } from './attempt.ts';
import { changeSeries, previewChange } from './series-change-data.ts';
import {
	choicesOf,
	type ChangeOutcome,
	type ChangePreview,
	type Decision,
	type SeriesChange,
	type SeriesWords
} from './series-change.ts';
import type { Series } from './series.ts';

/** How long to wait for another change before the database is asked, in milliseconds. */
const pause = 300;
/** Nobody knows whether it arrived: the next try must carry the same key. */
const unanswered = new Set(['network.offline', 'network.busy', 'unexpected']);

/** A change of a series while it is being put together, and what it would come to. */
export class SeriesEdit {
	/** Null until the database has answered for the change at hand. */
	preview = $state.raw<ChangePreview | null>(null);
	error = $state.raw<AppError | null>(null);
	busy = $state(false);
	/** What was said about single dates. */
	decided = $state.raw<Readonly<Record<Day, Decision | null>>>({});

	readonly choices = $derived(choicesOf(this.preview?.dates ?? [], this.decided));
	/** How many dates will be elsewhere. */
	readonly moving = $derived.by(() => {
		const dates = (this.preview?.dates ?? []).filter(({ state }) => state !== 'same');
		const kept = this.choices.filter(({ action }) => action === 'leave');
		return dates.length - kept.length;
	});
	readonly waiting = $derived(
		(this.preview?.dates ?? []).filter(
			({ date, waits }) => waits && !this.choices.some((choice) => choice.date === date)
		).length
	);

	#asked = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Asks what a change would do, once nothing has changed for a moment. */
	check(series: string, change: SeriesChange): void {
		untrack(() => {
			this.stop();
			this.preview = null;
			this.error = null;
			const asked = this.#asked;
			this.#timer = setTimeout(() => void this.#ask(asked, series, change), pause);
		});
	}

	decide(date: Day, decision: Decision | null): void {
		this.decided = { ...this.decided, [date]: decision };
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#asked += 1;
	}

	async #ask(asked: number, series: string, change: SeriesChange): Promise<void> {
		try {
			const preview = await previewChange(series, change);
			if (asked === this.#asked) this.preview = preview;
		} catch (problem) {
			if (asked === this.#asked) this.error = toAppError(problem);
		}
	}

	/** Makes the change; null when it was refused, and `error` says why. */
	async send(
		series: Series,
		change: SeriesChange & { words: SeriesWords; isStatementAccepted: boolean }
	): Promise<ChangeOutcome | null> {
		if (this.busy || !this.preview) return null;
		this.busy = true;
		this.error = null;
		const { choices } = this;
		const { seen } = this.preview;
		try {
			const content = { series: series.id, version: series.version, seen, change, choices };
			const outcome = await changeSeries(keyFor(content), series, change, choices, seen);
			settle();
			forgetRecentSchedules();
			return outcome;
		} catch (problem) {
			const error = toAppError(problem);
			if (!unanswered.has(error.code)) settle();
			// Somebody was quicker: what is shown must say so, and keep what was decided.
			if (error.code === 'series.date_refused') await this.#ask(this.#asked, series.id, change);
			this.error = error;
			this.busy = false;
			return null;
		}
	}
}
