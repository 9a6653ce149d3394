import { beforeEach, describe, expect, test } from 'vitest';
import { clientOf, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import {
	type Booking,
	book,
	booked,
	cancel,
	doubleHolds,
	refuse,
	refused,
	request,
	reschedule,
	restore,
	statusOf,
	unitsOf
} from '../booking.ts';
import {
	aCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aRoom,
	type Centre,
	people,
	type Person,
	type Resource
} from '../fixtures.ts';
import { at, dayAhead, minutesAfter } from '../times.ts';
import { aDoorCode, begun, checkIn, checkInAtDoor, offerOf, tick, wait } from '../waiting.ts';

const later = at(dayAhead(3), '16:00');
/** The next half hour on the clock, and what follows it. */
const soon = new Date(Math.ceil(Date.now() / 1_800_000 + 1) * 1_800_000).toISOString();

let centre: Centre;
let room: Resource;
let person: Person;
let animator: Person;
let booking: Booking;
beforeEach(async () => {
	centre = await aCentre({ no_show_minutes: 20 });
	room = await aRoom(centre, { needs_check_in: true });
	[person, animator] = [await aPerson(), await anAnimator(centre)];
	booking = await book(person, { resource: room, starts: soon, minutes: 120 });
});

async function dueOf({ id }: { id: string }): Promise<string | undefined> {
	const { data } = await clientOf(person).from('my_bookings').select('check_in_until').eq('id', id);
	const value: unknown = data?.[0]?.check_in_until;
	return typeof value === 'string' ? new Date(value).toISOString() : undefined;
}

describe('a room that asks for a check-in', () => {
	test('tells until when, by its own grace or the centre’s, wherever the booking is moved', async () => {
		const own = await aRoom(centre, { needs_check_in: true, no_show_minutes: 5 });
		const plain = await aRoom(centre);

		expect(await dueOf(booking)).toBe(minutesAfter(soon, 20));
		booked(await reschedule(person, booking, later, { p_resources: [{ id: own.id }] }));
		expect(await dueOf(booking)).toBe(minutesAfter(later, 5));
		booked(
			await reschedule(person, { id: booking.id, version: 2 }, later, {
				p_resources: [{ id: plain.id }]
			})
		);

		expect(await dueOf(booking)).toBeUndefined();
	});

	test('keeps asking for it after a cancellation was taken back', async () => {
		const cancelled = booked(await cancel(person, booking));

		const restored = booked(await restore(person, cancelled));

		expect(restored.status).toBe('confirmed');
		expect(await dueOf(booking)).toBe(minutesAfter(soon, 20));
	});

	test('is not asked of bookings made before it did', async () => {
		const plain = await aRoom(centre);
		const before = await book(person, { resource: plain, starts: later });

		await sql`update public.resources set needs_check_in = true where id = ${plain.id}`;

		expect(await dueOf(before)).toBeUndefined();
	});
});

describe('checking in', () => {
	test('is done by staff from 15 minutes before the start, and can be taken back', async () => {
		const [row] = await sql<{ early: boolean }[]>`
			select ${soon}::timestamptz - interval '15 minutes' > now() as early`;
		if (row?.early === true) {
			expect(refused(await checkIn(animator, booking)).error).toBe('check_in.too_early');
		}
		expect(refused(await checkIn(person, booking)).error).toBe('auth.forbidden');
		await begun(booking, 5);

		const present = booked(await checkIn(animator, booking));

		expect(present).toMatchObject({ status: 'checked_in', hold_until: null });
		expect(await unitsOf(booking)).toEqual(room.units);
		const undone = booked(await checkIn(animator, present, 'undo_check_in'));
		expect(undone.status).toBe('confirmed');
		expect(undone.hold_until).not.toBeNull();
		expect(refused(await checkIn(animator, undone, 'undo_check_in')).error).toBe(
			'booking.wrong_state'
		);
	});

	test('is refused too early and long before', async () => {
		const far = await book(person, { resource: room, starts: later });

		expect(refused(await checkIn(animator, far))).toMatchObject({ error: 'check_in.too_early' });
	});

	test('an undo is for ten minutes', async () => {
		await begun(booking, 5);
		const present = booked(await checkIn(animator, booking));
		await sql`
			update public.bookings set checked_in_at = now() - interval '11 minutes'
			where id = ${booking.id}`;

		expect(refused(await checkIn(animator, present, 'undo_check_in')).error).toBe(
			'booking.undo_expired'
		);
	});

	test('at the door takes who is there, or acts for who is, and nobody else', async () => {
		const token = await aDoorCode(animator, room);
		await begun(booking, 5);

		expect(refused(await checkInAtDoor(await aPerson(), token)).error).toBe(
			'check_in.nothing_here'
		);
		expect(refused(await checkInAtDoor(person, '0'.repeat(32))).error).toBe(
			'check_in.unknown_code'
		);
		expect(booked(await checkInAtDoor(person, token)).status).toBe('checked_in');
		expect(booked(await checkInAtDoor(person, token)).status).toBe('checked_in');

		const organisation = await anOrganisation();
		const [owner, member] = [
			await aMember(organisation, 'owner'),
			await aMember(organisation, 'member')
		];
		const other = await aRoom(centre, { needs_check_in: true });
		const theirs = await book(owner, {
			resource: other,
			starts: soon,
			p_organisation: organisation.id
		});
		await begun(theirs, 1);
		const door = await aDoorCode(animator, other);
		expect(booked(await checkInAtDoor(member, door)).id).toBe(theirs.id);
	});

	test('the code of a door is for staff of the centre alone, and a new one voids the old', async () => {
		const token = await aDoorCode(animator, room);
		await begun(booking, 5);
		const { data } = await clientOf(person).from('resource_secrets').select('token');
		expect(data).toEqual([]);
		const args = { p_key: crypto.randomUUID(), p_resource: room.id };
		expect(refused(await rpc(person, 'renew_door_code', args)).error).toBe('auth.forbidden');

		const renewed = await aDoorCode(animator, room);

		expect(refused(await checkInAtDoor(person, token)).error).toBe('check_in.unknown_code');
		booked(await checkInAtDoor(person, renewed));
		const plain = await aRoom(centre);
		const wrong = { p_key: crypto.randomUUID(), p_resource: plain.id };
		expect(refused(await rpc(animator, 'renew_door_code', wrong)).error).toBe('request.invalid');
		const log = await sql`
			select before, after from public.audit_log
			where entity = 'resource_secrets' and entity_id = ${room.id}`;
		expect(log).toEqual([
			{ before: null, after: null },
			{ before: null, after: null }
		]);
	});
});

describe('who does not come', () => {
	test('has let go of the time once the grace is over, everywhere and at once', async () => {
		await begun(booking, 21, -1);

		const { data } = await clientOf(person)
			.from('my_bookings')
			.select('status')
			.eq('id', booking.id);
		expect(data).toEqual([{ status: 'no_show' }]);
		const schedule = await rpc(person, 'centre_schedule', {
			p_centre: centre.slug,
			p_week: await thisWeek()
		});
		expect(schedule.data).toMatchObject({ entries: [] });
		const others = await book(await aPerson(), { resource: room, starts: soon });

		expect(others.status).toBe('confirmed');
		expect(await statusOf(booking)).toBe('no_show');
		expect(refused(await checkIn(animator, booking))).toEqual({
			error: 'booking.wrong_state',
			status: 'no_show'
		});
		expect(refused(await cancel(person, booking)).error).toBe('booking.wrong_state');
	});

	test('leaves the rest to who waits for it', async () => {
		const ada = await aPerson();
		const wish = await wait(ada, { resource: room, starts: soon, minutes: 60 });
		await begun(booking, 21, -1);

		expect((await refuse(person, { resource: room, starts: soon })).error).toBe(
			'booking.slot_taken'
		);
		await tick();

		await offerOf(ada, wish);
		const [row] = await sql<{ actor: string | null }[]>`
			select actor from public.audit_log
			where entity = 'bookings' and entity_id = ${booking.id} and after ->> 'status' = 'no_show'`;
		expect(row?.actor).toBeNull();
	});

	test('but who ends it early was there', async () => {
		await begun(booking, 5);

		const finished = booked(
			await rpc(person, 'finish_booking', {
				p_key: crypto.randomUUID(),
				p_booking: booking.id,
				p_version: booking.version
			})
		);

		expect(finished).toMatchObject({ status: 'checked_in', hold_until: null });
	});

	test('a check-in in the second of the release has exactly one outcome', async () => {
		const crowd = await people(30);
		for (let round = 0; round < 4; round++) {
			const place = await aRoom(centre, { needs_check_in: true });
			// a new person each time: whoever fails to come again and again has to ask
			const mine = await book(await aPerson(), { resource: place, starts: soon, minutes: 120 });
			await begun(mine, 21, round * 0.1);

			const [present, , ...grabs] = await Promise.all([
				checkIn(animator, mine),
				tick(),
				...crowd.map((other) => request(other, { resource: place, starts: soon }))
			]);

			const winners = grabs.filter((outcome) => outcome.error === undefined);
			expect(winners).toHaveLength(present.error === undefined ? 0 : 1);
			expect(await statusOf(mine)).toBe(present.error === undefined ? 'checked_in' : 'no_show');
			if (present.error !== undefined) {
				expect(refused(present)).toEqual({ error: 'booking.wrong_state', status: 'no_show' });
			}
			expect(await doubleHolds()).toBe(0);
		}
	});
});

async function thisWeek(): Promise<string> {
	const [row] = await sql<{ week: string }[]>`
		select to_char(now() at time zone 'Europe/Warsaw', 'IYYY-"W"IW') as week`;
	return row?.week ?? '';
}
