import { createTransport } from 'nodemailer';
import type { Mail } from './delivery.ts';

/** Milliseconds before the second and third attempt; a code lives ten minutes only. */
const PAUSES = [2_000, 10_000];

/** Delivers by SMTP, three times at most when the server is away. */
export function createSmtpDelivery({ url, from }: { url: string; from: string }) {
	const transport = createTransport(url);
	return async function deliverBySmtp(mail: Mail): Promise<void> {
		for (let attempt = 0; ; attempt++) {
			try {
				await transport.sendMail({ ...mail, from });
				return;
			} catch (error) {
				const pause = PAUSES[attempt];
				if (pause === undefined) throw error;
				await new Promise((resolve) => setTimeout(resolve, pause));
			}
		}
	};
}
