import type { MailLocale } from './mail-locale.ts';

/** The frame of a mail's HTML around its paragraphs. */
export function page(locale: MailLocale, lines: string[]): string {
	const style = 'font:17px/1.5 system-ui,sans-serif;color:#22211d;max-width:34em;margin:24px';
	return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><body style="${style}">${lines.join('')}</body></html>`;
}

export function paragraph(text: string): string {
	return `<p>${escaped(text)}</p>`;
}

/** What people typed is text and never markup. */
export function escaped(text: string): string {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;'
	};
	return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
