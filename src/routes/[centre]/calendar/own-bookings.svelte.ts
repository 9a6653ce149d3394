import { now } from '$lib/calendar/now.ts';
import { session } from '$lib/people/session.svelte.ts';

/**
 * Which of the programme's entries are the signed-in person's own. Everybody else never downloads
 * what is needed to ask; without a network nothing is marked.
 */
export function ownBookings(): { has: (booking: string) => boolean } {
	let ids = $state.raw<string[]>([]);

	$effect(() => {
		const person = session.person?.id;
		if (person) void read(person).then((read) => (ids = read));
		return () => (ids = []);
	});

	return { has: (booking) => ids.includes(booking) };
}

async function read(person: string): Promise<string[]> {
	try {
		const { listMyBookings } = await import('$lib/bookings/data.ts');
		const { bookings } = await listMyBookings(person, now());
		return bookings.map(({ id }) => id);
	} catch {
		return [];
	}
}
