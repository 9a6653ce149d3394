import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import {
	book,
	booked,
	cancel,
	decide,
	refuse,
	refused,
	request,
	reschedule,
	restore,
	runOut
} from '../booking.ts';
import {
	aCentre,
	aDaytimeCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	aRoom
} from '../fixtures.ts';
import { aQuota } from '../limits.ts';
import { bookSeries, preview, requestSeries } from '../series.ts';
import { at, dayAhead, daysAfter, weekdayAhead } from '../times.ts';

const monday = weekdayAhead(1);
/** The first of the month after next: a whole month that nothing else touches. */
const first = `${dayAhead(62).slice(0, 7)}-01`;
const far = { horizon_days: 365 };

describe('a quota', () => {
	test('of hours in a month says the month and what is used up of it', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, far);
		await aQuota(centre, { resource_id: room.id, per: 'month', minutes: 180 });
		const person = await aPerson();
		await book(person, { resource: room, starts: at(first, '00:00'), minutes: 120 });

		const refusal = await refuse(person, {
			resource: room,
			starts: at(daysAfter(first, 20), '10:00'),
			minutes: 90
		});

		expect(refusal).toEqual({
			error: 'booking.over_quota',
			resource: room.id,
			per: 'month',
			month: first,
			whose: 'person',
			minutes_used: 120,
			minutes_limit: 180
		});
		await book(person, { resource: room, starts: at(daysAfter(first, 20), '10:00') });
		await book(person, { resource: room, starts: at(daysAfter(first, -1), '23:00') });
	});

	test('of bookings at once counts what is still to come, and is free again when one is over', async () => {
		const centre = await aCentre();
		const rooms = [await aRoom(centre), await aRoom(centre)] as const;
		await aQuota(centre, { kind: 'room', per: 'at_once', count: 2 });
		const person = await aPerson();
		const one = await book(person, { resource: rooms[0], starts: at(monday, '10:00') });
		await book(person, { resource: rooms[1], starts: at(daysAfter(monday, 8), '10:00') });
		const starts = at(daysAfter(monday, 3), '10:00');

		const refusal = await refuse(person, { resource: rooms[0], starts });

		expect(refusal).toEqual({
			error: 'booking.over_quota',
			kind: 'room',
			per: 'at_once',
			whose: 'person',
			count_used: 2,
			count_limit: 2
		});
		await sql`
			update public.bookings
			set during = tstzrange(now() - interval '2 hours', now() - interval '1 hour')
			where id = ${one.id}`;
		await book(person, { resource: rooms[0], starts });
	});

	test('of things lent home counts every one of them, of all pools together', async () => {
		const centre = await aDaytimeCentre();
		const loan = { lent_home: true, max_days: 7 };
		const [tables, tents] = [await aPool(centre, 8, loan), await aPool(centre, 3, loan)];
		const laptops = await aPool(centre, 3);
		await aQuota(centre, { kind: 'loan', per: 'at_once', count: 3 });
		const person = await aPerson();
		const period = { starts: at(monday, '12:00'), ends: at(daysAfter(monday, 2), '12:00') };
		await book(person, { resources: [{ id: tables.id, quantity: 2 }], ...period });

		const more = await refuse(person, {
			resources: [{ id: tables.id }, { id: tents.id }],
			...period
		});
		const many = await refuse(await aPerson(), {
			resources: [
				{ id: tents.id, quantity: 2 },
				{ id: tables.id, quantity: 2 }
			],
			...period
		});

		expect(more).toEqual({
			error: 'booking.over_quota',
			kind: 'loan',
			per: 'at_once',
			whose: 'person',
			count_used: 2,
			count_limit: 3,
			things: true
		});
		expect(many).toMatchObject({ error: 'booking.over_quota', count_used: 0, count_limit: 3 });
		await book(person, {
			resources: [{ id: laptops.id, quantity: 3 }],
			starts: at(monday, '12:00')
		});
		await book(person, { resources: [{ id: tents.id }], ...period });
	});

	test('counts a loan that is not back yet, however late it is', async () => {
		const centre = await aDaytimeCentre();
		const tents = await aPool(centre, 3, { lent_home: true });
		await aQuota(centre, { kind: 'loan', per: 'at_once', count: 1 });
		const person = await aPerson();
		const period = { starts: at(monday, '12:00'), ends: at(daysAfter(monday, 1), '12:00') };
		const loan = await book(person, { resource: tents, ...period });
		await sql`
			update public.bookings set status = 'handed_over',
				during = tstzrange(now() - interval '9 days', now() - interval '2 days')
			where id = ${loan.id}`;

		const refusal = await refuse(person, { resource: tents, ...period });

		expect(refusal).toMatchObject({ count_used: 1, count_limit: 1 });
	});

	test('for a kind of person binds only that, and the most specific one counts', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		await aQuota(centre, { kind: 'room', minutes: 60 });
		await aQuota(centre, { kind: 'room', who: 'verified', minutes: 120 });
		const [resident, animator] = [await aPerson(), await anAnimator(centre)];
		const verified = await aPerson('Verified', { centre, verified: true });
		const starts = (n: number) => at(daysAfter(monday, n), '10:00');
		const wish = (n: number, minutes: number) => ({ resource: room, starts: starts(n), minutes });

		expect(await refuse(resident, wish(0, 90))).toMatchObject({ minutes_limit: 60 });
		expect(await refuse(verified, wish(0, 150))).toMatchObject({ minutes_limit: 120 });
		await book(verified, wish(0, 120));
		// staff book what the centre itself does
		await book(animator, wish(1, 240));
	});

	test('34 · of an organisation is its own: what members book for themselves is not in it', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		await aQuota(centre, { kind: 'room', whose: 'organisation', per: 'at_once', count: 1 });
		await aQuota(centre, { kind: 'room', per: 'at_once', count: 1 });
		const [one, other] = [
			await anOrganisation({ verified: true }),
			await anOrganisation({ verified: true })
		];
		const editor = await aMember(one, 'editor');
		await sql`
			insert into public.organisation_members (organisation_id, person_id, role)
			values (${other.id}, ${editor.id}, 'editor')`;
		const starts = (n: number) => at(daysAfter(monday, n), '10:00');
		await book(editor, { resource: room, starts: starts(0), p_organisation: one.id });

		const again = { resource: room, starts: starts(1), p_organisation: one.id };
		expect(await refuse(editor, again)).toMatchObject({ whose: 'organisation', count_used: 1 });
		await book(editor, { ...again, p_organisation: other.id });
		await book(editor, { resource: room, starts: starts(2) });
		expect(await refuse(editor, { resource: room, starts: starts(3) })).toMatchObject({
			whose: 'person'
		});
	});

	test('is given back by what was cancelled, declined or has run out', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { approval: 'review' });
		await aQuota(centre, { kind: 'room', per: 'at_once', count: 1 });
		const [person, animator] = [await aPerson(), await anAnimator(centre)];
		const wish = { resource: room, starts: at(monday, '10:00') };

		booked(await cancel(person, await book(person, wish)));
		booked(await decide(animator, await book(person, wish), 'declined'));
		await runOut(await book(person, wish));
		await book(person, wish);

		expect(await refuse(person, { ...wish, starts: at(monday, '12:00') })).toMatchObject({
			count_used: 1
		});
	});

	test('is not got round by cancelling, booking another and taking the first back', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		await aQuota(centre, { kind: 'room', per: 'at_once', count: 1 });
		const person = await aPerson();
		const one = await book(person, { resource: room, starts: at(monday, '10:00') });
		const cancelled = booked(await cancel(person, one));
		const other = await book(person, { resource: room, starts: at(monday, '12:00') });

		expect(refused(await restore(person, cancelled)).error).toBe('booking.over_quota');
		booked(await cancel(person, other));
		booked(await restore(person, cancelled));
	});

	test('is passed by staff with a reason', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		await aQuota(centre, { kind: 'room', per: 'at_once', count: 1 });
		const [person, animator] = [await aPerson(), await anAnimator(centre)];
		await book(person, { resource: room, starts: at(monday, '10:00') });
		const wish = {
			resource: room,
			starts: at(monday, '12:00'),
			p_on_behalf_of: person.id
		};

		expect((await refuse(animator, wish)).error).toBe('booking.over_quota');
		await book(animator, { ...wish, p_override_reason: 'Egzamin w piątek' });
	});
});

