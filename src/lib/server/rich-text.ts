import { Marked } from 'marked';
import sanitizeHtml from 'sanitize-html';

const markdown = new Marked({ gfm: true, breaks: false, async: false });

/**
 * What a centre wrote in markdown → HTML that is safe to put into a page. The only source of HTML
 * that `ui/RichText.svelte` may get. Markdown's own HTML does not survive the sanitiser: what is
 * not in the list below is dropped, scripts and styles with all that is in them.
 * `headingLevel` is that of a single `#`, so that the headings fit below those of the page.
 */
export function renderRichText(source: string, headingLevel = 3): string {
	const html = markdown.parse(source, { async: false });
	return sanitizeHtml(html, {
		allowedTags: ['p', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'strong', 'em', 'a', 'br', 'hr'],
		allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
		allowedSchemes: ['http', 'https', 'mailto', 'tel'],
		allowProtocolRelative: false,
		disallowedTagsMode: 'discard',
		transformTags: {
			a: (tagName, { href = '' }) => ({ tagName, attribs: { href, rel: 'nofollow noopener' } }),
			...headings(headingLevel)
		}
	});
}

/** '#' becomes h{level}, '##' the next, and so on; headings below h6 are h6. */
function headings(level: number): Record<string, string> {
	return Object.fromEntries(
		[1, 2, 3, 4, 5, 6].map((depth) => [
			`h${String(depth)}`,
			`h${String(Math.min(6, Math.max(3, level + Math.max(0, depth - 2))))}`
		])
	);
}
