import { daysBetween, weekdayOf, type Day } from '../calendar/days.ts';
import type { Period } from '../calendar/periods.ts';
import type { ScheduleDay } from '../calendar/schedule.ts';
import type { Localized } from '../i18n/localized.ts';

/** A day that differs from the usual week: closed (no hours) or with other hours, and why. */
export type HoursNotice = { day: Day; open: Period[]; reason: Localized };

const daysAhead = 10;

/** Closures and holidays of today and the coming days; a holiday on a usual day off is no news. */
export function hoursNotices(days: ScheduleDay[], today: Day): HoursNotice[] {
	return days.flatMap(({ date, open, closed }) => {
		const distance = daysBetween(today, date);
		if (!closed || distance < 0 || distance > daysAhead) return [];
		return weekdayOf(date) === 7 && open.length === 0
			? []
			: [{ day: date, open, reason: closed.reason }];
	});
}
