import * as z from 'zod/mini';
import type { Day } from '../calendar/days.ts';
import type { Repeat } from './series-rule.ts';

/** What was typed into a booking; survives going back, reloading and signing in, in this tab. */
export type Draft = {
	purpose: string;
	note: string;
	publicTitle: string;
	/** The organisation that it is for; null: for oneself. */
	organisation: string | null;
	isStatementAccepted: boolean;
	/** Children or young people come. */
	isForMinors: boolean;
	/** How it repeats; null: it is a single booking. */
	repeat: DraftRepeat | null;
};

/** With the dates that are left out, and those that are moved to what was offered instead. */
export type DraftRepeat = { rule: Repeat; left: readonly Day[]; moved: readonly Day[] };

/** Weekly, eight times: what most people mean by repeating. */
export const usualRepeat: DraftRepeat = {
	rule: { freq: 'weekly', every: 1, weekdays: [], monthly: 'date', until: null, count: 8 },
	left: [],
	moved: []
};

export const emptyDraft: Draft = {
	purpose: '',
	note: '',
	publicTitle: '',
	organisation: null,
	isStatementAccepted: false,
	repeat: null,
	isForMinors: false
};

const days = z.array(z.string());
const rule = z.object({
	freq: z.enum(['daily', 'weekly', 'monthly']),
	every: z.number(),
	weekdays: z.array(z.number()),
	monthly: z.enum(['date', 'position', 'last']),
	until: z.nullable(z.string()),
	count: z.nullable(z.number())
});
const shape = z.object({
	purpose: z.string(),
	note: z.string(),
	publicTitle: z.string(),
	organisation: z.nullable(z.string()),
	isStatementAccepted: z.boolean(),
	repeat: z._default(z.nullable(z.object({ rule, left: days, moved: days })), null),
	isForMinors: z._default(z.boolean(), false)
});

export function readDraft(centre: string): Draft {
	try {
		const text = sessionStorage.getItem(keyOf(centre)) ?? 'null';
		return shape.safeParse(JSON.parse(text)).data ?? emptyDraft;
	} catch {
		return emptyDraft;
	}
}

export function keepDraft(centre: string, draft: Draft): void {
	try {
		sessionStorage.setItem(keyOf(centre), JSON.stringify(draft));
	} catch {
		// Storage is full or forbidden: the draft then lives as long as the page.
	}
}

export function dropDraft(centre: string): void {
	sessionStorage.removeItem(keyOf(centre));
}

function keyOf(centre: string): string {
	return `mam-draft:${centre}`;
}
