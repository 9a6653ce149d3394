import * as z from 'zod/mini';
import type { Localized } from '../i18n/localized.ts';

/** A unit of a loan, and where it is. */
export type LoanUnit = {
	id: string;
	label: string;
	state: 'reserved' | 'out' | 'back';
	isDamaged: boolean;
	noteOut: string | null;
	noteBack: string | null;
};

/** The hand-over side of a booking of things lent home. */
export type Loan = {
	bookingId: string;
	/** Out, and should have been back. */
	isOverdue: boolean;
	/** Somebody before has not brought back what is meant for this booking. */
	isLateBefore: boolean;
	isDocumentNeeded: boolean;
	isDocumentShown: boolean;
	depositNotes: Localized[];
	units: LoanUnit[];
};

const text = z.nullable(z.string());
const row = z.object({
	booking_id: z.string(),
	overdue: z.boolean(),
	late_before: z.boolean(),
	document_needed: z.boolean(),
	deposit_notes: z.nullable(z.array(z.partialRecord(z.enum(['pl', 'en', 'uk']), z.string()))),
	units: z.nullable(
		z.array(
			z.object({
				id: z.string(),
				label: z.string(),
				state: z.enum(['reserved', 'out', 'back']),
				document_shown: z.nullable(z.boolean()),
				damaged: z.nullable(z.boolean()),
				note_out: text,
				note_back: text
			})
		)
	)
});

/** Rows of the view `loans`: the loan, or null where the booking is none. */
export function parseLoan(value: unknown): Loan | null {
	const [found] = z.array(row).parse(value);
	if (!found) return null;
	const units = found.units ?? [];
	return {
		bookingId: found.booking_id,
		isOverdue: found.overdue,
		isLateBefore: found.late_before,
		isDocumentNeeded: found.document_needed,
		isDocumentShown: units.some(({ document_shown }) => document_shown === true),
		depositNotes: found.deposit_notes ?? [],
		units: units.map(({ id, label, state, damaged, note_out, note_back }) => ({
			id,
			label,
			state,
			isDamaged: damaged === true,
			noteOut: note_out,
			noteBack: note_back
		}))
	};
}
