import type { Component } from 'svelte';
import type { CalendarView } from '$lib/calendar/calendar-view.ts';
import type { Period } from '$lib/calendar/periods.ts';
import type { Schedule, ScheduleResource } from '$lib/calendar/schedule.ts';
import type { FreeTime } from '$lib/resources/agenda.ts';

/** What every way of showing the schedule is given. */
export type BodyProps = {
	schedule: Schedule;
	view: CalendarView;
	/** Those that the filters leave. */
	resources: ScheduleResource[];
	/** Their time of the day that can still be booked. */
	free: FreeTime[];
	now: Date;
	hrefTo: (changes: Partial<CalendarView>) => string;
	bookingHref: (resource: ScheduleResource, period: Period) => string;
	/** True for the signed-in person's own bookings. */
	isOwn: (booking: string) => boolean;
};

export type CalendarBody = Component<BodyProps>;
