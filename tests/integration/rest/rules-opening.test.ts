import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { book, countBookings, refuse, request } from '../booking.ts';
import {
	aCentre,
	aClosure,
	aDaytimeCentre,
	aDivisibleHall,
	aPerson,
	aRoom,
	hours
} from '../fixtures.ts';
import {
	at,
	dayAhead,
	daysAfter,
	iso,
	minutesAfter,
	nextClockChange,
	weekdayAhead
} from '../times.ts';

const day = dayAhead(5);

describe('opening hours', () => {
	test('refuse what begins before or ends after them, and say what they are', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre);
		const person = await aPerson();

		const early = await refuse(person, { resource: room, starts: at(day, '09:30') });
		const late = await refuse(person, { resource: room, starts: at(day, '19:30') });

		expect(early).toEqual({
			error: 'booking.outside_opening_hours',
			resource: room.id,
			date: day,
			open: [{ opens: iso(at(day, '10:00')), closes: iso(at(day, '20:00')) }]
		});
		expect(late.error).toBe('booking.outside_opening_hours');
		expect(await countBookings(centre)).toBe(0);
		await book(person, { resource: room, starts: at(day, '19:00') });
	});

	test('with a break at noon do not let a booking run through the break', async () => {
		const centre = await aCentre();
		await sql`delete from public.opening_hours where centre_id = ${centre.id}`;
		await hours(centre, null, [1, 2, 3, 4, 5, 6, 7], '08:00', '12:00');
		await hours(centre, null, [1, 2, 3, 4, 5, 6, 7], '13:00', '20:00');
		const room = await aRoom(centre);
		const person = await aPerson();

		const refusal = await refuse(person, {
			resource: room,
			starts: at(day, '11:00'),
			minutes: 180
		});

		expect(refusal.error).toBe('booking.outside_opening_hours');
		expect(refusal['open']).toHaveLength(2);
		await book(person, { resource: room, starts: at(day, '11:00') });
		await book(person, { resource: room, starts: at(day, '13:00') });
	});

	test('of a resource narrow those of the centre', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre);
		await hours(centre, room, [1, 2, 3, 4, 5, 6, 7], '12:00', '22:00');
		const person = await aPerson();

		expect((await refuse(person, { resource: room, starts: at(day, '11:00') })).error).toBe(
			'booking.outside_opening_hours'
		);
		expect((await refuse(person, { resource: room, starts: at(day, '20:00') })).error).toBe(
			'booking.outside_opening_hours'
		);
		await book(person, { resource: room, starts: at(day, '12:00') });
	});

	test('with an end and a beginning replace the usual ones for that time', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre);
		await hours(centre, null, [1, 2, 3, 4, 5, 6, 7], '08:00', '12:00', { from: day, until: day });
		const person = await aPerson();

		const refusal = await refuse(person, { resource: room, starts: at(day, '15:00') });

		expect(refusal.error).toBe('booking.outside_opening_hours');
		await book(person, { resource: room, starts: at(day, '08:00') });
		await book(person, { resource: room, starts: at(daysAfter(day, 1), '15:00') });
	});

	test('round the clock let a booking run over midnight', async () => {
		const room = await aRoom(await aCentre(), { max_minutes: 600 });

		const booking = await book(await aPerson(), {
			resource: room,
			starts: at(day, '20:00'),
			minutes: 360
		});

		expect(booking.ends).toBe(iso(at(daysAfter(day, 1), '02:00')));
	});

	test('are of the weekday, counted in the centre', async () => {
		const centre = await aCentre();
		await sql`delete from public.opening_hours where centre_id = ${centre.id}`;
		await hours(centre, null, [6], '10:00', '16:00');
		const room = await aRoom(centre);
		const person = await aPerson();

		const sunday = await refuse(person, { resource: room, starts: at(weekdayAhead(7), '12:00') });

		expect(sunday).toMatchObject({ error: 'booking.outside_opening_hours', open: [] });
		await book(person, { resource: room, starts: at(weekdayAhead(6), '12:00') });
	});
});

describe('closures', () => {
	test('of the centre close everything, and say why and until when', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const person = await aPerson();
		await aClosure(centre, null, at(day, '10:00'), at(day, '14:00'));

		const refusal = await refuse(person, { resource: room, starts: at(day, '13:30') });

		expect(refusal).toEqual({
			error: 'booking.closed',
			resource: room.id,
			reason: { pl: 'Remont' },
			until: iso(at(day, '14:00'))
		});
		await book(person, { resource: room, starts: at(day, '14:00') });
		await book(person, { resource: room, starts: at(day, '09:00') });
	});

	test('of half a hall closes the whole of it, and not the other half (case 26)', async () => {
		const centre = await aCentre();
		const { a, b, whole } = await aDivisibleHall(centre);
		const person = await aPerson();
		await aClosure(centre, a, at(day, '10:00'), at(day, '14:00'));

		for (const resource of [a, whole]) {
			expect(await refuse(person, { resource, starts: at(day, '11:00') })).toMatchObject({
				error: 'booking.closed',
				resource: resource.id
			});
		}
		await book(person, { resource: b, starts: at(day, '11:00') });
		await book(await aPerson(), { resource: whole, starts: at(day, '14:00') });
	});

	test('of one room leave the others open', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const other = await aRoom(centre);
		const person = await aPerson();
		await aClosure(centre, room, at(day, '10:00'), at(day, '14:00'));
		const starts = at(day, '11:00');

		expect((await refuse(person, { resource: room, starts })).error).toBe('booking.closed');
		await book(person, { resource: other, starts });
	});
});

