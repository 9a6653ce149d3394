import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Caller, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, decide, refused, statusOf } from '../booking.ts';
import { aCentre, anAnimator, aPerson, aRoom } from '../fixtures.ts';
import { aReviewedRoom, factsOf, rivals } from '../requests.ts';
import { at, dayAhead } from '../times.ts';

const starts = at(dayAhead(5), '10:00');
const Decided = z.object({
	bookings: z.array(
		z.looseObject({
			id: z.string(),
			status: z.string().optional(),
			refusal: z.looseObject({ error: z.string() }).optional()
		})
	)
});

function decideAll(
	caller: Caller,
	bookings: { id: string; version: number }[],
	decision: string,
	why: string | null = null
) {
	return rpc(caller, 'decide_bookings', {
		p_key: randomUUID(),
		p_bookings: bookings.map(({ id, version }) => ({ id, version })),
		p_decision: decision,
		p_why: why
	});
}

describe('a decision about several requests', () => {
	test('declines all of them with one reason', async () => {
		const { room, animator, person } = await aReviewedRoom();
		const first = await book(person, { resource: room, starts });
		const second = await book(person, { resource: room, starts: at(dayAhead(6), '10:00') });

		const { data } = await decideAll(animator, [first, second], 'declined', 'Remont sali.');

		expect(Decided.parse(data).bookings.map(({ status }) => status)).toEqual([
			'declined',
			'declined'
		]);
		const rows = await sql<{ decided_why: string }[]>`
			select decided_why from public.bookings where id in ${sql([first.id, second.id])}`;
		expect(rows.map((row) => row.decided_why)).toEqual(['Remont sali.', 'Remont sali.']);
	});

	test('of rivals confirms who asked first, and names why the others were refused', async () => {
		const { room, animator } = await aReviewedRoom({ pending_holds: false });
		const asked = await rivals(room, starts, 3);
		const [first, second, third] = asked;

		const { data } = await decideAll(animator, asked.toReversed(), 'confirmed');

		expect(Decided.parse(data).bookings).toMatchObject([
			{ id: first?.id, status: 'confirmed' },
			{ id: second?.id, refusal: { error: 'booking.slot_taken' } },
			{ id: third?.id, refusal: { error: 'booking.slot_taken' } }
		]);
	});

	test('leaves alone what was changed meanwhile and what belongs to others', async () => {
		const { room, animator, person } = await aReviewedRoom();
		const elsewhere = await aRoom(await aCentre(), { approval: 'review' });
		const mine = await book(person, { resource: room, starts });
		const stale = await book(person, { resource: room, starts: at(dayAhead(6), '10:00') });
		const foreign = await book(person, { resource: elsewhere, starts });

		const { data } = await decideAll(
			animator,
			[mine, { ...stale, version: 7 }, foreign],
			'confirmed'
		);

		const answers = new Map(Decided.parse(data).bookings.map((each) => [each.id, each]));
		expect(answers.get(mine.id)?.status).toBe('confirmed');
		expect(answers.get(stale.id)?.refusal).toMatchObject({ error: 'booking.changed_meanwhile' });
		expect(answers.get(foreign.id)?.refusal).toMatchObject({ error: 'booking.not_found' });
		expect(await statusOf(foreign)).toBe('pending');
	});

	test.each([[[]], [[{ id: 'x', version: 1 }]], [[{ id: randomUUID(), version: 0 }]]])(
		'needs bookings to decide about (%j)',
		async (bookings) => {
			const { animator } = await aReviewedRoom();
			expect(refused(await decideAll(animator, bookings, 'confirmed'))).toEqual({
				error: 'request.invalid',
				field: 'bookings'
			});
		}
	);

	test('by many at once over the same requests never stalls: each is decided once', async () => {
		const { room, centre, person } = await aReviewedRoom();
		const days = [5, 6, 7, 8].map((day) => at(dayAhead(day), '10:00'));
		const asked = await Promise.all(
			days.map((day) => book(person, { resource: room, starts: day }))
		);
		const staff = await Promise.all(Array.from({ length: 8 }, () => anAnimator(centre)));

		const outcomes = await Promise.all(
			staff.map((each, n) => decideAll(each, n % 2 ? asked : asked.toReversed(), 'confirmed'))
		);

		const answers = outcomes.flatMap(({ data }) => Decided.parse(data).bookings);
		expect(answers.filter(({ status }) => status === 'confirmed')).toHaveLength(4);
		expect(new Set(answers.flatMap(({ refusal }) => refusal?.error ?? []))).toEqual(
			new Set(['booking.changed_meanwhile'])
		);
	});
});

describe('beside a request, staff see', () => {
	test('what its person did with earlier bookings here, and not elsewhere', async () => {
		const { room, centre, animator, person } = await aReviewedRoom();
		const request = await book(person, { resource: room, starts });
		await sql`
			insert into public.bookings
				(centre_id, requested_by, purpose, attendees, during, status, rules_version,
				cancelled_by, cancelled_at)
			select c.centre, ${person.id}, 'Dawniej', 1,
				tstzrange(now() - c.ago, now() - c.ago + interval '1 hour'), c.status, 1,
				case when c.status = 'cancelled' then ${person.id}::uuid end,
				case when c.status = 'cancelled' then now() - c.ago - interval '1 minute' end
			from (values
				(${centre.id}::uuid, interval '3 days', 'completed'),
				(${centre.id}, interval '4 days', 'confirmed'),
				(${centre.id}, interval '5 days', 'no_show'),
				(${centre.id}, interval '500 days', 'no_show'),
				(${(await aCentre()).id}, interval '6 days', 'no_show')
			) as c (centre, ago, status)`;

		expect((await factsOf(animator, centre, request)).history).toEqual({
			bookings: 2,
			late_cancellations: 0,
			no_shows: 1
		});
	});

	test('only in their own centre', async () => {
		const { centre, person } = await aReviewedRoom();
		for (const other of [person, await aPerson(), await anAnimator(await aCentre())]) {
			expect(refused(await rpc(other, 'request_facts', { p_centre: centre.id }))).toEqual({
				error: 'auth.forbidden'
			});
		}
	});

	test('requests that wait, and no others', async () => {
		const { room, centre, animator, person } = await aReviewedRoom();
		const request = await book(person, { resource: room, starts });
		await decide(animator, request, 'confirmed');

		expect((await rpc(animator, 'request_facts', { p_centre: centre.id })).data).toEqual([]);
	});
});
