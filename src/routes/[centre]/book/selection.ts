import { refusalOf, type Refusal, type Wish } from '$lib/bookings/availability.ts';
import type { Choice } from '$lib/bookings/choice.ts';
import { bookable, extraWishes, periodOf, wishFor } from '$lib/bookings/offer.ts';
import type { Period } from '$lib/calendar/periods.ts';
import type { Schedule, ScheduleResource } from '$lib/calendar/schedule.ts';

/** What a complete choice comes to. */
export type Selection = {
	main: ScheduleResource;
	extras: { resource: ScheduleResource; quantity: number }[];
	/** Main first, as the database is asked. */
	wishes: Wish[];
	period: Period;
	/** Why, as far as the schedules tell, it will be refused. */
	refusal: Refusal | null;
};

/** Null while something is missing, or the thing is not there any more. */
export function selectionOf(
	schedules: readonly Schedule[],
	choice: Choice,
	now: Date
): Selection | null {
	const all = bookable(schedules);
	const main = all.get(choice.room ?? choice.resource ?? '');
	const zone = schedules[0]?.centre.timeZone;
	const period = zone ? periodOf(choice, zone) : null;
	if (!main || !period) return null;
	const wishes = [wishFor(main, choice), ...extraWishes(schedules, choice)];
	const extras = choice.extras.flatMap(({ slug, quantity }) => {
		const resource = all.get(slug);
		return resource && resource.id !== main.id ? { resource, quantity } : [];
	});
	return { main, extras, wishes, period, refusal: refusalOf(schedules, wishes, period, now) };
}
