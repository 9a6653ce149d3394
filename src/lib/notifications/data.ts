import { browserClient } from '../supabase/client.ts';
import { toAppError } from '../supabase/errors.ts';
import { parseNotices, type Notice } from './notice.ts';

/** What talks to Supabase about notifications; row security shows everyone their own alone. */

const pageSize = 30;

/** Newest first; those before the given moment. Throws AppError. */
export async function listNotices(before?: Date): Promise<{ notices: Notice[]; more: boolean }> {
	const client = await browserClient();
	let query = client
		.from('notifications')
		.select('id, kind, params, booking_id, created_at, read_at')
		.order('created_at', { ascending: false })
		.limit(pageSize);
	if (before) query = query.lt('created_at', before.toISOString());
	const { data, error } = await query;
	if (error) throw toAppError(error);
	return { notices: parseNotices(data), more: data.length === pageSize };
}

export async function countUnread(): Promise<number> {
	const client = await browserClient();
	const { count, error } = await client
		.from('notifications')
		.select('id', { count: 'exact', head: true })
		.is('read_at', null);
	if (error) throw toAppError(error);
	return count ?? 0;
}

export async function markRead(notices: Notice[], at: Date): Promise<void> {
	const unread = notices.filter(({ isRead }) => !isRead).map(({ id }) => id);
	if (unread.length === 0) return;
	const client = await browserClient();
	const { error } = await client
		.from('notifications')
		.update({ read_at: at.toISOString() })
		.in('id', unread);
	if (error) throw toAppError(error);
}
