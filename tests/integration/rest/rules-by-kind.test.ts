import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anonymous, type Caller, clientOf, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, cancel, refuse, refused, request, reschedule } from '../booking.ts';
import {
	aCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	aRoom,
	type Resource
} from '../fixtures.ts';
import { rulesFor } from '../limits.ts';
import { preview } from '../series.ts';
import { at, dayAhead, daysAfter, iso, weekdayAhead } from '../times.ts';

const day = dayAhead(5);

/** A room that may be had for two hours, sixty days ahead; and one of every kind of person. */
async function aRoomForAll(columns: Record<string, string | number> = {}) {
	const centre = await aCentre();
	const room = await aRoom(centre, { max_minutes: 120, ...columns });
	const [known, trusted] = [
		await anOrganisation({ verified: true }),
		await anOrganisation({ verified: true, trusted: true })
	];
	return {
		centre,
		room,
		resident: await aPerson(),
		verified: await aPerson('Verified', { centre, verified: true }),
		editor: await aMember(known, 'editor'),
		trustedEditor: await aMember(trusted, 'editor'),
		animator: await anAnimator(centre),
		known: { p_organisation: known.id },
		trusted: { p_organisation: trusted.id }
	};
}

async function reasonFor(caller: Caller, room: Resource, others: Record<string, unknown>) {
	const outcome = await request(caller, { resource: room, starts: at(day, '10:00'), ...others });
	return outcome.error === undefined ? null : refused(outcome);
}

