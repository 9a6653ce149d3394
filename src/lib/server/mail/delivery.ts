import type { MailSettings } from '../boot/supabase-messages.ts';
import { deliverToFile } from './mail-files.ts';
import { createSmtpDelivery } from './smtp-delivery.ts';

export type Mail = { to: string; subject: string; text: string; html: string };

export type Deliver = (mail: Mail) => Promise<void>;

/** By SMTP, or into the demo's mailbox. */
export function createDelivery(settings: MailSettings): Deliver {
	return settings.kind === 'smtp'
		? createSmtpDelivery(settings)
		: (mail) => deliverToFile(settings.directory, mail);
}
