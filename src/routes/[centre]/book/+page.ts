import { addDays, isDay } from '$lib/calendar/days.ts';
import { scheduleKey } from '$lib/calendar/keep-fresh.ts';
import { now } from '$lib/calendar/now.ts';
import { recentSchedule } from '$lib/calendar/recent-schedules.ts';
import type { ScheduleAsOf } from '$lib/calendar/schedule.ts';
import { dayOf } from '$lib/calendar/wall-clock.ts';
import { weekOfDay, weeksFrom } from '$lib/calendar/weeks.ts';
import type { PageLoad } from './$types';

// A form about this very minute, filled in with what was typed before: the browser knows both.
export const ssr = false;

const weeksAhead = 3;

/** The weeks that the strip of days shows; choosing within them loads nothing. */
export const load: PageLoad = async ({ depends, fetch, params, parent, untrack, url }) => {
	depends(scheduleKey);
	const { centre } = await parent();
	const today = dayOf(now(), centre.timeZone);
	const from = dayIn(url.searchParams.get('from'), today) ?? today;
	const weeks = weeksFrom(weekOfDay(from), weeksAhead);
	const day = dayIn(
		untrack(() => url.searchParams.get('day')),
		today
	);
	if (day && !weeks.includes(weekOfDay(day))) weeks.push(weekOfDay(day));

	const read = await Promise.allSettled(
		weeks.map((week) => recentSchedule(fetch, params.centre, week))
	);
	const schedules = read.flatMap((each): ScheduleAsOf[] =>
		each.status === 'fulfilled' ? [each.value] : []
	);
	// Without a network some weeks may be kept and others not; none at all is an error to show.
	const failed = read.find((each) => each.status === 'rejected');
	if (failed && schedules.length === 0) throw failed.reason;
	return { schedules };
};

/** A day from today on, within two years: beyond that there is no schedule to ask for. */
function dayIn(text: string | null, today: string): string | null {
	return text && isDay(text) && text >= today && text <= addDays(today, 730) ? text : null;
}
