import { error, redirect } from '@sveltejs/kit';
import { lastCentre } from '$lib/frame/device.ts';
import { link } from '$lib/i18n/links.ts';
import type { PageLoad } from './$types';

/**
 * Where the shortcuts of the installed app lead: /go/calendar and /go/book open the page of the
 * centre that this device opened last. The manifest is the same for everyone and knows no centre.
 */
export const ssr = false;

export const load: PageLoad = ({ params }) => {
	if (params.to !== 'calendar' && params.to !== 'book') error(404, 'not_found');
	const centre = lastCentre();
	redirect(307, link(centre ? `/${centre}/${params.to}` : '/'));
};
