import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sql } from '../backend.ts';
import { book, booked, cancel, refuse } from '../booking.ts';
import { aCentre, aClosure, aPerson, aRoom } from '../fixtures.ts';
import { at, dayAhead } from '../times.ts';

const starts = at(dayAhead(5), '10:00');
const heard: string[] = [];
let listening: { unlisten: () => Promise<void> };

beforeAll(async () => {
	listening = await sql.listen('schedule', (slug) => heard.push(slug));
});
afterAll(() => listening.unlisten());

function timesHeard(slug: string): number {
	return heard.filter((other) => other === slug).length;
}

test('a booking and its cancelling are announced by the centre, once each, and a refusal is not', async () => {
	const [centre, other] = [await aCentre(), await aCentre()];
	const [room, otherRoom] = [await aRoom(centre), await aRoom(other)];
	const person = await aPerson();
	await vi.waitFor(() => expect(timesHeard(other.slug)).toBeGreaterThan(0));
	const before = [timesHeard(centre.slug), timesHeard(other.slug)];

	const booking = await book(person, { resource: room, starts });
	await refuse(person, { resource: room, starts });
	booked(await cancel(person, booking));
	await book(person, { resource: otherRoom, starts });

	// Announcements come in the order of commits: after the last one, the others have come.
	await vi.waitFor(() => expect(timesHeard(other.slug)).toBe((before[1] ?? 0) + 1));
	expect(timesHeard(centre.slug)).toBe((before[0] ?? 0) + 2);
});

test('a change of hours, closures, rooms or units is announced', async () => {
	const centre = await aCentre();
	const room = await aRoom(centre);
	const changes = [
		() => sql`update public.centres set name = 'Other' where id = ${centre.id}`,
		() => sql`update public.resources set capacity = 3 where id = ${room.id}`,
		() => sql`update public.units set in_service = false where id = any (${room.units})`,
		() => aClosure(centre, null, starts, at(dayAhead(6), '10:00')),
		() => sql`delete from public.opening_hours where centre_id = ${centre.id}`
	];

	for (const change of changes) {
		const before = timesHeard(centre.slug);
		await change();
		await vi.waitFor(() => expect(timesHeard(centre.slug)).toBeGreaterThan(before));
	}
});
