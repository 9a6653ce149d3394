import type { Choice } from '$lib/bookings/choice.ts';
import { bookable } from '$lib/bookings/offer.ts';
import { nameOf } from '$lib/bookings/wording.ts';
import type { Schedule } from '$lib/calendar/schedule.ts';
import type { Locale } from '$lib/i18n/address.ts';
import { m } from '$lib/i18n/paraglide/messages.js';
import { wordFor } from '$lib/resources/words.ts';

/** What has been chosen so far: 'Sala · 12 osób · projektor', '3 × Laptop'. */
export function summaryOf(choice: Choice, schedules: readonly Schedule[], locale: Locale): string {
	const resource = choice.resource && bookable(schedules).get(choice.resource);
	const what = resource
		? nameOf({ name: resource.name, quantity: choice.quantity }, locale)
		: m.booking_kind_room();
	return [
		what,
		choice.people && m.booking_people({ count: choice.people }),
		...choice.features.map(wordFor),
		...choice.accessibility.map(wordFor)
	]
		.filter(Boolean)
		.join(' · ');
}
