import { readCalendarView, type CalendarView } from '$lib/calendar/calendar-view.ts';
import { scheduleKey } from '$lib/calendar/keep-fresh.ts';
import { now } from '$lib/calendar/now.ts';
import { recentSchedule } from '$lib/calendar/recent-schedules.ts';
import type { Schedule } from '$lib/calendar/schedule.ts';
import { dayOf } from '$lib/calendar/wall-clock.ts';
import { weekOfDay } from '$lib/calendar/weeks.ts';
import type { PageLoad } from './$types';
import type { CalendarBody } from './body.ts';
import { itemsOf } from '$lib/resources/agenda.ts';
import DayAgenda from './DayAgenda.svelte';

/** The plan is what most people come for; what is seldom seen is downloaded when it is needed. */
async function bodyOf(view: CalendarView, schedule: Schedule, at: Date): Promise<CalendarBody> {
	if (view.view === 'week') return (await import('./WeekAgenda.svelte')).default;
	const day = schedule.days.find(({ date }) => date === view.day);
	if (day?.open.length === 0) return (await import('./ClosedDay.svelte')).default;
	if (view.view === 'rooms') return (await import('./DayRooms.svelte')).default;
	const items = itemsOf(schedule, view, at);
	return items.length > 0 ? DayAgenda : (await import('./NothingHere.svelte')).default;
}

export const load: PageLoad = async ({ depends, fetch, params, parent, url }) => {
	depends(scheduleKey);
	const { centre } = await parent();
	const at = now();
	const { view, problem } = readCalendarView(url.searchParams, dayOf(at, centre.timeZone));
	const schedule = await recentSchedule(fetch, params.centre, weekOfDay(view.day));
	const Body = await bodyOf(view, schedule, at);
	const Problem = problem ? (await import('./Problem.svelte')).default : null;
	return { view, problem, schedule, Body, Problem };
};
