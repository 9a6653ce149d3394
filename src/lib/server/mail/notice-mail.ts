import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Kind, type Params, type Words, wordsOf } from '../../notifications/words.ts';
import type { Mail } from './delivery.ts';
import type { MailLocale } from './mail-locale.ts';
import { escaped, page, paragraph } from './mail-page.ts';

const Texts = z.record(z.string(), z.string());

/** Read here and not compiled into the app: the worker needs them without a build. */
function textsIn(locale: MailLocale): Record<string, string> {
	const file = new URL(`../../i18n/messages/${locale}/notifications.json`, import.meta.url);
	return Texts.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export type NoticeMail = {
	to: string;
	locale: MailLocale;
	kind: Kind;
	params: Params;
	/** Where in the app the reader can see and do more. */
	link: string;
};

/** A notification as a mail, in the reader's language; the same words stand in the app. */
export function writeNoticeMail({ to, locale, kind, params, link }: NoticeMail): Mail {
	const texts = textsIn(locale);
	const words = wordsOf(params, locale);
	const say = (key: string) => fill(texts[`notification_${key}`] ?? '', { ...words, link });
	const lines = [say(`${kind}_text`), ...(words.why ? [say('why')] : [])];
	const footer = say('mail_footer');
	return {
		to,
		subject: say(`${kind}_title`),
		text: [...lines, say('mail_open'), footer].join('\n\n'),
		html: page(locale, [
			...lines.map(paragraph),
			paragraph(say('mail_open')).replaceAll(
				escaped(link),
				`<a href="${escaped(link)}">${escaped(link)}</a>`
			),
			`<p style="font-size:14px;color:#5f5b52">${escaped(footer)}</p>`
		])
	};
}

function fill(text: string, words: Words & { link: string }): string {
	const values: Record<string, string> = words;
	return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
