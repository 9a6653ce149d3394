import { readCalendarView } from '$lib/calendar/calendar-view.ts';
import { scheduleKey } from '$lib/calendar/keep-fresh.ts';
import { now } from '$lib/calendar/now.ts';
import { recentSchedule } from '$lib/calendar/recent-schedules.ts';
import { dayOf } from '$lib/calendar/wall-clock.ts';
import { weekOfDay } from '$lib/calendar/weeks.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, fetch, params, parent, url }) => {
	depends(scheduleKey);
	const { centre } = await parent();
	const { view, problem } = readCalendarView(url.searchParams, dayOf(now(), centre.timeZone));
	const schedule = await recentSchedule(fetch, params.centre, weekOfDay(view.day));
	return { view, problem, schedule };
};
