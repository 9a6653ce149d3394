import { daysBetween, isDay, type Day } from './days.ts';
import { isWeek, mondayOf, weekOfDay } from './weeks.ts';

export const views = ['agenda', 'rooms', 'week'] as const;
export type View = (typeof views)[number];

/** What the calendar's address says: everything that somebody may want to share or come back to. */
export type CalendarView = {
	day: Day;
	view: View;
	kind: 'room' | 'equipment';
	/** Slug of the only resource shown; null: all of the kind. */
	room: string | null;
	onlyFree: boolean;
	/** Codes of features and accessibility that a room must have. */
	needs: string[];
};

/** What in the address could not be shown, and the text that said so. */
export type ViewProblem = { what: 'day' | 'view' | 'range'; text: string };

/** How far the programme can be asked for, in days either way (as `centre_schedule` has it). */
const range = 790;
const longestText = 40;

/**
 * Reads the address; what is missing or makes no sense becomes today's agenda, and `problem` tells
 * which part it was. `?week=2026-W48` is that week's Monday, or today when it is this week.
 */
export function readCalendarView(
	address: URLSearchParams,
	today: Day
): { view: CalendarView; problem: ViewProblem | null } {
	const { day, problem } = readDay(address, today);
	const wished = address.get('view');
	const view = views.find((name) => name === wished);
	return {
		view: {
			day,
			view: view ?? 'agenda',
			kind: address.get('kind') === 'equipment' ? 'equipment' : 'room',
			room: address.get('room') || null,
			onlyFree: address.get('free') === '1',
			needs: (address.get('needs') ?? '').split(',').filter((code) => /^[a-z_]{1,40}$/.test(code))
		},
		problem:
			problem ?? (wished && !view ? { what: 'view', text: wished.slice(0, longestText) } : null)
	};
}

function readDay(address: URLSearchParams, today: Day): { day: Day; problem: ViewProblem | null } {
	const day = address.get('day');
	const week = address.get('week');
	const text = (day ?? week ?? '').slice(0, longestText);
	if (day === null && week === null) return { day: today, problem: null };
	const wished = day === null ? dayInWeek(week ?? '', today) : isDay(day) ? day : null;
	if (wished === null) return { day: today, problem: { what: 'day', text } };
	if (Math.abs(daysBetween(today, wished)) > range)
		return { day: today, problem: { what: 'range', text } };
	return { day: wished, problem: null };
}

function dayInWeek(week: string, today: Day): Day | null {
	if (!isWeek(week)) return null;
	return weekOfDay(today) === week ? today : mondayOf(week);
}

/** The query of a view: only what differs from the plain agenda, the day always. */
export function calendarQuery(view: CalendarView, changes: Partial<CalendarView> = {}): string {
	const { day, view: name, kind, room, onlyFree, needs } = { ...view, ...changes };
	const address = new URLSearchParams({ day });
	if (name !== 'agenda') address.set('view', name);
	if (kind !== 'room') address.set('kind', kind);
	if (room) address.set('room', room);
	if (onlyFree) address.set('free', '1');
	if (needs.length > 0) address.set('needs', needs.join(','));
	return `?${address.toString()}`;
}
