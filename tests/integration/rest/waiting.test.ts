import { beforeEach, describe, expect, test } from 'vitest';
import { clientOf, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import {
	type Booking,
	book,
	booked,
	cancel,
	decide,
	refuse,
	refused,
	reschedule,
	runOut,
	statusOf,
	unitsOf
} from '../booking.ts';
import {
	aCentre,
	anAnimator,
	aPerson,
	aPool,
	aRoom,
	type Centre,
	type Person,
	type Resource
} from '../fixtures.ts';
import { at, dayAhead, iso, minutesAfter } from '../times.ts';
import {
	accept,
	decline,
	myWatch,
	offerOf,
	rewatch,
	stateOf,
	tick,
	unwatch,
	wait,
	watched
} from '../waiting.ts';

const starts = at(dayAhead(5), '16:00');

let centre: Centre;
let room: Resource;
let holder: Person;
let ada: Person;
let booking: Booking;
beforeEach(async () => {
	centre = await aCentre();
	room = await aRoom(centre);
	[holder, ada] = [await aPerson('Holder'), await aPerson('Ada')];
	booking = await book(holder, { resource: room, starts, minutes: 120 });
});

test.each([
	['2026-11-22T23:30:00+01:00', '2026-11-23T07:00:00+01:00'],
	['2026-11-23T05:00:00+01:00', '2026-11-23T07:00:00+01:00'],
	['2026-11-23T12:34:00+01:00', '2026-11-23T12:34:00+01:00'],
	// the night in which the clocks go forward
	['2027-03-27T22:00:00+01:00', '2027-03-28T07:00:00+02:00']
])('nobody has to answer at night: from %s on it is %s', async (at, awake) => {
	const [row] = await sql<{ at: Date }[]>`
		select private.waking_time('Europe/Warsaw', ${at}) as at`;
	expect(row?.at.toISOString()).toBe(new Date(awake).toISOString());
});

describe('waiting for a time (case 41)', () => {
	test('a freed time is offered to the first in line and held for them', async () => {
		const wish = await wait(ada, { resource: room, starts, minutes: 120 });
		// at night the two hours begin in the morning
		const [awake] = await sql<{ at: Date }[]>`select private.waking_time('Europe/Warsaw') as at`;
		const before = awake?.at.getTime() ?? 0;

		booked(await cancel(holder, booking));

		const mine = await myWatch(ada, wish);
		expect(mine.state).toBe('offered');
		const minutes = (Date.parse(mine.offered_until ?? '') - before) / 60_000;
		expect(minutes).toBeGreaterThan(119);
		expect(minutes).toBeLessThan(121);
		expect((await refuse(holder, { resource: room, starts })).error).toBe('booking.slot_taken');
		const schedule = await rpc(ada, 'centre_schedule', {
			p_centre: centre.slug,
			p_week: await weekOf(starts)
		});
		expect(schedule.data).toMatchObject({
			entries: [{ id: mine.booking_id, status: 'pending', title: null }]
		});
	});

	test('an offer that is accepted is a booking', async () => {
		const wish = await wait(ada, { resource: room, starts, minutes: 120 });
		booked(await cancel(holder, booking));
		const offer = await offerOf(ada, wish);
		const isOffer = () => clientOf(ada).from('my_bookings').select('is_offer').eq('id', offer.id);
		expect((await isOffer()).data).toEqual([{ is_offer: true }]);

		const accepted = booked(await accept(ada, offer));

		expect((await isOffer()).data).toEqual([{ is_offer: false }]);
		expect(accepted).toMatchObject({ id: offer.id, status: 'confirmed', hold_until: null });
		expect(await unitsOf(accepted)).toEqual(room.units);
		expect(await stateOf(wish)).toBe('accepted');
		expect(refused(await accept(ada, accepted)).error).toBe('offer.over');
	});

	test('one that is declined goes to the next at once, in the order of the line', async () => {
		const [bea, cyd] = [await aPerson(), await aPerson()];
		const first = await wait(ada, { resource: room, starts });
		const second = await wait(bea, { resource: room, starts });
		const third = await wait(cyd, { resource: room, starts });
		expect([first.place, second.place, third.place]).toEqual([1, 2, 3]);
		booked(await cancel(holder, booking));
		expect((await myWatch(cyd, third)).state).toBe('waiting');
		const offer = await offerOf(ada, first);

		booked(await decline(ada, offer));

		expect(await statusOf(offer)).toBe('declined');
		await offerOf(bea, second);
		expect(await myWatch(cyd, third)).toMatchObject({ state: 'waiting', place: 1 });
	});

	test('one that runs out is gone at once, and the next has it before anybody else', async () => {
		const bea = await aPerson();
		const first = await wait(ada, { resource: room, starts });
		const second = await wait(bea, { resource: room, starts });
		booked(await cancel(holder, booking));
		const offer = await offerOf(ada, first);
		await runOut(offer);

		expect((await myWatch(ada, first)).state).toBe('missed');
		expect(refused(await accept(ada, offer))).toEqual({ error: 'offer.over', status: 'expired' });
		expect((await refuse(holder, { resource: room, starts })).error).toBe('booking.slot_taken');
		await tick();

		expect(await stateOf(first)).toBe('missed');
		booked(await accept(bea, await offerOf(bea, second)));
	});

	test('of a wish that overlaps what is free is told, and all of it must be for an offer', async () => {
		const overlapping = await wait(ada, {
			resource: room,
			starts: minutesAfter(starts, 60),
			minutes: 120
		});
		const next = await book(holder, { resource: room, starts: minutesAfter(starts, 120) });

		booked(await cancel(holder, booking));

		expect(await myWatch(ada, overlapping)).toMatchObject({
			state: 'waiting',
			free_parts: [
				{
					resource: room.id,
					starts: iso(minutesAfter(starts, 60)),
					ends: iso(minutesAfter(starts, 120))
				}
			]
		});
		await book(await aPerson(), { resource: room, starts });
		booked(await cancel(holder, next));
		await offerOf(ada, overlapping);
	});

	test('two cancellations do not offer twice', async () => {
		const other = await aRoom(centre);
		const second = await book(holder, { resource: other, starts, minutes: 120 });
		const wish = await wait(ada, { starts, p_centre: centre.slug, p_kind: 'room' });

		const outcomes = await Promise.all([cancel(holder, booking), cancel(holder, second)]);

		outcomes.forEach(booked);
		await tick();
		const offers = await sql`
			select from public.bookings where requested_by = ${ada.id} and status = 'offered'`;
		expect(offers).toHaveLength(1);
		await offerOf(ada, wish);
	});

	test('any room that is large enough will do', async () => {
		const [small, large] = [
			await aRoom(centre, { capacity: 5 }),
			await aRoom(centre, { capacity: 50 })
		];
		const inSmall = await book(holder, { resource: small, starts });
		const inLarge = await book(holder, { resource: large, starts });
		await sql`update public.resources set capacity = 2 where id = ${room.id}`;
		const wish = await wait(ada, { starts, p_centre: centre.slug, p_kind: 'room', p_people: 20 });

		booked(await cancel(holder, inSmall));
		expect((await myWatch(ada, wish)).state).toBe('waiting');
		booked(await cancel(holder, inLarge));

		expect(await unitsOf(await offerOf(ada, wish))).toEqual(large.units);
	});

	test('several of a pool are offered when as many are free', async () => {
		const pool = await aPool(centre, 3);
		const wishes = { resources: [{ id: pool.id, quantity: 1 }], starts };
		const bookings = [await book(holder, wishes), await book(holder, wishes)];
		const wish = await wait(ada, { resource: pool, starts, p_quantity: 3 });

		for (const one of bookings) {
			expect((await myWatch(ada, wish)).state).toBe('waiting');
			booked(await cancel(holder, one));
		}

		expect(await unitsOf(await offerOf(ada, wish))).toHaveLength(3);
	});
});

describe('time becomes free', () => {
	test('when a request is declined', async () => {
		const reviewed = await aRoom(centre, { approval: 'review' });
		const asked = await book(holder, { resource: reviewed, starts });
		const wish = await wait(ada, { resource: reviewed, starts });

		booked(await decide(await anAnimator(centre), asked, 'declined', 'Nie tym razem'));

		const accepted = booked(await accept(ada, await offerOf(ada, wish)));
		expect(accepted.status).toBe('pending');
		expect(accepted.hold_until).not.toBeNull();
	});

	test('when a request runs out, even for who asks for it in that moment', async () => {
		const reviewed = await aRoom(centre, { approval: 'review' });
		const asked = await book(holder, { resource: reviewed, starts });
		const wish = await wait(ada, { resource: reviewed, starts });
		await runOut(asked);

		expect((await refuse(holder, { resource: reviewed, starts })).error).toBe('booking.slot_taken');
		await book(holder, { resource: reviewed, starts: minutesAfter(starts, 300) });

		await offerOf(ada, wish);
	});

	test('when a booking is moved away', async () => {
		const wish = await wait(ada, { resource: room, starts });

		booked(await reschedule(holder, booking, minutesAfter(starts, 30), { minutes: 60 }));
		expect((await myWatch(ada, wish)).state).toBe('waiting');
		booked(await reschedule(holder, { id: booking.id, version: 2 }, minutesAfter(starts, 60)));

		await offerOf(ada, wish);
	});

	test('when one that goes on is finished early (case 28)', async () => {
		await sql`
			update public.bookings set during = tstzrange(now() - interval '10 minutes', upper(during))
			where id = ${booking.id}`;
		await sql`
			update public.allocations as a set during = b.during, blocked = b.during
			from public.bookings as b where b.id = a.booking_id and b.id = ${booking.id}`;
		const wish = await wait(ada, { resource: room, starts });

		booked(
			await rpc(holder, 'finish_booking', {
				p_key: crypto.randomUUID(),
				p_booking: booking.id,
				p_version: 1
			})
		);

		await offerOf(ada, wish);
	});

	test('without anybody near: who comes next finds it handed on, and so does the clock', async () => {
		const wish = await wait(ada, { resource: room, starts });
		await sql`update public.units set in_service = false where id = ${room.units[0] ?? ''}`;
		booked(await cancel(holder, booking));
		expect((await myWatch(ada, wish)).state).toBe('waiting');
		await sql`update public.units set in_service = true where id = ${room.units[0] ?? ''}`;

		await tick();

		await offerOf(ada, wish);
	});
});

describe('the line', () => {
	test('passes over who is blocked, and keeps why rules refuse somebody', async () => {
		const blocked = await aPerson('Blocked', { centre });
		const [verified, bea] = [
			await aPerson('Verified', { centre, verified: true }),
			await aPerson()
		];
		const first = await wait(blocked, { resource: room, starts });
		const second = await wait(ada, { resource: room, starts });
		const third = await wait(verified, { resource: room, starts });
		const fourth = await wait(bea, { resource: room, starts });
		await sql`
			update public.centre_people set standing = 'blocked' where person_id = ${blocked.id}`;
		await sql`update public.resources set open_to = 'verified' where id = ${room.id}`;

		booked(await cancel(holder, booking));

		expect((await myWatch(blocked, first)).passed_over).toEqual({
			error: 'booking.person_blocked'
		});
		expect(await myWatch(ada, second)).toMatchObject({
			state: 'waiting',
			passed_over: { error: 'booking.not_allowed', open_to: 'verified' }
		});
		await offerOf(verified, third);
		expect((await myWatch(bea, fourth)).state).toBe('waiting');
	});

	test('what is offered counts in no quota until it is accepted, and then it does', async () => {
		await sql`update public.resources set weekly_minutes_per_person = 120 where id = ${room.id}`;
		const wish = await wait(ada, { resource: room, starts, minutes: 120 });
		booked(await cancel(holder, booking));
		const offer = await offerOf(ada, wish);
		const own = await book(ada, { resource: room, starts: minutesAfter(starts, -240) });

		expect(refused(await accept(ada, offer)).error).toBe('booking.over_quota');
		booked(await cancel(ada, own));

		booked(await accept(ada, offer));
		expect((await refuse(ada, { resource: room, starts: minutesAfter(starts, -240) })).error).toBe(
			'booking.over_quota'
		);
	});

	test('is left by who no longer waits, and the old place is kept for ten minutes', async () => {
		const bea = await aPerson();
		const first = await wait(ada, { resource: room, starts });
		const second = await wait(bea, { resource: room, starts });

		expect(watched(await unwatch(ada, first)).state).toBe('removed');
		expect((await myWatch(bea, second)).place).toBe(1);
		expect(watched(await rewatch(ada, first))).toMatchObject({ state: 'waiting', place: 1 });
		watched(await unwatch(ada, first));
		await sql`
			update public.slot_watches set updated_at = now() - interval '11 minutes'
			where id = ${first.id}`;

		expect(watched(await rewatch(ada, first))).toMatchObject({ state: 'waiting', place: 2 });
	});

	test('who leaves it with an offer in hand leaves it to the next', async () => {
		const bea = await aPerson();
		const first = await wait(ada, { resource: room, starts });
		const second = await wait(bea, { resource: room, starts });
		booked(await cancel(holder, booking));

		expect(watched(await unwatch(ada, first)).state).toBe('declined');

		await offerOf(bea, second);
	});

	test('waiting twice for the same is waiting once', async () => {
		const first = await wait(ada, { resource: room, starts });

		expect(await wait(ada, { resource: room, starts })).toEqual(first);
	});
});

async function weekOf(instant: string): Promise<string> {
	const [row] = await sql<{ week: string }[]>`
		select to_char(${instant}::timestamptz at time zone 'Europe/Warsaw', 'IYYY-"W"IW') as week`;
	return row?.week ?? '';
}