describe('rules for a kind of person', () => {
	test('lie over those of the resource: each kind has its own longest length', async () => {
		const { room, resident, verified, editor, trustedEditor, animator, known, trusted } =
			await aRoomForAll();
		await rulesFor(room, 'resident', { max_minutes: 60 });
		await rulesFor(room, 'verified', { max_minutes: 90 });
		await rulesFor(room, 'organisation', { max_minutes: 180 });
		await rulesFor(room, 'trusted', { max_minutes: 240 });
		await rulesFor(room, 'staff', { max_minutes: 480 });
		const asked = [
			[resident, 60, {}],
			[verified, 90, {}],
			[editor, 180, known],
			[trustedEditor, 240, trusted],
			[animator, 480, {}]
		] as const;

		for (const [n, [person, longest, others]] of asked.entries()) {
			const starts = at(daysAfter(day, n), '08:00');
			const longer = await refuse(person, {
				resource: room,
				starts,
				minutes: longest + 30,
				...others
			});
			expect(longer).toEqual({ error: 'booking.too_long', max: longest });
			await book(person, { resource: room, starts, minutes: longest, ...others });
		}
	});

	test('of an organisation are not those of its member, nor of one that nobody verified', async () => {
		const { room, editor, known } = await aRoomForAll();
		await rulesFor(room, 'organisation', { max_minutes: 240 });
		const unknown = await anOrganisation({ verified: false });
		const member = await aMember(unknown, 'owner');

		const alone = await reasonFor(editor, room, { minutes: 180 });
		const nobody = await reasonFor(member, room, { minutes: 180, p_organisation: unknown.id });

		expect(alone).toEqual({ error: 'booking.too_long', max: 120 });
		expect(nobody).toEqual({ error: 'booking.too_long', max: 120 });
		expect(await reasonFor(editor, room, { minutes: 180, ...known })).toBeNull();
	});

	test('hold for the more specific kind too, where that has none of its own', async () => {
		const { room, verified, trustedEditor, trusted } = await aRoomForAll();
		await rulesFor(room, 'resident', { max_minutes: 60 });
		await rulesFor(room, 'organisation', { max_minutes: 240 });

		expect(await reasonFor(verified, room, { minutes: 90 })).toMatchObject({ max: 60 });
		expect(await reasonFor(trustedEditor, room, { minutes: 240, ...trusted })).toBeNull();
	});

	test('say step, shortest length, lead and horizon, and each refusal its number', async () => {
		const { room, editor, known, resident } = await aRoomForAll({ horizon_days: 60 });
		await rulesFor(room, 'organisation', {
			step_minutes: 60,
			min_minutes: 120,
			max_minutes: 240,
			lead_minutes: 1440,
			horizon_days: 180
		});
		const wish = (starts: string, minutes: number) => ({ resource: room, starts, minutes });

		expect(await refuse(editor, { ...wish(at(day, '10:30'), 120), ...known })).toEqual({
			error: 'booking.off_step',
			step: 60
		});
		expect(await refuse(editor, { ...wish(at(day, '10:00'), 60), ...known })).toEqual({
			error: 'booking.too_short',
			min: 120
		});
		const soon = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 7_200_000);
		expect((await refuse(editor, { ...wish(soon.toISOString(), 120), ...known })).error).toBe(
			'booking.too_soon'
		);
		expect(await refuse(editor, { ...wish(at(dayAhead(181), '10:00'), 120), ...known })).toEqual({
			error: 'booking.too_far',
			last_day: dayAhead(180)
		});
		await book(editor, { ...wish(at(dayAhead(180), '10:00'), 120), ...known });
		expect(await refuse(resident, wish(at(dayAhead(61), '10:00'), 60))).toEqual({
			error: 'booking.too_far',
			last_day: dayAhead(60)
		});
	});

	test('35 · count the lead in working days for residents, and spare organisations it', async () => {
		const { room, resident, editor, known } = await aRoomForAll();
		await rulesFor(room, 'resident', { lead_working_days: 3 });
		const [row] = await sql<{ first: string }[]>`
			select private.add_working_days(
				${room.centre.id}, (now() at time zone 'Europe/Warsaw')::date, 3
			)::text as first`;
		const first = row?.first ?? '';

		const early = await refuse(resident, {
			resource: room,
			starts: at(daysAfter(first, -1), '22:00')
		});

		expect(early).toEqual({ error: 'booking.too_soon', earliest: iso(at(first, '00:00')) });
		await book(resident, { resource: room, starts: at(first, '00:00') });
		await book(editor, { resource: room, starts: at(daysAfter(first, -1), '22:00'), ...known });
	});

	test('decide who waits for approval', async () => {
		const { room, resident, verified, editor, known } = await aRoomForAll({ approval: 'review' });
		await rulesFor(room, 'verified', { approval: 'auto' });
		await rulesFor(room, 'organisation', { approval: 'auto_for_trusted' });
		const starts = (n: number) => at(daysAfter(day, n), '10:00');

		expect((await book(resident, { resource: room, starts: starts(0) })).status).toBe('pending');
		expect((await book(verified, { resource: room, starts: starts(1) })).status).toBe('confirmed');
		const asked = await book(editor, { resource: room, starts: starts(2), ...known });
		expect(asked.status).toBe('pending');
	});

	test('are those of whom staff book for, not of the staff', async () => {
		const { room, resident, animator } = await aRoomForAll();
		await rulesFor(room, 'staff', { max_minutes: 600 });

		const refusal = await refuse(animator, {
			resource: room,
			starts: at(day, '10:00'),
			minutes: 180,
			p_on_behalf_of: resident.id
		});

		expect(refusal).toEqual({ error: 'booking.too_long', max: 120 });
	});

	test('hold for a booking that moves, and for every date of a series', async () => {
		const { room, resident, editor, known } = await aRoomForAll();
		await rulesFor(room, 'organisation', { max_minutes: 240 });
		const booking = await book(resident, { resource: room, starts: at(day, '10:00') });
		const rule = { from: day, count: 2, starts: '12:00', ends: '15:00' };

		const longer = await reschedule(resident, booking, at(day, '10:00'), { minutes: 180 });
		const alone = await preview(editor, room, rule);
		const together = await preview(editor, room, rule, known);

		expect(refused(longer)).toEqual({ error: 'booking.too_long', max: 120 });
		expect(alone.map(({ state }) => state)).toEqual(['rule', 'rule']);
		expect(together.map(({ state }) => state)).toEqual(['free', 'free']);
	});
});

describe('the deadline for cancelling', () => {
	async function deadline(caller: Caller, booking: { id: string }): Promise<string> {
		const { data } = await clientOf(caller)
			.from('my_bookings')
			.select('cancel_until')
			.eq('id', booking.id);
		return iso(new Date(String(data?.[0]?.['cancel_until'])).toISOString());
	}

	test('35 · in working days ends with the day before them, however many days are between', async () => {
		const { room, resident } = await aRoomForAll({ cancel_working_days: 2 });
		const monday = weekdayAhead(1, 10);
		const booking = await book(resident, { resource: room, starts: at(monday, '10:00') });
		const [row] = await sql<{ last: string; next: string }[]>`
			select max(day)::date::text as last, (max(day)::date + 1)::text as next
			from generate_series(${monday}::date - 20, ${monday}::date, interval '1 day') as day
			where private.add_working_days(${room.centre.id}, day::date, 2) <= ${monday}::date`;

		expect(await deadline(resident, booking)).toBe(iso(at(row?.next ?? '', '00:00')));
		expect(row?.last).toBe(daysAfter(row?.next ?? '', -1));
	});

	test('is the earlier one where there are two, and of the kind that the booking is for', async () => {
		const { room, editor, known } = await aRoomForAll({ cancel_until_minutes: 60 });
		await rulesFor(room, 'organisation', { cancel_until_minutes: 4 * 1440 });
		const pool = await aPool(room.centre, 1, { cancel_until_minutes: 120 });
		const starts = at(day, '10:00');
		const own = await book(editor, { resources: [{ id: room.id }, { id: pool.id }], starts });
		const shared = await book(editor, {
			resource: room,
			starts: at(dayAhead(3), '10:00'),
			...known
		});

		expect(await deadline(editor, own)).toBe(
			iso(new Date(Date.parse(starts) - 7_200_000).toISOString())
		);
		expect(refused(await cancel(editor, shared)).error).toBe('booking.too_late_to_cancel');
	});
});