describe('public holidays', () => {
	const year = Number(dayAhead(400).slice(0, 4));

	test.each([
		['Christmas Eve', `${year}-12-24`, 'Wigilia'],
		['the eleventh of November', `${year}-11-11`, 'Święto Niepodległości'],
		['Easter Monday', easterMonday(year), 'Poniedziałek Wielkanocny'],
		['Corpus Christi', daysAfter(easterMonday(year), 59), 'Boże Ciało']
	])('close the centre: %s', async (_, holiday, name) => {
		const room = await aRoom(await aCentre({ open_on_public_holidays: false }), {
			horizon_days: 730
		});

		const refusal = await refuse(await aPerson(), { resource: room, starts: at(holiday, '12:00') });

		expect(refusal).toMatchObject({
			error: 'booking.closed',
			reason: { pl: name },
			until: iso(at(daysAfter(holiday, 1), '00:00'))
		});
	});

	test('do not close a centre that is open on them', async () => {
		const room = await aRoom(await aCentre(), { horizon_days: 730 });

		await book(await aPerson(), { resource: room, starts: at(`${year}-12-25`, '12:00') });
	});

	test('do not close the day before and after', async () => {
		const room = await aRoom(await aCentre({ open_on_public_holidays: false }), {
			horizon_days: 730
		});
		const person = await aPerson();

		await book(person, { resource: room, starts: at(`${year}-11-10`, '23:00') });
		await book(person, { resource: room, starts: at(`${year}-11-12`, '00:00') });
	});
});

describe('seasons', () => {
	test('close a resource outside its months', async () => {
		const month = Number(day.slice(5, 7));
		const next = (month % 12) + 1;
		const after = (next % 12) + 1;
		const room = await aRoom(await aCentre(), { season_from: next, season_until: after });

		const refusal = await refuse(await aPerson(), { resource: room, starts: at(day, '10:00') });

		expect(refusal.error).toBe('booking.outside_opening_hours');
	});

	test('may run over the new year', async () => {
		const month = Number(day.slice(5, 7));
		const previous = ((month + 10) % 12) + 1;
		const room = await aRoom(await aCentre(), { season_from: month, season_until: previous });

		await book(await aPerson(), { resource: room, starts: at(day, '10:00') });
	});
});

describe('days on which the clock changes', () => {
	test.each([3, 10] as const)('eighteen stays eighteen (month %i)', async (month) => {
		const room = await aRoom(await aDaytimeCentre(), { horizon_days: 730 });
		const sunday = nextClockChange(month);
		const person = await aPerson();

		for (const change of [-1, 0, 1]) {
			const starts = at(daysAfter(sunday, change), '18:00');
			const booking = await book(person, { resource: room, starts, minutes: 120 });
			expect(booking.ends).toBe(iso(at(daysAfter(sunday, change), '20:00')));
		}
	});

	test('in spring one to four lasts two hours, in autumn four', async () => {
		const room = await aRoom(await aCentre(), { horizon_days: 730, max_minutes: 240 });
		const person = await aPerson();
		const [spring, autumn] = [nextClockChange(3), nextClockChange(10)];

		const short = await request(person, {
			resource: room,
			starts: at(spring, '01:00'),
			ends: at(spring, '04:00')
		});
		const long = await request(person, {
			resource: room,
			starts: at(autumn, '01:00'),
			ends: at(autumn, '04:00')
		});

		expect([short.error, long.error]).toEqual([undefined, undefined]);
		expect(Date.parse(at(spring, '04:00')) - Date.parse(at(spring, '01:00'))).toBe(2 * 3_600_000);
		expect(Date.parse(at(autumn, '04:00')) - Date.parse(at(autumn, '01:00'))).toBe(4 * 3_600_000);
	});

	test('the hour that comes twice can be booked twice, and each time once', async () => {
		const room = await aRoom(await aCentre(), { horizon_days: 730 });
		const person = await aPerson();
		const twice = nextClockChange(10);
		const first = minutesAfter(at(twice, '01:00'), 60);

		await book(person, { resource: room, starts: first });
		await book(person, { resource: room, starts: minutesAfter(first, 60) });
		const refusal = await refuse(person, { resource: room, starts: first });

		expect(refusal.error).toBe('booking.slot_taken');
	});
});

/** By the table of dates, so that the test does not repeat the database's arithmetic. */
function easterMonday(year: number): string {
	const sundays: Record<number, string> = {
		2026: '2026-04-05',
		2027: '2027-03-28',
		2028: '2028-04-16',
		2029: '2029-04-01',
		2030: '2030-04-21',
		2031: '2031-04-13'
	};
	return daysAfter(sundays[year] ?? '', 1);
}
