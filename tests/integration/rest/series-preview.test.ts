import { describe, expect, test } from 'vitest';
import { anonymous } from '../api.ts';
import { book, refused } from '../booking.ts';
import {
	aCentre,
	aClosure,
	aDaytimeCentre,
	anOrganisation,
	aPerson,
	aPool,
	aRoom,
	people
} from '../fixtures.ts';
import { made, preview, requestSeries, tryPreview } from '../series.ts';
import { at, dayAhead, daysAfter, iso, weekdayAhead } from '../times.ts';

describe('the preview', () => {
	test('says of every date whether it is free, taken until when, closed why, against a rule', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre, { horizon_days: 24 });
		const from = dayAhead(3);
		const [taken, closed] = [daysAfter(from, 7), daysAfter(from, 14)];
		const other = await book(await aPerson(), { resource: room, starts: at(taken, '10:30') });
		await aClosure(centre, null, at(closed, '00:00'), at(closed, '24:00'));

		const dates = await preview(await aPerson(), room, { from, count: 5 });

		expect(dates.map(({ state }) => state)).toEqual(['free', 'taken', 'closed', 'free', 'rule']);
		expect(dates[1]?.refusal).toEqual({
			error: 'booking.slot_taken',
			resource: room.id,
			starts: other.starts,
			ends: other.ends,
			free_from: other.ends
		});
		expect(dates[2]?.refusal).toMatchObject({ error: 'booking.closed', reason: { pl: 'Remont' } });
		expect(dates[2]?.alternative).toBeNull();
		expect(dates[4]?.refusal).toEqual({ error: 'booking.too_far', last_day: dayAhead(24) });
	});

	test('proposes the nearest other time of a taken day, and a date outside opening hours', async () => {
		const room = await aRoom(await aDaytimeCentre());
		const day = dayAhead(4);
		await book(await aPerson(), { resource: room, starts: at(day, '10:30') });
		const rule = { freq: 'daily', from: day, count: 1 };

		const [taken] = await preview(await aPerson(), room, rule);
		const [early] = await preview(await aPerson(), room, {
			...rule,
			starts: '09:00',
			ends: '10:00'
		});

		expect(taken?.alternative).toEqual({
			resource: room.id,
			starts: iso(at(day, '11:30')),
			ends: iso(at(day, '12:30'))
		});
		expect(early?.state).toBe('closed');
		expect(early?.refusal?.error).toBe('booking.outside_opening_hours');
		expect(early?.alternative?.starts).toBe(iso(at(day, '11:30')));
	});

	test('proposes a room that is at least as good when the day is full', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre, { max_minutes: 600, capacity: 5, features: ['projector'] });
		await aRoom(centre, { capacity: 5 });
		const better = await aRoom(centre, { capacity: 8, features: ['projector', 'kitchen'] });
		const day = dayAhead(4);
		await book(await aPerson(), { resource: room, starts: at(day, '10:00'), minutes: 600 });

		const [date] = await preview(await aPerson(), room, { freq: 'daily', from: day, count: 1 });

		expect(date?.alternative?.resource).toBe(better.id);
	});

	test('32. counts the series’ own earlier dates of a week into the quota', async () => {
		const room = await aRoom(await aCentre(), { weekly_minutes_per_person: 150 });
		const person = await aPerson();
		const monday = weekdayAhead(1);
		await book(person, { resource: room, starts: at(daysAfter(monday, 6), '12:00'), minutes: 30 });

		const dates = await preview(person, room, { freq: 'daily', from: monday, count: 8 });

		expect(dates.map(({ state }) => state)).toEqual([
			'free',
			'free',
			...Array.from({ length: 5 }, () => 'rule'),
			'free'
		]);
		expect(dates[2]?.refusal).toMatchObject({ error: 'booking.over_quota', minutes_used: 150 });
	});

	test('counts what is left of a pool', async () => {
		const pool = await aPool(await aCentre(), 2);
		const day = dayAhead(4);
		for (const person of await people(2)) {
			await book(person, { resource: pool, starts: at(day, '10:00') });
		}

		const [date] = await preview(await aPerson(), pool, { freq: 'daily', from: day, count: 1 });

		expect(date?.refusal).toEqual({
			error: 'booking.not_enough_units',
			resource: pool.id,
			units: 2,
			free: 0
		});
	});

	test('is for people who are signed in and may book here', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const rule = { from: dayAhead(3), count: 1 };
		const blocked = await aPerson('Blocked', { centre, standing: 'blocked' });

		expect((await tryPreview(anonymous, room, rule)).error?.code).toBe('auth.forbidden');
		expect(refused(await tryPreview(blocked, room, rule)).error).toBe('booking.person_blocked');
		expect(refused(await tryPreview(await aPerson(), room, rule, { p_attendees: 0 })).error).toBe(
			'request.invalid'
		);
		expect(
			refused(
				await tryPreview(await aPerson(), room, rule, {
					p_organisation: (await anOrganisation()).id
				})
			).error
		).toBe('auth.forbidden');
	});

	test('promises exactly what a request is then given', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre, { horizon_days: 20 });
		const person = await aPerson();
		const rule = { freq: 'daily', every: 4, from: dayAhead(3), count: 6 };
		await book(await aPerson(), { resource: room, starts: at(dayAhead(7), '10:00') });

		for (const date of await preview(person, room, rule)) {
			const answer = await requestSeries(person, room, rule, [date]);

			if (date.state === 'free') made(answer);
			else {
				expect(refused(answer)).toEqual({
					error: 'series.date_refused',
					date: date.date,
					refusal: date.refusal
				});
			}
		}
	});
});
