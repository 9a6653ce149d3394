import type { CalendarView } from '../calendar/calendar-view.ts';
import type { ScheduleResource } from '../calendar/schedule.ts';

/** The resources that a calendar's address asks for; an unknown room asks for none in particular. */
export function shownResources(
	resources: ScheduleResource[],
	{ kind, room, needs }: CalendarView
): ScheduleResource[] {
	const only = resources.filter(({ slug }) => slug === room);
	if (only.length > 0) return only;
	return resources.filter(
		(resource) =>
			resource.kind === kind &&
			needs.every(
				(code) => resource.features.includes(code) || resource.accessibility.includes(code)
			)
	);
}
