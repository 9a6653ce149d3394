import { expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { booked, doubleHolds, refused, request } from '../booking.ts';
import { aCentre, aRoom, people } from '../fixtures.ts';
import { at, dayAhead, minutesAfter } from '../times.ts';

test('200 people ask at once for 30 times that overlap: everybody is answered, nothing is held twice', async () => {
	const centre = await aCentre();
	const rooms = [await aRoom(centre), await aRoom(centre), await aRoom(centre)];
	const crowd = await people(200);
	const morning = at(dayAhead(5), '08:00');

	const outcomes = await Promise.all(
		crowd.map((person, n) => {
			const wish = n % 30;
			const resource = rooms[wish % 3];
			if (resource === undefined) throw new Error('no room');
			const starts = minutesAfter(morning, Math.floor(wish / 3) * 30);
			return request(person, { resource, starts, minutes: 60 });
		})
	);

	const winners = outcomes.filter(({ error }) => error === undefined).map(booked);
	const reasons = outcomes.filter(({ error }) => error !== undefined).map(refused);
	expect(new Set(reasons.map(({ error }) => error))).toEqual(new Set(['booking.slot_taken']));
	// of ten half hours that overlap their neighbours, a room can give at least every third
	expect(winners.length).toBeGreaterThanOrEqual(12);
	expect(winners.length).toBeLessThanOrEqual(15);
	expect(await doubleHolds()).toBe(0);
	const [row] = await sql<{ count: number }[]>`
		select count(*)::int as count from public.allocations as a
		where a.active and a.resource_id in ${sql(rooms.map(({ id }) => id))}`;
	expect(row?.count).toBe(winners.length);
});
