import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { book, booked, cancel, refuse, request, reschedule } from '../booking.ts';
import {
	aCentre,
	aClosure,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aRoom,
	hours
} from '../fixtures.ts';
import { preview } from '../series.ts';
import { at, dayAhead, daysAfter } from '../times.ts';

/** The first of a month to come, whole and untouched. */
const first = `${dayAhead(62).slice(0, 7)}-01`;

/** A room that is open for one hour a day, of which one may hold so many per cent. */
async function aSharedRoom(percent: number) {
	const centre = await aCentre();
	await sql`delete from public.opening_hours where centre_id = ${centre.id}`;
	await hours(centre, null, [1, 2, 3, 4, 5, 6, 7], '10:00', '11:00');
	const room = await aRoom(centre, { share_cap_percent: percent, horizon_days: 365 });
	const [row] = await sql<{ minutes: number }[]>`
		select floor(60 * extract(day from ${first}::date + interval '1 month - 1 day')
			* ${percent} / 100)::int as minutes`;
	return { centre, room, limit: row?.minutes ?? 0 };
}

describe('no continuous occupation', () => {
	test('one person holds at most their share of the open hours of a month', async () => {
		const { room, limit } = await aSharedRoom(10);
		const person = await aPerson();
		for (let n = 0; n < Math.floor(limit / 60); n++) {
			await book(person, { resource: room, starts: at(daysAfter(first, n), '10:00') });
		}
		const used = Math.floor(limit / 60) * 60;

		const refusal = await refuse(person, {
			resource: room,
			starts: at(daysAfter(first, 20), '10:00')
		});

		expect(refusal).toEqual({
			error: 'booking.over_share',
			resource: room.id,
			percent: 10,
			month: first,
			minutes_used: used,
			minutes_limit: limit,
			whose: 'person'
		});
		await book(person, { resource: room, starts: at(daysAfter(first, -1), '10:00') });
		await book(await aPerson(), { resource: room, starts: at(daysAfter(first, 20), '10:00') });
	});

	test('the share of an organisation is one for all who book for it', async () => {
		const { room, limit } = await aSharedRoom(4);
		const organisation = await anOrganisation({ verified: true });
		const p_organisation = organisation.id;
		const [one, other] = [
			await aMember(organisation, 'owner'),
			await aMember(organisation, 'editor')
		];
		expect(Math.floor(limit / 60)).toBe(1);
		const held = await book(one, { resource: room, starts: at(first, '10:00'), p_organisation });
		const wish = { resource: room, starts: at(daysAfter(first, 1), '10:00'), p_organisation };

		expect(await refuse(other, wish)).toMatchObject({
			error: 'booking.over_share',
			whose: 'organisation',
			minutes_used: 60
		});
		await book(other, { ...wish, p_organisation: null });
		const moved = booked(await reschedule(one, held, at(daysAfter(first, 2), '10:00')));
		booked(await cancel(one, moved));
		await book(other, { ...wish, starts: at(daysAfter(first, 3), '10:00') });
	});

	test('staff book what the centre itself does without a share', async () => {
		const { centre, room } = await aSharedRoom(1);
		const animator = await anAnimator(centre);

		await book(animator, { resource: room, starts: at(first, '10:00') });

		expect(
			(await refuse(await aPerson(), { resource: room, starts: at(first, '10:00') })).error
		).toBe('booking.over_share');
	});

	test('32 · a series counts its own dates in its share', async () => {
		const { room } = await aSharedRoom(10);
		const person = await aPerson();

		const dates = await preview(person, room, { freq: 'daily', from: first, count: 5 });

		const states = dates.map(({ state }) => state);
		const free = states.filter((state) => state === 'free').length;
		expect(free).toBeGreaterThanOrEqual(2);
		expect(states).toEqual(states.map((_, n) => (n < free ? 'free' : 'rule')));
		expect(dates.at(-1)?.refusal).toMatchObject({
			error: 'booking.over_share',
			minutes_used: free * 60
		});
	});

	test('what is closed is not shared out: a closure makes the share smaller', async () => {
		const { centre, room, limit } = await aSharedRoom(50);
		await aClosure(
			centre,
			null,
			at(daysAfter(first, 4), '00:00'),
			at(daysAfter(first, 26), '00:00')
		);
		const person = await aPerson();

		const refusals = [];
		for (const n of [0, 1, 2, 3, 26]) {
			const outcome = await request(person, {
				resource: room,
				starts: at(daysAfter(first, n), '10:00')
			});
			refusals.push(outcome.error?.code ?? null);
		}

		expect(limit).toBeGreaterThan(600);
		expect(refusals[0]).toBeNull();
		expect(refusals.at(-1)).toBe('booking.over_share');
	});
});
