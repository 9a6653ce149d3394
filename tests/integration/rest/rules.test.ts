import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { book, countBookings, refuse, request } from '../booking.ts';
import {
	aCentre,
	aClosure,
	aDaytimeCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	aRoom,
	hours,
	join
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

describe('length and step', () => {
	test('refuse a start off the step, a length off it, too short and too long', async () => {
		const room = await aRoom(await aCentre(), { min_minutes: 60, max_minutes: 120 });
		const person = await aPerson();

		const offStart = await refuse(person, { resource: room, starts: at(day, '10:10') });
		const seconds = await refuse(person, {
			resource: room,
			starts: at(day, '10:00').replace(':00.000Z', ':01.000Z')
		});
		const offLength = await refuse(person, {
			resource: room,
			starts: at(day, '10:00'),
			minutes: 75
		});
		const short = await refuse(person, { resource: room, starts: at(day, '10:00'), minutes: 30 });
		const long = await refuse(person, { resource: room, starts: at(day, '10:00'), minutes: 150 });

		expect(offStart).toEqual({ error: 'booking.off_step', step: 30 });
		expect(seconds).toEqual({ error: 'booking.off_step', step: 30 });
		expect(offLength).toEqual({ error: 'booking.off_step', step: 30 });
		expect(short).toEqual({ error: 'booking.too_short', min: 60 });
		expect(long).toEqual({ error: 'booking.too_long', max: 120 });
	});
});

describe('lead time and horizon', () => {
	test('refuse what begins sooner than the lead in minutes', async () => {
		const room = await aRoom(await aCentre(), { lead_minutes: 2 * 24 * 60 });
		const before = Date.now();

		const refusal = await refuse(await aPerson(), {
			resource: room,
			starts: at(dayAhead(1), '10:00')
		});

		expect(refusal.error).toBe('booking.too_soon');
		const earliest = Date.parse(String(refusal['earliest']));
		expect(earliest - before).toBeGreaterThan(2 * 86_400_000 - 60_000);
		expect(earliest - before).toBeLessThan(2 * 86_400_000 + 60_000);
	});

	test('in working days count no Saturday and no Sunday', async () => {
		// Holidays are counted on fixed dates in catalogue/working-days.test.ts.
		const room = await aRoom(await aCentre(), { lead_working_days: 10, horizon_days: 60 });
		const person = await aPerson();

		const refusal = await refuse(person, { resource: room, starts: at(dayAhead(11), '10:00') });

		expect(refusal.error).toBe('booking.too_soon');
		const earliest = String(refusal['earliest']);
		expect(Date.parse(earliest)).toBeGreaterThanOrEqual(Date.parse(at(dayAhead(12), '00:00')));
		await book(person, { resource: room, starts: minutesAfter(earliest, 10 * 60) });
		await refuse(person, { resource: room, starts: minutesAfter(earliest, -60) });
	});

	test('let the last day of the horizon be booked, and not the next', async () => {
		const room = await aRoom(await aCentre(), { horizon_days: 10 });
		const person = await aPerson();

		const refusal = await refuse(person, { resource: room, starts: at(dayAhead(11), '00:00') });

		expect(refusal).toEqual({ error: 'booking.too_far', last_day: dayAhead(10) });
		await book(person, { resource: room, starts: at(dayAhead(10), '22:00') });
	});

	test('refuse what has begun', async () => {
		const room = await aRoom(await aCentre());

		const refusal = await refuse(await aPerson(), {
			resource: room,
			starts: at(dayAhead(-1), '10:00')
		});

		expect(refusal).toEqual({ error: 'booking.in_the_past' });
	});
});

describe('who may book', () => {
	test('is limited to people whom staff have verified, to known organisations, to staff', async () => {
		const centre = await aCentre();
		const forVerified = await aRoom(centre, { open_to: 'verified' });
		const forOrganisations = await aRoom(centre, { open_to: 'organisations' });
		const forStaff = await aRoom(centre, { open_to: 'staff' });
		const resident = await aPerson();
		const verified = await aPerson('Verified', { centre, verified: true });
		const organisation = await anOrganisation();
		const editor = await aMember(organisation, 'editor');
		const animator = await anAnimator(centre);
		const starts = at(day, '10:00');

		for (const [resource, open_to] of [
			[forVerified, 'verified'],
			[forOrganisations, 'organisations'],
			[forStaff, 'staff']
		] as const) {
			const refusal = await refuse(resident, { resource, starts });
			expect(refusal).toEqual({ error: 'booking.not_allowed', open_to, resource: resource.id });
		}
		const p_organisation = organisation.id;
		await refuse(verified, { resource: forOrganisations, starts });
		await refuse(editor, { resource: forOrganisations, starts });
		await refuse(editor, { resource: forStaff, starts, p_organisation });
		await book(verified, { resource: forVerified, starts });
		await book(editor, { resource: forVerified, starts: at(day, '12:00'), p_organisation });
		await book(editor, { resource: forOrganisations, starts, p_organisation });
		await book(animator, { resource: forStaff, starts });
	});

	test('is nobody by an organisation that staff have not verified', async () => {
		const centre = await aCentre();
		const organisation = await anOrganisation({ verified: false });
		const owner = await aMember(organisation, 'owner');

		for (const open_to of ['verified', 'organisations']) {
			const resource = await aRoom(centre, { open_to });
			const refusal = await refuse(owner, {
				resource,
				starts: at(day, '10:00'),
				p_organisation: organisation.id
			});
			expect(refusal).toMatchObject({ error: 'booking.not_allowed', open_to });
		}
	});

	test('is not verified here by a verification there', async () => {
		const room = await aRoom(await aCentre(), { open_to: 'verified' });
		const person = await aPerson('Verified', { centre: await aCentre(), verified: true });

		const refusal = await refuse(person, { resource: room, starts: at(day, '10:00') });

		expect(refusal.error).toBe('booking.not_allowed');
	});

	test('is nobody who is blocked in that centre', async () => {
		const centre = await aCentre();
		const person = await aPerson('Blocked', { centre, standing: 'blocked' });
		const starts = at(day, '10:00');

		const refusal = await refuse(person, { resource: await aRoom(centre), starts });

		expect(refusal).toEqual({ error: 'booking.person_blocked' });
		await book(person, { resource: await aRoom(await aCentre()), starts });
	});

	test('is for an organisation its owner or editor, and neither a member nor a stranger', async () => {
		const room = await aRoom(await aCentre());
		const organisation = await anOrganisation();
		const p_organisation = organisation.id;
		const member = await aMember(organisation, 'member');

		for (const person of [member, await aPerson()]) {
			const refusal = await refuse(person, {
				resource: room,
				starts: at(day, '10:00'),
				p_organisation
			});
			expect(refusal).toEqual({ error: 'auth.forbidden' });
		}
		const owner = await aMember(organisation, 'owner');
		const editor = await aMember(organisation, 'editor');
		await book(owner, { resource: room, starts: at(day, '10:00'), p_organisation });
		await book(editor, { resource: room, starts: at(day, '12:00'), p_organisation });
	});
});

describe('review', () => {
	test('is spared for trusted organisations only where trust suffices', async () => {
		const centre = await aCentre();
		const always = await aRoom(centre, { approval: 'review' });
		const forStrangers = await aRoom(centre, { approval: 'auto_for_trusted' });
		const trusted = await anOrganisation({ trusted: true });
		const known = await anOrganisation();
		const person = await aMember(trusted, 'owner');
		await join(known, person, 'owner');

		const statuses = [];
		for (const [resource, organisation, time] of [
			[always, trusted, '08:00'],
			[forStrangers, trusted, '08:00'],
			[forStrangers, known, '10:00'],
			[forStrangers, undefined, '12:00']
		] as const) {
			const booking = await book(person, {
				resource,
				starts: at(day, time),
				p_organisation: organisation?.id ?? null
			});
			statuses.push(booking.status);
		}

		expect(statuses).toEqual(['pending', 'confirmed', 'pending', 'pending']);
	});

	test('of one thing makes the whole booking wait', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const kiln = await aPool(centre, 1, { approval: 'review' });

		const booking = await book(await aPerson(), {
			resources: [{ id: room.id }, { id: kiln.id }],
			starts: at(day, '10:00')
		});

		expect(booking.status).toBe('pending');
	});
});

