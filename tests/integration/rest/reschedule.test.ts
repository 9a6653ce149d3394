import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { rpc } from '../api.ts';
import { sql } from '../backend.ts';
import {
	book,
	booked,
	decide,
	doubleHolds,
	refused,
	reschedule,
	restore,
	statusOf,
	cancel,
	unitsOf
} from '../booking.ts';
import {
	aCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	aRoom
} from '../fixtures.ts';
import { at, dayAhead, iso, minutesAfter } from '../times.ts';

const day = dayAhead(5);
const starts = at(day, '10:00');

async function aBooking(columns: Record<string, number | string> = {}) {
	const centre = await aCentre();
	const room = await aRoom(centre, columns);
	const person = await aPerson();
	const booking = await book(person, { resource: room, starts, minutes: 120 });
	return { centre, room, person, booking, animator: await anAnimator(centre) };
}

/** When a booking is, as its row has it. */
async function whenOf(booking: { id: string }) {
	const [row] = await sql<{ starts: Date; ends: Date; version: number }[]>`
		select lower(during) as starts, upper(during) as ends, version
		from public.bookings where id = ${booking.id}`;
	return row && [row.starts.toISOString(), row.ends.toISOString(), row.version];
}

describe('moving a booking', () => {
	test('an hour later is never in conflict with itself (case 12)', async () => {
		const { person, booking, room } = await aBooking();

		const moved = booked(
			await reschedule(person, booking, minutesAfter(starts, 60), { minutes: 120 })
		);

		expect(moved).toMatchObject({
			id: booking.id,
			status: 'confirmed',
			starts: iso(minutesAfter(starts, 60)),
			version: 2
		});
		expect(await unitsOf(moved)).toHaveLength(1);
		// what it left is free at once
		await book(await aPerson(), { resource: room, starts });
	});

	test('of an organisation stays with it when its member leaves: another moves it (case 34)', async () => {
		const room = await aRoom(await aCentre());
		const organisation = await anOrganisation();
		const [one, other] = [
			await aMember(organisation, 'editor'),
			await aMember(organisation, 'editor')
		];
		const booking = await book(one, { resource: room, starts, p_organisation: organisation.id });
		await sql`delete from public.organisation_members where person_id = ${one.id}`;

		expect(refused(await reschedule(one, booking, at(day, '13:00'))).error).toBe('auth.forbidden');
		const moved = booked(await reschedule(other, booking, at(day, '13:00')));

		expect(moved.starts).toBe(iso(at(day, '13:00')));
	});

	test('into a taken time is refused and leaves it where it was (case 12)', async () => {
		const { person, booking, room } = await aBooking();
		await book(await aPerson(), { resource: room, starts: at(day, '15:00') });

		const refusal = refused(await reschedule(person, booking, at(day, '14:30')));

		expect(refusal.error).toBe('booking.slot_taken');
		expect(await whenOf(booking)).toEqual([starts, minutesAfter(starts, 120), 1]);
		expect(await unitsOf(booking)).toHaveLength(1);
	});

	test('with a version that somebody changed meanwhile is refused', async () => {
		const { person, booking } = await aBooking();
		booked(await reschedule(person, booking, at(day, '14:00')));

		const refusal = refused(await reschedule(person, booking, at(day, '16:00')));

		expect(refusal).toEqual({ error: 'booking.changed_meanwhile', version: 2 });
	});

	test('counts once in a weekly quota (case 33)', async () => {
		const { person, booking } = await aBooking({ weekly_minutes_per_person: 120 });

		booked(await reschedule(person, booking, at(day, '14:00'), { minutes: 120 }));
		const refusal = refused(
			await reschedule(person, { ...booking, version: 2 }, at(day, '14:00'), { minutes: 180 })
		);

		expect(refusal).toMatchObject({
			error: 'booking.over_quota',
			minutes_used: 0,
			minutes_limit: 120
		});
	});

	test('to another room takes that one and frees the first, its extras too (case 13)', async () => {
		const { centre, room, person } = await aBooking();
		const other = await aRoom(centre);
		const pool = await aPool(centre, 2);
		const later = at(day, '15:00');
		const booking = await book(person, {
			resources: [{ id: room.id }, { id: pool.id, quantity: 2 }],
			starts: later
		});

		const moved = booked(
			await reschedule(person, booking, later, { p_resources: [{ id: other.id, quantity: 1 }] })
		);

		expect(await unitsOf(moved)).toHaveLength(1);
		await book(await aPerson(), {
			resources: [{ id: room.id }, { id: pool.id, quantity: 2 }],
			starts: later
		});
	});

	test('to a room of another centre is refused', async () => {
		const { person, booking } = await aBooking();
		const elsewhere = await aRoom(await aCentre());

		const refusal = refused(
			await reschedule(person, booking, starts, { p_resources: [{ id: elsewhere.id }] })
		);

		expect(refusal).toEqual({ error: 'request.invalid', field: 'resources' });
	});

	test('to a reviewed room waits again, and staff move it without asking themselves', async () => {
		const { centre, person, booking, animator } = await aBooking();
		const reviewed = await aRoom(centre, { approval: 'review' });

		const moved = booked(
			await reschedule(person, booking, starts, { p_resources: [{ id: reviewed.id }] })
		);

		expect(moved.status).toBe('pending');
		expect(moved.hold_until).not.toBeNull();
		const decided = booked(await decide(animator, moved, 'confirmed'));
		const again = booked(await reschedule(animator, decided, at(day, '18:00')));
		expect(again).toMatchObject({ status: 'confirmed', hold_until: null });
		// a change of mind about a moved booking brings it back confirmed, as it was
		const off = booked(await cancel(person, again));
		expect(booked(await restore(person, off)).status).toBe('confirmed');
	});

	test('from a reviewed room to one that needs no review is confirmed at once', async () => {
		const { centre, person, booking } = await aBooking({ approval: 'review' });
		const open = await aRoom(centre);

		const moved = booked(
			await reschedule(person, booking, starts, { p_resources: [{ id: open.id }] })
		);

		expect(moved).toMatchObject({ status: 'confirmed', hold_until: null });
	});

	test('after the deadline is for staff only', async () => {
		const { person, booking, animator } = await aBooking({ cancel_until_minutes: 7 * 24 * 60 });

		const refusal = refused(await reschedule(person, booking, at(day, '14:00')));

		expect(refusal.error).toBe('booking.too_late_to_cancel');
		booked(await reschedule(animator, booking, at(day, '14:00')));
	});

	test('keeps the rules: length, opening hours, the past; staff override with a reason, logged', async () => {
		const { person, booking, animator } = await aBooking({ max_minutes: 180 });

		expect(refused(await reschedule(person, booking, starts, { minutes: 240 })).error).toBe(
			'booking.too_long'
		);
		expect(refused(await reschedule(person, booking, at(dayAhead(-2), '10:00'))).error).toBe(
			'booking.in_the_past'
		);
		expect(
			refused(await reschedule(person, booking, starts, { minutes: 240, p_override_reason: 'Tak' }))
				.error
		).toBe('auth.forbidden');

		booked(
			await reschedule(animator, booking, starts, {
				minutes: 240,
				p_override_reason: 'Zgoda burmistrza'
			})
		);

		const [row] = await sql`
			select reason, actor from public.audit_log
			where entity = 'bookings' and entity_id = ${booking.id} order by id desc limit 1`;
		expect(row).toEqual({ reason: 'Zgoda burmistrza', actor: animator.id });
	});

	test('of somebody else is as if it were not there', async () => {
		const { booking } = await aBooking();
		const elsewhere = await anAnimator(await aCentre());

		for (const stranger of [await aPerson(), elsewhere]) {
			expect(refused(await reschedule(stranger, booking, at(day, '14:00'))).error).toBe(
				'booking.not_found'
			);
		}
		expect(await whenOf(booking)).toEqual([starts, minutesAfter(starts, 120), 1]);
	});

	test('of a cancelled one is refused', async () => {
		const { person, booking } = await aBooking();
		const off = booked(await cancel(person, booking));

		expect(refused(await reschedule(person, off, at(day, '14:00')))).toEqual({
			error: 'booking.wrong_state',
			status: 'cancelled'
		});
	});

	test('asked twice with one key moves once', async () => {
		const { person, booking } = await aBooking();
		const key = randomUUID();

		const answers = await Promise.all(
			[1, 2].map(() => reschedule(person, booking, at(day, '14:00'), { key }))
		);

		expect(answers.map((answer) => booked(answer).version)).toEqual([2, 2]);
	});

	test('two who exchange their rooms at once are both refused, and keep theirs', async () => {
		const centre = await aCentre();
		const [left, right] = [await aRoom(centre), await aRoom(centre)];
		const [one, other] = [await aPerson(), await aPerson()];
		const mine = await book(one, { resource: left, starts });
		const theirs = await book(other, { resource: right, starts });

		const outcomes = await Promise.all([
			reschedule(one, mine, starts, { p_resources: [{ id: right.id }] }),
			reschedule(other, theirs, starts, { p_resources: [{ id: left.id }] })
		]);

		for (const outcome of outcomes) expect(refused(outcome).error).toBe('booking.slot_taken');
		expect(await doubleHolds()).toBe(0);
	});
});

