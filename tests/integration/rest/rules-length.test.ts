import { describe, expect, test } from 'vitest';
import { book, refuse } from '../booking.ts';
import { aCentre, aPerson, aPool, aRoom } from '../fixtures.ts';
import { at, dayAhead, minutesAfter } from '../times.ts';

const day = dayAhead(5);

describe('length and step', () => {
	test('refuse a start off the step, a length off it, too short and too long', async () => {
		const room = await aRoom(await aCentre(), { min_minutes: 60, max_minutes: 120 });
		const person = await aPerson();

		const offStart = await refuse(person, { resource: room, starts: at(day, '10:10') });
		const seconds = await refuse(person, {
			resource: room,
			starts: at(day, '10:00').replace(':00.000Z', ':01.000Z')
		});
		const offLength = await refuse(person, {
			resource: room,
			starts: at(day, '10:00'),
			minutes: 75
		});
		const short = await refuse(person, { resource: room, starts: at(day, '10:00'), minutes: 30 });
		const long = await refuse(person, { resource: room, starts: at(day, '10:00'), minutes: 150 });

		expect(offStart).toEqual({ error: 'booking.off_step', step: 30 });
		expect(seconds).toEqual({ error: 'booking.off_step', step: 30 });
		expect(offLength).toEqual({ error: 'booking.off_step', step: 30 });
		expect(short).toEqual({ error: 'booking.too_short', min: 60 });
		expect(long).toEqual({ error: 'booking.too_long', max: 120 });
	});
});

describe('lead time and horizon', () => {
	test('refuse what begins sooner than the lead in minutes', async () => {
		const room = await aRoom(await aCentre(), { lead_minutes: 2 * 24 * 60 });
		const before = Date.now();

		const refusal = await refuse(await aPerson(), {
			resource: room,
			starts: at(dayAhead(1), '10:00')
		});

		expect(refusal.error).toBe('booking.too_soon');
		const earliest = Date.parse(String(refusal['earliest']));
		expect(earliest - before).toBeGreaterThan(2 * 86_400_000 - 60_000);
		expect(earliest - before).toBeLessThan(2 * 86_400_000 + 60_000);
	});

	test('in working days count no Saturday and no Sunday', async () => {
		// Holidays are counted on fixed dates in catalogue/working-days.test.ts.
		const room = await aRoom(await aCentre(), { lead_working_days: 10, horizon_days: 60 });
		const person = await aPerson();

		const refusal = await refuse(person, { resource: room, starts: at(dayAhead(11), '10:00') });

		expect(refusal.error).toBe('booking.too_soon');
		const earliest = String(refusal['earliest']);
		expect(Date.parse(earliest)).toBeGreaterThanOrEqual(Date.parse(at(dayAhead(12), '00:00')));
		await book(person, { resource: room, starts: minutesAfter(earliest, 10 * 60) });
		await refuse(person, { resource: room, starts: minutesAfter(earliest, -60) });
	});

	test('let the last day of the horizon be booked, and not the next', async () => {
		const room = await aRoom(await aCentre(), { horizon_days: 10 });
		const person = await aPerson();

		const refusal = await refuse(person, { resource: room, starts: at(dayAhead(11), '00:00') });

		expect(refusal).toEqual({ error: 'booking.too_far', last_day: dayAhead(10) });
		await book(person, { resource: room, starts: at(dayAhead(10), '22:00') });
	});

	test('refuse what has begun', async () => {
		const room = await aRoom(await aCentre());

		const refusal = await refuse(await aPerson(), {
			resource: room,
			starts: at(dayAhead(-1), '10:00')
		});

		expect(refusal).toEqual({ error: 'booking.in_the_past' });
	});
});

describe('capacity', () => {
	test('of a room is not exceeded; of equipment nobody asks', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { capacity: 12 });
		const laptop = await aPool(centre, 1, { capacity: 1 });
		const person = await aPerson();
		const resources = [{ id: room.id }, { id: laptop.id }];
		const starts = at(day, '10:00');

		const refusal = await refuse(person, { resources, starts, p_attendees: 13 });

		expect(refusal).toEqual({ error: 'booking.over_capacity', capacity: 12, resource: room.id });
		await book(person, { resources, starts, p_attendees: 12 });
	});
});
