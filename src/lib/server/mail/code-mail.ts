import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Mail } from './delivery.ts';
import type { MailLocale } from './mail-locale.ts';
import { page, paragraph } from './mail-page.ts';

const Texts = z.object({
	mail_code_subject: z.string(),
	mail_code_intro: z.string(),
	mail_code_valid: z.string(),
	mail_code_never_share: z.string(),
	mail_code_ignore: z.string()
});

/** Read here and not compiled into the app: the child needs them without a build. */
function textsIn(locale: MailLocale): z.infer<typeof Texts> {
	const file = new URL(`../../i18n/messages/${locale}/mail.json`, import.meta.url);
	return Texts.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** The mail with the six digits; the code stands alone on its line and in the subject. */
export function writeCodeMail(to: string, code: string, locale: MailLocale): Mail {
	const texts = textsIn(locale);
	const closing = [texts.mail_code_valid, texts.mail_code_never_share, texts.mail_code_ignore];
	return {
		to,
		subject: texts.mail_code_subject.replace('{code}', code),
		text: [texts.mail_code_intro, code, ...closing].join('\n\n'),
		html: page(locale, [
			paragraph(texts.mail_code_intro),
			`<p style="font-size:36px;font-weight:700;letter-spacing:6px;margin:24px 0">${code}</p>`,
			...closing.map(paragraph)
		])
	};
}
