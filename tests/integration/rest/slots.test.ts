import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anonymous, rpc } from '../api.ts';
import { book, refused } from '../booking.ts';
import {
	aCentre,
	aDaytimeCentre,
	aDivisibleHall,
	aPerson,
	aPool,
	aRoom,
	type Centre
} from '../fixtures.ts';
import { at, dayAhead, daysAfter, iso, minutesAfter } from '../times.ts';

const Slots = z.object({
	slots: z.array(z.object({ resource: z.uuid(), starts: z.string(), ends: z.string() }))
});

const day = dayAhead(5);

async function slotsFor(
	centre: Centre,
	starts: string,
	minutes: number,
	others: Record<string, unknown> = {}
) {
	const outcome = await rpc(anonymous, 'find_slots', {
		p_centre: centre.slug,
		p_resources: null,
		p_starts: starts,
		p_ends: minutesAfter(starts, minutes),
		...others
	});
	if (outcome.error !== undefined) throw new Error(JSON.stringify(refused(outcome)));
	return Slots.parse(outcome.data).slots;
}

describe('free times near a wish', () => {
	test('are of the same room, nearest first, and every one can be booked', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre, { approval: 'auto' });
		const person = await aPerson();
		await book(person, { resource: room, starts: at(day, '16:00'), minutes: 120 });

		const slots = await slotsFor(centre, at(day, '16:00'), 60, { p_resources: [{ id: room.id }] });

		expect(slots).toHaveLength(6);
		expect(slots[0]).toEqual({
			resource: room.id,
			starts: iso(at(day, '15:00')),
			ends: iso(at(day, '16:00'))
		});
		expect(slots[1]?.starts).toBe(iso(at(day, '14:30')));
		const distances = slots.map((slot) =>
			Math.abs(Date.parse(slot.starts) - Date.parse(at(day, '16:00')))
		);
		expect(distances).toEqual([...distances].sort((a, b) => a - b));
		const apart = slots.filter((slot, n) =>
			slots.slice(0, n).every((other) => other.ends <= slot.starts || other.starts >= slot.ends)
		);
		for (const slot of apart)
			await book(person, { resource: room, starts: slot.starts, ends: slot.ends });
	});

	test('are of other rooms at the wished time too, if they fit', async () => {
		const centre = await aDaytimeCentre();
		const wished = await aRoom(centre, { capacity: 20 });
		const fits = await aRoom(centre, { capacity: 20, features: ['projector'] });
		await aRoom(centre, { capacity: 5, features: ['projector'] });
		await aRoom(centre, { capacity: 20 });
		await aRoom(centre, { capacity: 20, features: ['projector'], max_minutes: 60 });
		const starts = at(day, '10:00');
		await book(await aPerson(), { resource: wished, starts, minutes: 240 });

		const slots = await slotsFor(centre, starts, 120, {
			p_resources: [{ id: wished.id }],
			p_attendees: 15,
			p_features: ['projector']
		});

		expect(slots.map((slot) => slot.resource)).toContain(fits.id);
		expect(new Set(slots.map((slot) => slot.resource)).size).toBe(1);
		expect(slots[0]).toMatchObject({ resource: fits.id, starts: iso(starts) });
	});

	test('keep the extras: only times at which those are free as well', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre);
		const pool = await aPool(centre, 2);
		const starts = at(day, '10:00');
		await book(await aPerson(), {
			resources: [{ id: pool.id, quantity: 1 }],
			starts,
			minutes: 240
		});

		const slots = await slotsFor(centre, starts, 60, {
			p_resources: [{ id: room.id }, { id: pool.id, quantity: 2 }]
		});

		expect(slots[0]?.starts).toBe(iso(at(day, '14:00')));
		expect(new Set(slots.map((slot) => slot.resource))).toEqual(new Set([room.id]));
	});

	test('of a hall are those at which both halves are free', async () => {
		const centre = await aDaytimeCentre();
		const hall = await aDivisibleHall(centre);
		const person = await aPerson();
		await book(person, { resource: hall.a, starts: at(day, '10:00') });
		await book(person, { resource: hall.b, starts: at(day, '11:00') });

		const slots = await slotsFor(centre, at(day, '10:00'), 60, {
			p_resources: [{ id: hall.whole.id }]
		});

		const whole = slots.filter((slot) => slot.resource === hall.whole.id);
		expect(whole[0]?.starts).toBe(iso(at(day, '12:00')));
	});

	test('respect turnaround, lead, horizon and the past', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { horizon_days: 7, lead_minutes: 3 * 1440 }, { cleanup: 30 });
		const person = await aPerson();
		await book(person, { resource: room, starts: at(day, '10:00') });

		const soon = await slotsFor(centre, at(dayAhead(1), '10:00'), 60, {
			p_resources: [{ id: room.id }]
		});
		const near = await slotsFor(centre, at(day, '10:00'), 60, { p_resources: [{ id: room.id }] });
		const far = await slotsFor(centre, at(dayAhead(9), '10:00'), 60, {
			p_resources: [{ id: room.id }],
			p_limit: 24
		});

		for (const slot of soon) {
			expect(Date.parse(slot.starts)).toBeGreaterThan(Date.now() + 3 * 86_400_000 - 60_000);
		}
		expect(
			near
				.slice(0, 2)
				.map((slot) => slot.starts)
				.sort()
		).toEqual([iso(at(day, '08:30')), iso(at(day, '11:30'))]);
		for (const slot of far) {
			expect(slot.starts < iso(at(dayAhead(8), '00:00'))).toBe(true);
		}
	});

	test('are found without naming a room', async () => {
		const centre = await aDaytimeCentre();
		const small = await aRoom(centre, { capacity: 4 });
		const large = await aRoom(centre, { capacity: 40 });
		await aPool(centre, 3);

		const forFew = await slotsFor(centre, at(day, '10:00'), 60, { p_attendees: 2, p_limit: 2 });
		const forMany = await slotsFor(centre, at(day, '10:00'), 60, { p_attendees: 30 });

		expect(new Set(forFew.map((slot) => slot.resource))).toEqual(new Set([small.id, large.id]));
		expect(new Set(forMany.map((slot) => slot.resource))).toEqual(new Set([large.id]));
		expect(forMany[0]?.starts).toBe(iso(at(day, '10:00')));
	});

	test('are none when nothing fits', async () => {
		const centre = await aDaytimeCentre();
		await aRoom(centre, { capacity: 4 });

		expect(await slotsFor(centre, at(day, '10:00'), 60, { p_attendees: 100 })).toEqual([]);
	});

	test('are none with more of an extra than there are, or with one that is not there', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre);
		const pool = await aPool(centre, 2);

		for (const extra of [{ id: pool.id, quantity: 3 }, { id: randomUUID() }]) {
			const p_resources = [{ id: room.id }, extra];
			expect(await slotsFor(centre, at(day, '10:00'), 60, { p_resources })).toEqual([]);
		}
	});

	test('of a pool count what is in use at once, as booking does', async () => {
		const centre = await aDaytimeCentre();
		const pool = await aPool(centre, 2);
		const person = await aPerson();
		await book(person, { resource: pool, starts: at(day, '10:00') });
		await book(person, { resource: pool, starts: at(day, '11:00') });

		const [slot] = await slotsFor(centre, at(day, '10:00'), 120, {
			p_kind: 'equipment',
			p_resources: [{ id: pool.id }]
		});

		expect(slot?.starts).toBe(iso(at(day, '10:00')));
		await book(person, { resource: pool, starts: at(day, '10:00'), minutes: 120 });
	});
});

