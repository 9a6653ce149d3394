import type { MailSettings } from '../boot/supabase-messages.ts';
import { log } from '../log.ts';
import { writeCodeMail } from './code-mail.ts';
import { createDelivery } from './delivery.ts';
import { currentMailLocale } from './mail-locale.ts';

type LiteMail = { to: string; subject: string };

/** What lite calls for each mail: rewrites it in the reader's language and delivers it. */
export function createMailDriver(settings: MailSettings): { send(mail: LiteMail): Promise<void> } {
	const deliver = createDelivery(settings);
	return {
		/** Returns before the mail is delivered: an answer's time says nothing about an address. */
		send({ to, subject }) {
			const code = /^sign_in (\d{6})$/.exec(subject)?.[1];
			if (code === undefined) return Promise.reject(new Error('a mail that MAM does not send'));
			deliver(writeCodeMail(to, code, currentMailLocale())).catch((error: unknown) => {
				log.error({ error }, 'a mail could not be delivered');
			});
			return Promise.resolve();
		}
	};
}
