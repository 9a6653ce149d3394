import * as z from 'zod/mini';
import type { Locale } from '../i18n/address.ts';
import { m } from '../i18n/paraglide/messages.js';
import { kinds, Params, wordsOf, type Kind, type Words } from './words.ts';

/** Something that a person was told, and whether they have seen it. */
export type Notice = {
	id: string;
	kind: Kind;
	params: Params;
	booking: string | null;
	createdAt: Date;
	isRead: boolean;
};

const Rows = z.array(
	z.object({
		id: z.uuid(),
		kind: z.enum(kinds),
		params: Params,
		booking_id: z.nullable(z.uuid()),
		created_at: z.string(),
		read_at: z.nullable(z.string())
	})
);

/** From rows of the table, newest first. */
export function parseNotices(rows: unknown): Notice[] {
	return Rows.parse(rows).map((row) => ({
		id: row.id,
		kind: row.kind,
		params: row.params,
		booking: row.booking_id,
		createdAt: new Date(row.created_at),
		isRead: row.read_at !== null
	}));
}

type Saying = (words: Words) => string;

const sayings: Record<Kind, { title: Saying; text: Saying }> = {
	request_new: { title: m.notification_request_new_title, text: m.notification_request_new_text },
	request_ends: {
		title: m.notification_request_ends_title,
		text: m.notification_request_ends_text
	},
	booking_made: {
		title: m.notification_booking_made_title,
		text: m.notification_booking_made_text
	},
	booking_confirmed: {
		title: m.notification_booking_confirmed_title,
		text: m.notification_booking_confirmed_text
	},
	booking_declined: {
		title: m.notification_booking_declined_title,
		text: m.notification_booking_declined_text
	},
	booking_cancelled: {
		title: m.notification_booking_cancelled_title,
		text: m.notification_booking_cancelled_text
	},
	booking_moved: {
		title: m.notification_booking_moved_title,
		text: m.notification_booking_moved_text
	},
	booking_expired: {
		title: m.notification_booking_expired_title,
		text: m.notification_booking_expired_text
	},
	booking_offered: {
		title: m.notification_booking_offered_title,
		text: m.notification_booking_offered_text
	},
	booking_no_show: {
		title: m.notification_booking_no_show_title,
		text: m.notification_booking_no_show_text
	},
	loan_due: { title: m.notification_loan_due_title, text: m.notification_loan_due_text },
	loan_overdue: {
		title: m.notification_loan_overdue_title,
		text: m.notification_loan_overdue_text
	},
	loan_late: { title: m.notification_loan_late_title, text: m.notification_loan_late_text },
	term_ends: { title: m.notification_term_ends_title, text: m.notification_term_ends_text }
};

/** What the notification says; its mail says the same. `why` is what somebody wrote with it. */
export function sayNotice({ kind, params }: Notice, locale: Locale) {
	const words = wordsOf(params, locale);
	return {
		title: sayings[kind].title(words),
		text: sayings[kind].text(words),
		why: words.why ? m.notification_why(words) : null
	};
}