describe('what cannot be searched for', () => {
	test.each([
		['centre.unknown', undefined, { p_centre: 'nowhere' }],
		['request.invalid', 'starts', { p_starts: null }],
		['request.invalid', 'starts', { p_starts: 'infinity' }],
		['request.invalid', 'starts', { p_starts: '2100-01-01T10:00Z', p_ends: '2100-01-01T11:00Z' }],
		['request.invalid', 'ends', { p_ends: at(day, '09:00') }],
		['request.invalid', 'ends', { p_ends: at(daysAfter(day, 9), '09:00') }],
		['request.invalid', 'kind', { p_kind: 'locker' }],
		['request.invalid', 'limit', { p_limit: 0 }],
		['request.invalid', 'limit', { p_limit: 1_000_000 }],
		['request.invalid', 'limit', { p_limit: null }],
		['request.invalid', 'attendees', { p_attendees: -1 }],
		['request.invalid', 'features', { p_features: Array(21).fill('x') }],
		['request.invalid', 'resources', { p_resources: 'x' }],
		['request.invalid', 'resources', { p_resources: [{ id: 'x' }] }],
		['request.invalid', 'resources', { p_resources: {} }]
	])('is refused: %s %s', async (error, field, change) => {
		const { slug } = await aCentre();

		const answer = await rpc(anonymous, 'find_slots', {
			p_centre: slug,
			p_resources: null,
			p_starts: at(day, '10:00'),
			p_ends: at(day, '11:00'),
			...change
		});

		expect(refused(answer)).toEqual(field === undefined ? { error } : { error, field });
	});
});
