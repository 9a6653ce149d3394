import { AppError } from '../supabase/errors.ts';

/** A mail that the demo kept instead of sending it; `text` is the plain version. */
export type DemoMail = { id: string; sentAt: string; to: string; subject: string; text: string };

/** Newest first; null outside demo mode. */
export async function listDemoMails(): Promise<DemoMail[] | null> {
	const response = await fetch('/api/demo/mails', { cache: 'no-store' }).catch(() => {
		throw new AppError('network.offline');
	});
	if (response.status === 404) return null;
	if (!response.ok) throw new AppError('unexpected');
	const { mails }: { mails: DemoMail[] } = await response.json();
	return mails;
}