const Loan = z.object({ units: z.number(), last_day: z.string() });
const Slots = z.object({ slots: z.array(z.object({ resource: z.string(), starts: z.string() })) });
const Week = z.object({ resources: z.array(z.looseObject({ id: z.string() })) });

describe('what is told before somebody asks', () => {
	test('the programme says where the rules of a kind differ, to everybody alike', async () => {
		const { centre, room, resident } = await aRoomForAll({ approval: 'review' });
		const plain = await aRoom(centre);
		await rulesFor(room, 'organisation', { max_minutes: 240, horizon_days: 180, min_minutes: 30 });
		await rulesFor(room, 'verified', { approval: 'auto' });
		const [week] = await sql<{ week: string }[]>`
			select to_char(now() at time zone 'Europe/Warsaw', 'IYYY-"W"IW') as week`;
		const args = { p_centre: centre.slug, p_week: week?.week };

		const answer = await rpc(anonymous, 'centre_schedule', args);

		const shown = new Map(Week.parse(answer.data).resources.map((each) => [each.id, each]));
		expect(shown.get(room.id)?.['rules']).toEqual({
			organisation: { max: 240, last_day: dayAhead(180) },
			verified: { approval: 'auto' }
		});
		expect(shown.get(plain.id)).not.toHaveProperty('rules');
		expect((await rpc(resident, 'centre_schedule', args)).data).toEqual(answer.data);
	});

	test('alternatives are what the rules of who asks allow', async () => {
		const { centre, room, resident, editor, known } = await aRoomForAll();
		await rulesFor(room, 'organisation', { max_minutes: 240, horizon_days: 180 });
		const starts = at(dayAhead(100), '10:00');
		const wish = {
			p_centre: centre.slug,
			p_resources: [{ id: room.id, quantity: 1 }],
			p_starts: starts,
			p_ends: at(dayAhead(100), '14:00')
		};

		const nobody = Slots.parse((await rpc(anonymous, 'find_slots', wish)).data);
		const alone = Slots.parse((await rpc(resident, 'find_slots', wish)).data);
		const together = Slots.parse((await rpc(editor, 'find_slots', { ...wish, ...known })).data);

		expect(nobody.slots).toEqual([]);
		expect(alone.slots).toEqual([]);
		expect(together.slots[0]).toEqual({ resource: room.id, starts: iso(starts) });
	});

	test('an organisation sees later days for what is lent than its member does', async () => {
		const { centre, editor, known } = await aRoomForAll();
		const tent = await aPool(centre, 2, { lent_home: true });
		await rulesFor(tent, 'organisation', { horizon_days: 180 });
		const ask = { p_resource: tent.id, p_from: day };

		const alone = Loan.parse((await rpc(editor, 'loan_calendar', ask)).data);
		const together = Loan.parse((await rpc(editor, 'loan_calendar', { ...ask, ...known })).data);

		expect([alone.last_day, together.last_day]).toEqual([dayAhead(60), dayAhead(180)]);
	});

	test('a set that is lent whole is not there while a part of it is out of service', async () => {
		const { centre, resident } = await aRoomForAll();
		const set = await aPool(centre, 2, { lent_home: true, take: 'all' });
		const ask = () => rpc(anonymous, 'loan_calendar', { p_resource: set.id, p_from: day });

		expect(Loan.parse((await ask()).data).units).toBe(1);
		await sql`update public.units set in_service = false where id = ${set.units[0] ?? ''}`;

		expect(Loan.parse((await ask()).data).units).toBe(0);
		const wish = { starts: at(day, '12:00'), ends: at(daysAfter(day, 1), '12:00') };
		expect((await refuse(resident, { resource: set, ...wish })).error).toBe(
			'booking.not_enough_units'
		);
	});
});
