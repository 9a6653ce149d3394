import { expect, it } from 'vitest';
import type { Booking } from '$lib/bookings/booking.ts';
import { at, entry, period, pool, room, schedule } from '$lib/bookings/schedule.fixture.ts';
import { planAgain } from './again.ts';

const now = at('2026-11-21', '12:00');
const studio = room('studio');
const laptops = pool('laptop', 3);
const thursday = '2026-11-26';

const earlier: Booking = {
	...period('2026-11-19', '17:00', '19:00'),
	id: 'b',
	centreId: 'c',
	centreSlug: 'c',
	centreName: 'C',
	timeZone: 'Europe/Warsaw',
	organisationId: null,
	organisationName: null,
	requestedByName: 'Ewa',
	requestedByPhone: null,
	isMine: true,
	purpose: 'Próba',
	note: null,
	attendees: 6,
	publicTitle: null,
	status: 'confirmed',
	holdUntil: null,
	checkInUntil: null,
	checkedInAt: null,
	isCancelledLate: false,
	decidedWhy: null,
	cancelledAt: null,
	cancelUntil: at('2026-11-19', '17:00'),
	version: 1,
	createdAt: now,
	resources: [
		{ id: 'studio', slug: 'studio', kind: 'room', name: {}, colour: 1, quantity: 1, units: [] },
		{ id: 'laptop', slug: 'laptop', kind: 'equipment', name: {}, colour: 1, quantity: 2, units: [] }
	]
};

it('repeats room, weekday, hour, length, people and extras', () => {
	const week = schedule('2026-W48', [studio, laptops]);

	const plan = planAgain([week], earlier, now);

	expect(plan).toMatchObject({ isSameTime: true, missing: [] });
	expect(plan?.choice).toMatchObject({
		room: 'studio',
		day: thursday,
		start: '17:00',
		minutes: 120,
		people: 6,
		extras: [{ slug: 'laptop', quantity: 2 }]
	});
	expect(plan?.others).toHaveLength(3);
});

it('leaves out an extra that the centre no longer has', () => {
	const week = schedule('2026-W48', [studio]);

	const plan = planAgain([week], earlier, now);

	expect(plan?.choice.extras).toEqual([]);
	expect(plan?.missing.map(({ id }) => id)).toEqual(['laptop']);
});

it('says so when the hour is taken and it proposes another', () => {
	const taken = entry('a', ['studio-1'], period(thursday, '16:00', '20:00'));
	const week = schedule('2026-W48', [studio, laptops], [taken]);

	const plan = planAgain([week], earlier, now);

	expect(plan?.isSameTime).toBe(false);
	expect(plan?.choice).toMatchObject({ day: thursday, start: '14:00' });
});

it('is nothing when the room is not to be booked any more', () => {
	expect(planAgain([schedule('2026-W48', [laptops])], earlier, now)).toBeNull();
});
