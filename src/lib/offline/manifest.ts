import { link } from '../i18n/links.ts';
import { m } from '../i18n/paraglide/messages.js';
import { getLocale } from '../i18n/paraglide/runtime.js';

/** Paper and ink of app.css in the light theme: the splash screen knows no other. */
const paper = '#fbf7f0';

/** The web app manifest in the reader's language. One app whatever the language: `id` is the same. */
export function manifest() {
	return {
		id: '/',
		name: m.offline_app_name(),
		short_name: m.offline_app_short_name(),
		description: m.offline_app_description(),
		lang: getLocale(),
		dir: 'ltr',
		start_url: link('/'),
		scope: '/',
		display: 'standalone',
		theme_color: paper,
		background_color: paper,
		categories: ['lifestyle', 'social', 'productivity'],
		icons: [
			icon('/favicon.svg', 'any', 'any'),
			icon('/icons/icon-192.png', '192x192', 'any'),
			icon('/icons/icon-512.png', '512x512', 'any'),
			icon('/icons/maskable-512.png', '512x512', 'maskable'),
			icon('/icons/monochrome-512.png', '512x512', 'monochrome')
		],
		shortcuts: [
			shortcut(m.offline_shortcut_calendar(), '/go/calendar'),
			shortcut(m.offline_shortcut_book(), '/go/book'),
			shortcut(m.offline_shortcut_mine(), '/me')
		],
		screenshots: [
			screenshot('start-narrow', '720x1480', 'narrow', m.offline_screenshot_start()),
			screenshot('calendar-narrow', '720x1480', 'narrow', m.offline_screenshot_calendar()),
			screenshot('book-narrow', '720x1480', 'narrow', m.offline_screenshot_book()),
			screenshot('calendar-wide', '1280x800', 'wide', m.offline_screenshot_calendar())
		]
	};
}

function icon(src: string, sizes: string, purpose: 'any' | 'maskable' | 'monochrome') {
	return { src, sizes, type: src.endsWith('.svg') ? 'image/svg+xml' : 'image/png', purpose };
}

function shortcut(name: string, path: string) {
	return { name, url: link(path), icons: [icon('/icons/icon-192.png', '192x192', 'any')] };
}

function screenshot(name: string, sizes: string, form_factor: 'narrow' | 'wide', label: string) {
	return { src: `/screenshots/${name}.png`, sizes, type: 'image/png', form_factor, label };
}
