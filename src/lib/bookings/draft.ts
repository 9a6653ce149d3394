import * as z from 'zod/mini';

/** What was typed into a booking; survives going back, reloading and signing in, in this tab. */
export type Draft = {
	purpose: string;
	note: string;
	publicTitle: string;
	/** The organisation that it is for; null: for oneself. */
	organisation: string | null;
	isStatementAccepted: boolean;
};

export const emptyDraft: Draft = {
	purpose: '',
	note: '',
	publicTitle: '',
	organisation: null,
	isStatementAccepted: false
};

const shape = z.object({
	purpose: z.string(),
	note: z.string(),
	publicTitle: z.string(),
	organisation: z.nullable(z.string()),
	isStatementAccepted: z.boolean()
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