describe('what has to be accepted', () => {
	test('are the rules of the centre in their present version', async () => {
		const room = await aRoom(await aCentre({ rules_version: 3 }));
		const person = await aPerson();
		const wish = { resource: room, starts: at(day, '10:00') };

		for (const p_rules_version of [1, 2, 4, null]) {
			const refusal = await refuse(person, { ...wish, p_rules_version });
			expect(refusal).toEqual({ error: 'booking.rules_not_accepted', version: 3 });
		}
		await book(person, { ...wish, p_rules_version: 3 });
	});

	test('is the statement of a resource, and of an extra too', async () => {
		const centre = await aCentre();
		const kitchen = await aRoom(centre, { statement: { pl: 'Sprzątam po sobie' } });
		const room = await aRoom(centre);
		const person = await aPerson();
		const wish = { resources: [{ id: room.id }, { id: kitchen.id }], starts: at(day, '10:00') };

		const refusal = await refuse(person, wish);

		expect(refusal).toEqual({ error: 'booking.statement_not_accepted', resource: kitchen.id });
		await refuse(person, { ...wish, p_statement_accepted: null });
		await book(person, { ...wish, p_statement_accepted: true });
	});
});

describe('capacity', () => {
	test('of a room is not exceeded; of equipment nobody asks', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { capacity: 12 });
		const laptop = await aPool(centre, 1, { capacity: 1 });
		const person = await aPerson();
		const resources = [{ id: room.id }, { id: laptop.id }];
		const starts = at(day, '10:00');

		const refusal = await refuse(person, { resources, starts, p_attendees: 13 });

		expect(refusal).toEqual({ error: 'booking.over_capacity', capacity: 12, resource: room.id });
		await book(person, { resources, starts, p_attendees: 12 });
	});
});

