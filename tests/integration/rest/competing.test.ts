import { describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { rpc } from '../api.ts';
import {
	book,
	booked,
	cancel,
	decide,
	doubleHolds,
	refuse,
	refused,
	reschedule,
	runOut,
	statusOf,
	unitsOf
} from '../booking.ts';
import { aDivisibleHall, aCentre, anAnimator, aPerson, aPool } from '../fixtures.ts';
import { aReviewedRoom, factsOf, rivals, storyOf } from '../requests.ts';
import { at, dayAhead, minutesAfter } from '../times.ts';

const starts = at(dayAhead(5), '10:00');
const ends = minutesAfter(starts, 60);

async function aContest(count = 3) {
	const desk = await aReviewedRoom({ pending_holds: false });
	return { ...desk, asked: await rivals(desk.room, starts, count) };
}

describe('6: requests for a resource that is not held for them', () => {
	test('may be several for one time; each is told how many others there are', async () => {
		const { room, asked, centre, animator } = await aContest();
		const [first] = asked;
		if (!first) throw new Error('nobody asked');

		expect(asked.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
		expect(await unitsOf(first)).toEqual([]);
		expect(await storyOf(first.by, first)).toMatchObject({ rivals: 2, is_held: false });
		const wish = { p_resources: [{ id: room.id }], p_starts: starts, p_ends: ends };
		expect((await rpc(await aPerson(), 'competing_requests', wish)).data).toBe(3);
		expect((await factsOf(animator, centre, first)).rivals).toEqual(
			asked
				.slice(1)
				.map(({ id }) => id)
				.sort()
		);
	});

	test('where they are held, the first keeps the time, and nobody is a rival', async () => {
		const { room, person } = await aReviewedRoom();
		const booking = await book(person, { resource: room, starts });

		expect(await refuse(await aPerson(), { resource: room, starts })).toMatchObject({
			error: 'booking.slot_taken'
		});
		expect(await storyOf(person, booking)).toMatchObject({ rivals: 0, is_held: true });
	});

	test('are refused when the time is taken for good', async () => {
		const { room, animator } = await aReviewedRoom({ pending_holds: false });
		await book(animator, { resource: room, starts });

		expect(await refuse(await aPerson(), { resource: room, starts })).toMatchObject({
			error: 'booking.slot_taken'
		});
	});

	test('confirming one takes its units; the others wait, and cannot be confirmed', async () => {
		const { asked, animator, room } = await aContest();
		const [first, second] = asked;
		if (!first || !second) throw new Error('nobody asked');

		booked(await decide(animator, first, 'confirmed'));

		expect(await unitsOf(first)).toEqual(room.units);
		expect(refused(await decide(animator, second, 'confirmed'))).toMatchObject({
			error: 'booking.slot_taken'
		});
		expect(await statusOf(second)).toBe('pending');
	});

	test('the others are declined in the same act, with a reason of their own', async () => {
		const { asked, animator } = await aContest();
		const [first, second] = asked;
		if (!first || !second) throw new Error('nobody asked');

		const { data } = await rpc(animator, 'decide_booking', {
			p_key: randomUUID(),
			p_booking: first.id,
			p_version: first.version,
			p_decision: 'confirmed',
			p_rivals_why: 'Termin dostała inna grupa.'
		});

		const others = asked
			.slice(1)
			.map(({ id }) => id)
			.sort();
		expect(data).toMatchObject({ status: 'confirmed', declined: others });
		expect(await statusOf(second)).toBe('declined');
	});

	test('of a pool with enough for both, the other is not declined', async () => {
		const centre = await aCentre();
		const pool = await aPool(centre, 2, { approval: 'review', pending_holds: false });
		const [first, second, third] = await rivals(pool, starts, 3);
		if (!first || !second || !third) throw new Error('nobody asked');
		const animator = await anAnimator(centre);

		const { data } = await rpc(animator, 'decide_booking', {
			p_key: randomUUID(),
			p_booking: first.id,
			p_version: first.version,
			p_decision: 'confirmed',
			p_rivals_why: 'Zabrakło.'
		});

		expect(data).toMatchObject({ declined: [] });
		booked(await decide(animator, second, 'confirmed'));
		expect(refused(await decide(animator, third, 'confirmed'))).toMatchObject({
			error: 'booking.not_enough_units'
		});
	});

	test('half a hall and the whole of it compete', async () => {
		const centre = await aCentre();
		const { a, b, whole } = await aDivisibleHall(centre, {
			approval: 'review',
			pending_holds: false
		});
		const person = await aPerson();
		const half = await book(person, { resource: a, starts });
		await book(await aPerson(), { resource: b, starts });
		await book(await aPerson(), { resource: whole, starts });

		expect((await storyOf(person, half)).rivals).toBe(1);
	});

	test('7: one that ran out cannot be confirmed, moved or brought back by moving', async () => {
		const { asked, animator } = await aContest(1);
		const [only] = asked;
		if (!only) throw new Error('nobody asked');
		await runOut(only);

		const expired = { error: 'booking.wrong_state', status: 'expired' };
		expect(refused(await decide(animator, only, 'confirmed'))).toEqual(expired);
		expect(refused(await reschedule(only.by, only, at(dayAhead(6), '10:00')))).toEqual(expired);
	});

	test('moves with its person and still holds nothing; cancelled, it is nobody’s rival', async () => {
		const { asked, room } = await aContest(2);
		const [first, second] = asked;
		if (!first || !second) throw new Error('nobody asked');

		const moved = booked(await reschedule(first.by, first, at(dayAhead(6), '10:00')));

		expect(moved.status).toBe('pending');
		expect(await unitsOf(first)).toEqual([]);
		expect((await storyOf(second.by, second)).rivals).toBe(0);
		booked(await cancel(second.by, second));
		const wish = { p_resources: [{ id: room.id }], p_starts: starts, p_ends: ends };
		expect((await rpc(await aPerson(), 'competing_requests', wish)).data).toBe(0);
	});
});

describe('5: many deciders at once', () => {
	test('about one request make one decision; the others are told', async () => {
		const { asked, centre } = await aContest(1);
		const [only] = asked;
		if (!only) throw new Error('nobody asked');
		const staff = await Promise.all(Array.from({ length: 32 }, () => anAnimator(centre)));

		const outcomes = await Promise.all(
			staff.map((each, n) => decide(each, only, n % 2 ? 'confirmed' : 'declined', 'Bo tak'))
		);

		expect(outcomes.filter(({ error }) => !error)).toHaveLength(1);
		expect(new Set(outcomes.flatMap(({ error }) => error?.code ?? []))).toEqual(
			new Set(['booking.changed_meanwhile'])
		);
	});

	test('about 32 rivals confirm one of them; the rest still wait', async () => {
		const { asked, animator } = await aContest(32);

		const outcomes = await Promise.all(
			asked.map((request) => decide(animator, request, 'confirmed'))
		);

		expect(outcomes.filter(({ error }) => !error)).toHaveLength(1);
		expect(new Set(outcomes.flatMap(({ error }) => error?.code ?? []))).toEqual(
			new Set(['booking.slot_taken'])
		);
		const states = await Promise.all(asked.map(statusOf));
		expect(states.filter((status) => status === 'pending')).toHaveLength(31);
		expect(await doubleHolds()).toBe(0);
	});
});

describe('a decision is taken back', () => {
	const undo = (caller: Parameters<typeof rpc>[0], booking: { id: string; version: number }) =>
		rpc(caller, 'undo_decision', {
			p_key: randomUUID(),
			p_booking: booking.id,
			p_version: booking.version
		});

	test('by whoever made it: the request waits again', async () => {
		const { room, animator, person } = await aReviewedRoom();
		const request = await book(person, { resource: room, starts });
		const declined = booked(await decide(animator, request, 'declined', 'Pomyłka'));

		expect(booked(await undo(animator, declined)).status).toBe('pending');

		expect(await unitsOf(request)).toEqual(room.units);
	});

	test('gives the time of a confirmed rival free again', async () => {
		const { asked, animator } = await aContest(2);
		const [first, second] = asked;
		if (!first || !second) throw new Error('nobody asked');
		const confirmed = booked(await decide(animator, first, 'confirmed'));

		booked(await undo(animator, confirmed));

		expect(await unitsOf(first)).toEqual([]);
		booked(await decide(animator, second, 'confirmed'));
	});

	test('not by others, not when the time has been given away since', async () => {
		const { room, animator, person, centre } = await aReviewedRoom();
		const request = await book(person, { resource: room, starts });
		const declined = booked(await decide(animator, request, 'declined', 'Pomyłka'));

		for (const other of [await anAnimator(centre), person]) {
			expect(refused(await undo(other, declined))).toEqual({ error: 'booking.undo_expired' });
		}
		await book(await aPerson(), { resource: room, starts });
		expect(refused(await undo(animator, declined))).toMatchObject({ error: 'booking.slot_taken' });
	});
});
