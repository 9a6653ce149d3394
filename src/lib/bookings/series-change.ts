import * as z from 'zod/mini';
import type { Day } from '../calendar/days.ts';
import type { Period } from '../calendar/periods.ts';
import { refusalOf, type AppError } from '../supabase/errors.ts';
import type { Wish } from './availability.ts';
import { dated, type Series } from './series.ts';

/** What is to change about a series; null: stays as it is. */
export type SeriesChange = {
	/** The first day that changes; null: all that are to come. */
	from: Day | null;
	starts: string | null;
	ends: string | null;
	resources: Wish[] | null;
	attendees: number | null;
	/** What becomes of the dates that somebody moved by hand. */
	moved: 'keep' | 'reset';
};

/** New words for its dates; null: as they are, '': taken away. */
export type SeriesWords = {
	purpose: string | null;
	publicTitle: string | null;
	note: string | null;
};

/** A coming date, and what a change would do to it. */
export type ChangedDate = Period & {
	date: Day;
	booking: string;
	/** Where it is now. */
	was: Period;
	isMoved: boolean;
	state: 'same' | 'free' | 'taken' | 'closed' | 'rule';
	refusal: AppError | null;
	/** Would it wait for approval again? */
	waits: boolean;
	alternative: (Period & { resource: string }) | null;
};

/** `seen` goes back with the change, so that nothing is overwritten that the person has not seen. */
export type ChangePreview = { version: number; seen: string; dates: ChangedDate[] };

/** What is done about a date that cannot, or is not to, follow the change. */
export type Decision = 'leave' | 'skip' | 'move';

export type DateChoice = { date: Day; action: Decision; reason: string | null } & Partial<
	Period & { resource: string }
>;

/** What came of a change. */
export type ChangeOutcome = {
	id: string;
	version: number;
	moved: number;
	stayed: number;
	skipped: number;
	waiting: number;
};

const text = z.string();
const period = { starts: text, ends: text };
const preview = z.object({
	version: z.number(),
	seen: text,
	dates: z.array(
		z.object({
			date: text,
			booking: text,
			...period,
			was: z.object(period),
			is_moved: z.boolean(),
			state: z.enum(['same', 'free', 'taken', 'closed', 'rule']),
			refusal: z.unknown(),
			waits: z.nullable(z.boolean()),
			alternative: z.nullable(z.object({ resource: text, ...period }))
		})
	)
});
const outcome = z.object({
	id: text,
	version: z.number(),
	moved: z.number(),
	stayed: z.number(),
	skipped: z.number(),
	waiting: z.number()
});

export function parseChangePreview(value: unknown): ChangePreview {
	const { dates, ...rest } = preview.parse(value);
	return {
		...rest,
		dates: dates.map(({ is_moved, ...each }) => ({
			...each,
			...dated(each),
			was: dated(each.was),
			isMoved: is_moved,
			refusal: refusalOf(each.refusal),
			waits: each.waits ?? false,
			alternative: each.alternative && { ...each.alternative, ...dated(each.alternative) }
		}))
	};
}

export function parseChangeOutcome(value: unknown): ChangeOutcome {
	return outcome.parse(value);
}

/** Can it not follow, so that somebody has to say what becomes of it? */
export function isRefused({ state }: ChangedDate): boolean {
	return state === 'taken' || state === 'closed' || state === 'rule';
}

/** What can be done about a date that cannot follow; what is too near to be cancelled can only stay. */
export function decisionsFor({ refusal, alternative }: ChangedDate): Decision[] {
	if (refusal?.code === 'booking.too_late_to_cancel') return ['leave'];
	return alternative ? ['leave', 'move', 'skip'] : ['leave', 'skip'];
}

/** What of the decisions goes with the change: what cannot follow stays, unless somebody said more. */
export function choicesOf(
	dates: readonly ChangedDate[],
	decided: Readonly<Record<Day, Decision | null>>
): DateChoice[] {
	return dates.flatMap((each): DateChoice[] => {
		const action = decisionFor(each, decided[each.date] ?? null);
		if (!action) return [];
		const choice = { date: each.date, action, reason: each.refusal?.code ?? null };
		return [action === 'move' && each.alternative ? { ...choice, ...each.alternative } : choice];
	});
}

/** What is done about a date in the end: what cannot follow stays unless somebody said more. */
function decisionFor(date: ChangedDate, decided: Decision | null): Decision | null {
	if (!isRefused(date)) return decided === 'leave' ? decided : null;
	return decided && decisionsFor(date).includes(decided) ? decided : 'leave';
}

/** What a date comes to, in one word. */
export function stateAfter(
	date: ChangedDate,
	decided: Decision | null
): ChangedDate['state'] | 'left' | 'skipped' | 'moved' {
	const words = { leave: 'left', skip: 'skipped', move: 'moved' } as const;
	const decision = decisionFor(date, decided);
	return decision ? words[decision] : date.state;
}

/** When it will be; for what is left out, when it was. */
export function periodAfter(date: ChangedDate, decided: Decision | null): Period {
	const decision = decisionFor(date, decided);
	if (decision === 'move') return date.alternative ?? date.was;
	return decision ? date.was : date;
}

/** Does the change touch more than words? */
export function movesDates(change: SeriesChange): boolean {
	return (
		change.starts !== null ||
		change.ends !== null ||
		change.resources !== null ||
		change.moved === 'reset'
	);
}

/** What the series takes when its room is another one. */
export function withRoom({ resources }: Series, room: string): Wish[] {
	return resources.map(({ id, kind, quantity }) => ({
		resource: kind === 'room' ? room : id,
		quantity
	}));
}
