import { error, json } from '@sveltejs/kit';
import { env } from '$env/dynamic/private';
import { listMails } from '$lib/server/mail/mail-files.ts';
import type { RequestHandler } from './$types';

/** The demo's mailbox, newest first: `{ mails: [{ id, sentAt, to, subject, text, html }] }`. */
export const GET: RequestHandler = async () => {
	if (env.MAM_DEMO !== '1' || !env.MAM_MAIL_DIR) error(404, 'not_found');
	const mails = await listMails(env.MAM_MAIL_DIR);
	return json({ mails }, { headers: { 'cache-control': 'no-store' } });
};