describe('finishing early', () => {
	/** As if the booking had begun an hour ago. */
	async function goingOn() {
		const made = await aBooking();
		await sql`
			update public.bookings set during = tstzrange(now() - interval '1 hour', now() + interval '1 hour')
			where id = ${made.booking.id}`;
		await sql`
			update public.allocations set
				during = tstzrange(now() - interval '1 hour', now() + interval '1 hour'),
				blocked = tstzrange(now() - interval '1 hour', now() + interval '1 hour')
			where booking_id = ${made.booking.id}`;
		return made;
	}

	const finish = (caller: Parameters<typeof rpc>[0], booking: { id: string; version: number }) =>
		rpc(caller, 'finish_booking', {
			p_key: randomUUID(),
			p_booking: booking.id,
			p_version: booking.version
		});

	test('frees the rest of the time for others', async () => {
		const { person, booking, room, animator } = await goingOn();
		const soon = new Date(Math.ceil(Date.now() / 60_000 + 5) * 60_000).toISOString();
		const wish = { resource: room, starts: soon, minutes: 15, p_override_reason: 'Zaraz potem' };

		booked(await finish(person, booking));

		await book(animator, wish);
		expect(await statusOf(booking)).toBe('confirmed');
	});

	test('is refused before it begins, and to strangers', async () => {
		const { person, booking } = await aBooking();

		expect(refused(await finish(person, booking)).error).toBe('booking.wrong_state');
		expect(refused(await finish(await aPerson(), booking)).error).toBe('booking.not_found');
	});
});
