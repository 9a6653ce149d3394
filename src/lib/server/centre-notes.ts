import { now } from '../calendar/now.ts';
import type { ScheduleJson } from '../calendar/schedule.ts';
import { dayOf } from '../calendar/wall-clock.ts';
import { weekOf, weeksFrom } from '../calendar/weeks.ts';
import type { CentreJson } from '../centres/centre.ts';
import type { CentreNotes } from '../centres/notes.ts';
import { renderRichText } from './rich-text.ts';
import { readCentre, readSchedule } from './schedules.ts';

const weeksAhead = 8;

/** Rules as HTML and the coming closures of a centre. Throws `Refused`. */
export async function readCentreNotes(slug: string): Promise<CentreNotes> {
	const centre = await read<CentreJson>(readCentre(slug));
	const today = dayOf(now(), centre.time_zone);
	const weeks = weeksFrom(weekOf(now(), centre.time_zone), weeksAhead);
	const schedules = await Promise.all(
		weeks.map((week) => read<ScheduleJson>(readSchedule(slug, week)))
	);
	const rules = Object.entries(centre.rules ?? {}).map(([locale, text]) => [
		locale,
		renderRichText(text)
	]);
	return {
		rules: Object.fromEntries(rules),
		changes: schedules
			.flatMap(({ days }) => days)
			.flatMap(({ date, closed, open }) =>
				closed && date >= today ? [{ day: date, reason: closed.reason, hours: open }] : []
			)
	};
}

async function read<T>(answer: ReturnType<typeof readCentre>): Promise<T> {
	const { bytes } = await answer;
	const json: T = JSON.parse(new TextDecoder().decode(bytes));
	return json;
}