describe('33 · a booking that moves', () => {
	test('leaves its week and is counted in the other, and is never in its own way', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { max_minutes: 240 });
		await aQuota(centre, { resource_id: room.id, minutes: 120 });
		const person = await aPerson();
		const next = daysAfter(monday, 7);
		const one = await book(person, { resource: room, starts: at(monday, '10:00'), minutes: 120 });
		await book(person, { resource: room, starts: at(next, '10:00') });

		const there = await reschedule(person, one, at(next, '14:00'), { minutes: 120 });
		const longer = await reschedule(person, one, at(monday, '10:00'), { minutes: 150 });
		const same = booked(await reschedule(person, one, at(monday, '18:00'), { minutes: 120 }));

		expect(refused(there)).toMatchObject({ week: next, minutes_used: 60, minutes_limit: 120 });
		expect(refused(longer)).toMatchObject({ week: monday, minutes_used: 0 });
		booked(await reschedule(person, same, at(next, '14:00'), { minutes: 60 }));
		await book(person, { resource: room, starts: at(monday, '10:00'), minutes: 120 });
	});
});

describe('32 · a series', () => {
	test('counts its own dates, in the preview as in the booking', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, far);
		await aQuota(centre, { resource_id: room.id, per: 'month', minutes: 180 });
		await aQuota(centre, { kind: 'room', per: 'week', count: 2 });
		const person = await aPerson();
		const rule = { freq: 'daily', from: first, count: 5 };

		const dates = await preview(person, room, rule);
		const all = await requestSeries(person, room, rule, dates);

		const weekOf = (date: string) => Math.floor((Date.parse(date) / 86_400_000 + 3) / 7);
		let [inMonth, inWeek] = [0, new Map<number, number>()];
		for (const { date, state, refusal } of dates) {
			const week = weekOf(date);
			const isOverWeek = (inWeek.get(week) ?? 0) === 2;
			const isOverMonth = inMonth === 3;
			expect(state, date).toBe(isOverWeek || isOverMonth ? 'rule' : 'free');
			if (isOverWeek || isOverMonth) expect(refusal?.error).toBe('booking.over_quota');
			else [inMonth, inWeek] = [inMonth + 1, inWeek.set(week, (inWeek.get(week) ?? 0) + 1)];
		}
		expect(dates.some(({ state }) => state === 'rule')).toBe(true);
		expect(refused(all)).toMatchObject({
			error: 'series.date_refused',
			refusal: { error: 'booking.over_quota' }
		});
		const free = dates.filter(({ state }) => state === 'free');
		expect((await requestSeries(person, room, rule, free)).error).toBeUndefined();
	});

	test('counts what was booked before it, and says both together', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, far);
		await aQuota(centre, { kind: 'room', per: 'at_once', count: 4 });
		const person = await aPerson();
		await book(person, { resource: room, starts: at(daysAfter(first, 40), '12:00') });
		await bookSeries(person, room, { from: first, count: 2 });

		const dates = await preview(person, room, {
			from: first,
			count: 2,
			starts: '14:00',
			ends: '15:00'
		});

		expect(dates.map(({ state }) => state)).toEqual(['free', 'rule']);
		expect(dates[1]?.refusal).toMatchObject({ count_used: 4, count_limit: 4 });
	});
});

test('a quota of nothing, or of a resource and a kind, cannot be written', async () => {
	const centre = await aCentre();
	const room = await aRoom(centre);

	await expect(aQuota(centre, {})).rejects.toMatchObject({ code: '23514' });
	await expect(aQuota(centre, { count: 0 })).rejects.toMatchObject({ code: '23514' });
	await expect(
		aQuota(centre, { resource_id: room.id, kind: 'room', count: 1 })
	).rejects.toMatchObject({ code: '23514' });
	await aQuota(centre, { count: 1 });
	await expect(aQuota(centre, { count: 2 })).rejects.toMatchObject({ code: '23505' });
	expect(
		(await request(await aPerson(), { resource: room, starts: at(monday, '10:00') })).error
	).toBeUndefined();
});
