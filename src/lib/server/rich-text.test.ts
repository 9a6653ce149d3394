import { describe, expect, it } from 'vitest';
import { renderRichText } from './rich-text.ts';

describe('what a centre writes in markdown', () => {
	it('becomes headings below those of the page, lists and links', () => {
		const html = renderRichText('## Zasady\n\n- **cisza** po 20:00\n- [kontakt](mailto:a@b.pl)');

		expect(html).toContain('<h3>Zasady</h3>');
		expect(html).toContain('<li><strong>cisza</strong> po 20:00</li>');
		expect(html).toContain('<a href="mailto:a@b.pl" rel="nofollow noopener">kontakt</a>');
	});

	it.each([
		'<script>alert(1)</script>',
		'<img src=x onerror=alert(1)>',
		'<svg onload=alert(1)>',
		'<svg><script>alert(1)</script></svg>',
		'<a href="javascript:alert(1)">x</a>',
		'[x](javascript:alert(1))',
		'[x](JaVaScRiPt:alert(1))',
		'[x](java\nscript:alert(1))',
		'[x](&#106;avascript:alert(1))',
		'[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
		'[x](vbscript:msgbox(1))',
		'[x](//evil.example)',
		'![x](javascript:alert(1))',
		'![x](x "onerror=alert(1)")',
		'<iframe src="https://evil.example"></iframe>',
		'<iframe srcdoc="<script>alert(1)</script>"></iframe>',
		'<object data="x"></object><embed src="x">',
		'<form action="https://evil.example"><input name=a><button>b</button></form>',
		'<style>body{display:none}</style>',
		'<link rel=stylesheet href=//evil.example>',
		'<meta http-equiv=refresh content="0;url=//evil.example">',
		'<base href="https://evil.example">',
		'<p style="position:fixed" onclick="alert(1)">x</p>',
		'<details open ontoggle=alert(1)>x</details>',
		'<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
		'<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
		'<template><script>alert(1)</script></template>',
		'<a href="https://x.example" target="_blank" onmouseover=alert(1)>x</a>',
		'<<script>alert(1);//<</script>',
		'<h1 id="content" class="rail" name="x">x</h1>',
		'<!--><img src=x onerror=alert(1)>-->'
	])('%s comes out without anything that acts', (attack) => {
		const html = renderRichText(attack);

		expect(html).not.toMatch(
			/<(script|style|iframe|object|embed|form|input|img|svg|math|meta|link)/i
		);
		expect(html).not.toMatch(/<[^>]+\s(on\w+|style|id|class|name|target|srcdoc)=/i);
		expect(html).not.toMatch(/href="(?!https?:|mailto:|tel:|"|[/#][^/])[^"]/i);
	});
});
