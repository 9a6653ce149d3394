import { untrack } from 'svelte';
import type { Day } from '../calendar/days.ts';
import { forgetRecentSchedules } from '../calendar/recent-schedules.ts';
import { toAppError, type AppError } from '../supabase/errors.ts';
import { keyFor, settle } from './attempt.ts';
import {
	previewSeries,
	requestSeries,
	type SeriesNeeds,
	type SeriesRequest
} from './series-data.ts';
import type { Occurrence, SeriesDate } from './series.ts';
import type { SeriesRule } from './series-rule.ts';

/** How long to wait for another change before the database is asked, in milliseconds. */
const pause = 250;
/** Nobody knows whether it arrived: the next try must carry the same key. */
const unanswered = new Set(['network.offline', 'network.busy', 'unexpected']);

/** A series while it is being put together: its rule, what its dates come to, and which are wanted. */
export class SeriesPlan {
	rule = $state.raw<SeriesRule>();
	/** Null until the database has answered for the rule at hand. */
	dates = $state.raw<SeriesDate[] | null>(null);
	error = $state.raw<AppError | null>(null);
	busy = $state(false);
	/** Dates left out, and dates moved to their alternative. */
	left = $state.raw<readonly Day[]>([]);
	moved = $state.raw<readonly Day[]>([]);

	/** With what was decided about its dates before. */
	constructor({ left, moved }: { left: readonly Day[]; moved: readonly Day[] }) {
		this.left = left;
		this.moved = moved;
	}

	#asked = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** The dates that will be booked. */
	readonly chosen = $derived.by((): Occurrence[] =>
		(this.dates ?? []).flatMap(({ date, starts, ends, state, alternative }): Occurrence[] => {
			if (this.left.includes(date)) return [];
			if (state === 'free') return [{ date, starts, ends, resource: null }];
			return this.moved.includes(date) && alternative ? [{ date, ...alternative }] : [];
		})
	);

	/** Asks for the dates of a rule, once nothing has changed for a moment. */
	check(rule: SeriesRule, needs: SeriesNeeds): void {
		untrack(() => {
			this.#asked += 1;
			this.rule = rule;
			this.dates = null;
			this.error = null;
			clearTimeout(this.#timer);
			const asked = this.#asked;
			this.#timer = setTimeout(() => void this.#ask(asked, rule, needs), pause);
		});
	}

	leave(date: Day, isLeft: boolean): void {
		this.left = changed(this.left, date, isLeft);
	}

	move(date: Day, isMoved: boolean): void {
		this.moved = changed(this.moved, date, isMoved);
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#asked += 1;
	}

	async #ask(asked: number, rule: SeriesRule, needs: SeriesNeeds): Promise<void> {
		try {
			const dates = await previewSeries(rule, needs);
			if (asked !== this.#asked) return;
			const movable = dates.filter(({ alternative }) => alternative).map(({ date }) => date);
			this.moved = this.moved.filter((date) => movable.includes(date));
			this.dates = dates;
		} catch (problem) {
			if (asked === this.#asked) this.error = toAppError(problem);
		}
	}

	/** Books the chosen dates; the series' id, or null when it was refused and `error` says why. */
	async send(
		request: Omit<SeriesRequest, 'rule' | 'occurrences' | 'skipped'>
	): Promise<string | null> {
		if (this.busy || !this.rule || !this.dates) return null;
		this.busy = true;
		this.error = null;
		const booked = this.chosen.map(({ date }) => date);
		const whole = {
			...request,
			rule: this.rule,
			occurrences: this.chosen,
			skipped: this.dates
				.filter(({ date }) => !booked.includes(date))
				.map(({ date, refusal }) => ({ date, reason: refusal?.code ?? null }))
		};
		try {
			const id = await requestSeries(keyFor(whole), whole);
			settle();
			forgetRecentSchedules();
			return id;
		} catch (problem) {
			const error = toAppError(problem);
			if (!unanswered.has(error.code)) settle();
			// Somebody was quicker: what is shown must say so, and keep what was decided.
			if (error.code === 'series.date_refused') await this.#ask(this.#asked, this.rule, request);
			this.error = error;
			this.busy = false;
			return null;
		}
	}
}

function changed(days: readonly Day[], day: Day, isIn: boolean): Day[] {
	const others = days.filter((each) => each !== day);
	return isIn ? [...others, day] : others;
}
