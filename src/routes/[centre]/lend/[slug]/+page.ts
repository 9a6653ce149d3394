import { error } from '@sveltejs/kit';
import { readDraft } from '$lib/bookings/draft.ts';
import { fetchLoanCalendar } from '$lib/bookings/loan-data.ts';
import { now } from '$lib/calendar/now.ts';
import { dayOf } from '$lib/calendar/wall-clock.ts';
import type { PageLoad } from './$types';

// A form about this very minute, as the booking of rooms is.
export const ssr = false;

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('mam:loan');
	const { centre } = await parent();
	const thing = centre.resources.find(({ slug, isLentHome }) => isLentHome && slug === params.slug);
	if (!thing) error(404, 'resource.unknown');
	const days = thing.horizonDays + thing.maxDays + 1;
	const calendar = await fetchLoanCalendar(
		thing.id,
		dayOf(now(), centre.timeZone),
		days,
		readDraft(params.centre).organisation
	);
	return { thing, calendar };
};