describe('quotas', () => {
	const monday = weekdayAhead(1);
	const sunday = daysAfter(monday, 6);

	test('of a person are counted in the centre’s week from Monday to Sunday', async () => {
		const room = await aRoom(await aCentre(), { weekly_minutes_per_person: 120 });
		const person = await aPerson();
		await book(person, { resource: room, starts: at(monday, '00:00') });
		await book(person, { resource: room, starts: at(sunday, '23:00') });

		const refusal = await refuse(person, {
			resource: room,
			starts: at(daysAfter(monday, 3), '10:00'),
			minutes: 30
		});

		expect(refusal).toEqual({
			error: 'booking.over_quota',
			resource: room.id,
			minutes_used: 120,
			minutes_limit: 120,
			per: 'week',
			week: monday,
			whose: 'person'
		});
		await book(person, { resource: room, starts: at(daysAfter(sunday, 1), '00:00'), minutes: 120 });
		await book(person, { resource: room, starts: at(daysAfter(monday, -1), '22:00') });
		await book(await aPerson(), { resource: room, starts: at(monday, '10:00') });
	});

	test('are given back by what was cancelled, declined or expired', async () => {
		const room = await aRoom(await aCentre(), { weekly_minutes_per_person: 60 });
		const person = await aPerson();

		for (const [n, status] of ['cancelled', 'declined', 'expired'].entries()) {
			const booking = await book(person, { resource: room, starts: at(monday, `1${n}:00`) });
			await sql`update public.bookings set status = ${status} where id = ${booking.id}`;
		}
		const pending = await book(person, { resource: room, starts: at(monday, '15:00') });
		await sql`
			update public.bookings set status = 'pending', hold_until = now() - interval '1 second'
			where id = ${pending.id}`;

		await book(person, { resource: room, starts: at(monday, '17:00') });
	});

	test('of an organisation are its own: members share them, and keep theirs', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, {
			weekly_minutes_per_person: 60,
			weekly_minutes_per_organisation: 120
		});
		const organisation = await anOrganisation();
		const [one, other] = [
			await aMember(organisation, 'owner'),
			await aMember(organisation, 'editor')
		];
		const p_organisation = organisation.id;
		await book(one, { resource: room, starts: at(monday, '10:00'), minutes: 120, p_organisation });

		const refusal = await refuse(other, {
			resource: room,
			starts: at(monday, '14:00'),
			minutes: 30,
			p_organisation
		});

		expect(refusal).toMatchObject({
			error: 'booking.over_quota',
			minutes_used: 120,
			minutes_limit: 120,
			whose: 'organisation'
		});
		await book(one, { resource: room, starts: at(monday, '14:00') });
	});
});

describe('an override by staff', () => {
	test('passes the rules, is kept with its reason, and stands in the log', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre, { capacity: 2, open_to: 'organisations', max_minutes: 60 });
		const animator = await anAnimator(centre);

		const booking = await book(animator, {
			resource: room,
			starts: at(day, '21:10'),
			minutes: 125,
			p_attendees: 50,
			p_override_reason: 'Noc bibliotek'
		});

		expect(booking.status).toBe('confirmed');
		const [row] = await sql`
			select actor, reason, action, after ->> 'override_reason' as kept from public.audit_log
			where entity = 'bookings' and entity_id = ${booking.id}`;
		expect(row).toEqual({
			actor: animator.id,
			reason: 'Noc bibliotek',
			action: 'insert',
			kept: 'Noc bibliotek'
		});
	});

	test('never passes a unit that is taken', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const starts = at(day, '10:00');
		await book(await aPerson(), { resource: room, starts });

		const refusal = await refuse(await anAnimator(centre), {
			resource: room,
			starts,
			p_override_reason: 'Bo tak'
		});

		expect(refusal.error).toBe('booking.slot_taken');
	});

	test('is not for residents, nor for staff of another centre', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre);
		const wish = { resource: room, starts: at(day, '21:00'), p_override_reason: 'Noc bibliotek' };

		for (const person of [await aPerson(), await anAnimator(await aCentre())]) {
			expect(await refuse(person, wish)).toEqual({ error: 'auth.forbidden' });
		}
		expect(await countBookings(centre)).toBe(0);
	});

	test('without a reason is none: the rules hold for staff, too', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre);
		const animator = await anAnimator(centre);
		const wish = { resource: room, starts: at(day, '21:00') };

		const empty = await refuse(animator, { ...wish, p_override_reason: '   ' });
		const short = await refuse(animator, { ...wish, p_override_reason: 'a' });

		expect(empty.error).toBe('booking.outside_opening_hours');
		expect(short).toEqual({ error: 'request.invalid', field: 'override_reason' });
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
