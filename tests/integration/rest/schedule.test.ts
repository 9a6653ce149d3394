import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anonymous, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, booked, cancel, decide, refused, runOut } from '../booking.ts';
import {
	aCentre,
	aClosure,
	aDaytimeCentre,
	aDivisibleHall,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	aRoom,
	type Centre,
	hours
} from '../fixtures.ts';
import { at, dayAhead, daysAfter, iso, nextClockChange, weekdayAhead } from '../times.ts';

const Period = z.object({ opens: z.string(), closes: z.string() });
const Schedule = z.strictObject({
	version: z.string().regex(/^[0-9a-f]{12}$/),
	week: z.string(),
	centre: z.strictObject({
		id: z.uuid(),
		slug: z.string(),
		name: z.string(),
		municipality: z.string(),
		time_zone: z.string()
	}),
	days: z
		.array(
			z.strictObject({
				date: z.iso.date(),
				open: z.array(Period),
				closed: z
					.strictObject({ reason: z.record(z.string(), z.string()), public_holiday: z.boolean() })
					.nullable()
			})
		)
		.length(7),
	resources: z.array(
		z.strictObject({
			id: z.uuid(),
			slug: z.string(),
			kind: z.string(),
			name: z.record(z.string(), z.string()),
			place: z.record(z.string(), z.string()).nullable(),
			capacity: z.number().nullable(),
			features: z.array(z.string()),
			accessibility: z.array(z.string()),
			colour: z.number(),
			take: z.enum(['all', 'any']),
			units: z.array(z.strictObject({ id: z.uuid(), label: z.string(), turnaround: z.number() })),
			step: z.number(),
			min: z.number(),
			max: z.number(),
			lead_minutes: z.number(),
			first_day: z.iso.date(),
			last_day: z.iso.date(),
			approval: z.string(),
			open_to: z.string(),
			statement: z.record(z.string(), z.string()).nullable(),
			lent_home: z.boolean(),
			age: z.number().nullable(),
			adults: z.boolean(),
			open: z.array(Period).nullable()
		})
	),
	entries: z.array(
		z.strictObject({
			id: z.uuid(),
			starts: z.string(),
			ends: z.string(),
			free_from: z.string(),
			title: z.string().nullable(),
			organisation: z.string().nullable(),
			status: z.enum(['confirmed', 'pending']),
			resources: z.array(z.uuid()),
			units: z.array(z.uuid())
		})
	)
});

const monday = weekdayAhead(1);

async function weekOf(day: string): Promise<string> {
	const [row] = await sql<{ week: string }[]>`select to_char(${day}::date, 'IYYY-"W"IW') as week`;
	return row?.week ?? '';
}

async function scheduleOf(centre: Centre, day = monday) {
	const args = { p_centre: centre.slug, p_week: await weekOf(day) };
	return Schedule.parse((await rpc(anonymous, 'centre_schedule', args)).data);
}

describe('a week', () => {
	test('has seven days from Monday with open times, for everybody', async () => {
		const centre = await aDaytimeCentre();

		const schedule = await scheduleOf(centre);

		expect(schedule.centre).toMatchObject({ id: centre.id, slug: centre.slug });
		expect(schedule.days.map((day) => day.date)).toEqual(
			[0, 1, 2, 3, 4, 5, 6].map((n) => daysAfter(monday, n))
		);
		expect(schedule.days[2]).toEqual({
			date: daysAfter(monday, 2),
			open: [
				{
					opens: iso(at(daysAfter(monday, 2), '10:00')),
					closes: iso(at(daysAfter(monday, 2), '20:00'))
				}
			],
			closed: null
		});
	});

	test('shows closures and what is left of the day', async () => {
		const centre = await aDaytimeCentre();
		const tuesday = daysAfter(monday, 1);
		await aClosure(centre, null, at(tuesday, '12:00'), at(tuesday, '14:00'));

		const { days } = await scheduleOf(centre);

		expect(days[1]?.open).toHaveLength(2);
		expect(days[1]?.closed).toEqual({ reason: { pl: 'Remont' }, public_holiday: false });
	});

	test('shows public holidays by name, where the centre is closed on them', async () => {
		const year = Number(dayAhead(400).slice(0, 4));
		const eve = `${year}-12-24`;
		const closed = await scheduleOf(await aCentre({ open_on_public_holidays: false }), eve);
		const open = await scheduleOf(await aCentre(), eve);

		expect(closed.days.find((day) => day.date === eve)).toMatchObject({
			open: [],
			closed: { reason: { pl: 'Wigilia' }, public_holiday: true }
		});
		expect(open.days.find((day) => day.date === eve)?.closed).toBeNull();
	});

	test.each([3, 10] as const)(
		'of a clock change has its 23 or 25 hours (month %i)',
		async (month) => {
			const sunday = nextClockChange(month);

			const { days } = await scheduleOf(await aCentre(), sunday);

			const [period] = days[6]?.open ?? [];
			const length = Date.parse(period?.closes ?? '') - Date.parse(period?.opens ?? '');
			expect(length / 3_600_000).toBe(month === 3 ? 23 : 25);
		}
	);

	test('shows where a room has hours, a season or a closure of its own', async () => {
		const centre = await aDaytimeCentre();
		const plain = await aRoom(centre);
		const late = await aRoom(centre);
		await hours(centre, late, [1], '12:00', '22:00');
		const broken = await aRoom(centre);
		await aClosure(centre, broken, at(monday, '10:00'), at(daysAfter(monday, 7), '10:00'));

		const { resources } = await scheduleOf(centre);

		const openOf = (id: string) => resources.find((resource) => resource.id === id)?.open;
		expect(openOf(plain.id)).toBeNull();
		expect(openOf(late.id)).toEqual([
			{ opens: iso(at(monday, '12:00')), closes: iso(at(monday, '20:00')) }
		]);
		expect(openOf(broken.id)).toEqual([]);
	});

	test('lists what can be booked by the hour and is in service, with its rules', async () => {
		const centre = await aCentre();
		const room = await aRoom(
			centre,
			{ capacity: 12, step_minutes: 15, min_minutes: 30, horizon_days: 10, lead_minutes: 60 },
			{ setup: 10, cleanup: 20 }
		);
		await aRoom(centre, { active: false });
		await aPool(centre, 1, { kind: 'locker' });
		await aPool(centre, 1, { lent_home: true });
		const pool = await aPool(centre, 2);
		await sql`update public.units set in_service = false where id = ${pool.units[0] ?? ''}`;

		const { resources } = await scheduleOf(centre);

		expect(resources.map((resource) => resource.id)).toEqual([room.id, pool.id]);
		expect(resources[0]).toMatchObject({
			capacity: 12,
			step: 15,
			min: 30,
			lead_minutes: 60,
			first_day: dayAhead(0),
			last_day: dayAhead(10),
			units: [{ id: room.units[0], turnaround: 20 }]
		});
		expect(resources[1]?.units.map((unit) => unit.id)).toEqual([pool.units[1]]);
	});
});

describe('entries', () => {
	test('say when a room is busy and from when it is free again, and nothing of who or why', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, {}, { cleanup: 30 });
		const person = await aPerson('Halina Tajna');
		const booking = await book(person, {
			resource: room,
			starts: at(monday, '10:00'),
			p_purpose: 'Tajny cel',
			p_note: 'Tajna uwaga',
			p_public_title: 'Tajny tytuł'
		});

		const { entries } = await scheduleOf(centre);

		expect(entries).toEqual([
			{
				id: booking.id,
				starts: iso(at(monday, '10:00')),
				ends: iso(at(monday, '11:00')),
				free_from: iso(at(monday, '11:30')),
				title: null,
				organisation: null,
				status: 'confirmed',
				resources: [room.id],
				units: room.units
			}
		]);
	});

	test('have a title where staff or a verified organisation vouch for it', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const organisation = await anOrganisation();
		const unknown = await anOrganisation({ verified: false });
		const p_public_title = 'Chór sąsiedzki';
		const wish = (time: string) => ({ resource: room, starts: at(monday, time), p_public_title });
		await book(await anAnimator(centre), wish('08:00'));
		await book(await aMember(organisation, 'editor'), {
			...wish('10:00'),
			p_organisation: organisation.id
		});
		await book(await aMember(unknown, 'owner'), { ...wish('12:00'), p_organisation: unknown.id });
		await book(await aPerson(), wish('14:00'));
		await book(await aMember(organisation, 'editor'), {
			resource: room,
			starts: at(monday, '16:00'),
			p_organisation: organisation.id
		});

		const { entries } = await scheduleOf(centre);

		expect(entries.map(({ title, organisation }) => [title, organisation])).toEqual([
			[p_public_title, null],
			[p_public_title, organisation.name],
			[null, null],
			[null, null],
			[null, null]
		]);
	});

	test('of waiting requests hide their title until staff confirm', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { approval: 'review' });
		const organisation = await anOrganisation();
		const booking = await book(await aMember(organisation, 'editor'), {
			resource: room,
			starts: at(monday, '10:00'),
			p_organisation: organisation.id,
			p_public_title: 'Chór'
		});

		const before = await scheduleOf(centre);
		booked(await decide(await anAnimator(centre), booking, 'confirmed'));
		const after = await scheduleOf(centre);

		expect(before.entries).toMatchObject([{ title: null, organisation: null, status: 'pending' }]);
		expect(after.entries).toMatchObject([{ title: 'Chór', status: 'confirmed' }]);
	});

	test('are not there for what was cancelled, declined or has run out', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { approval: 'review' });
		const person = await aPerson();
		const animator = await anAnimator(centre);
		const [one, two, three] = [
			await book(person, { resource: room, starts: at(monday, '10:00') }),
			await book(person, { resource: room, starts: at(monday, '12:00') }),
			await book(person, { resource: room, starts: at(monday, '14:00') })
		];
		booked(await cancel(person, one));
		booked(await decide(animator, two, 'declined'));
		await runOut(three);

		expect((await scheduleOf(centre)).entries).toEqual([]);
	});

	test('of a hall show both halves; of the week before only what still blocks', async () => {
		const centre = await aCentre();
		const hall = await aDivisibleHall(centre);
		const person = await aPerson();
		await book(person, { resource: hall.whole, starts: at(monday, '10:00') });
		await book(person, { resource: hall.a, starts: at(daysAfter(monday, -1), '10:00') });
		await book(person, { resource: hall.a, starts: at(daysAfter(monday, 7), '00:00') });

		const { entries } = await scheduleOf(centre);

		expect(entries).toHaveLength(1);
		expect(entries[0]?.units).toHaveLength(2);
	});
});

describe('the version', () => {
	test('changes with what is shown, and only with that', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const person = await aPerson();

		const empty = await scheduleOf(centre);
		const same = await scheduleOf(centre);
		const booking = await book(person, { resource: room, starts: at(monday, '10:00') });
		const busy = await scheduleOf(centre);
		booked(await cancel(person, booking));
		const again = await scheduleOf(centre);

		expect(same.version).toBe(empty.version);
		expect(busy.version).not.toBe(empty.version);
		expect(again.version).toBe(empty.version);
	});
});

describe('weeks and centres that are not', () => {
	test.each([
		'2026-W60',
		'2025-W53',
		'2026-W00',
		'0000-W01',
		'9999-W52',
		'2026-48',
		'2026-W4',
		'W48',
		'',
		' 2026-W48',
		'2026-W48; drop table',
		'٢٠٢٦-W48'
	])('are refused: %s', async (p_week) => {
		const { slug } = await aCentre();

		const refusal = refused(await rpc(anonymous, 'centre_schedule', { p_centre: slug, p_week }));

		expect(refusal).toEqual({ error: 'schedule.unknown_week' });
	});

	test('week 53 is there in the years that have one', async () => {
		const { slug } = await aCentre();
		const args = { p_centre: slug, p_week: '2026-W53' };

		const schedule = Schedule.parse((await rpc(anonymous, 'centre_schedule', args)).data);

		expect(schedule.days[6]?.date).toBe('2027-01-03');
	});

	test.each(['nowhere', '', 'Chrzanow', "x' or '1'='1", 'x'.repeat(5000)])(
		'an unknown centre is refused: %.20s',
		async (p_centre) => {
			const week = await weekOf(monday);

			const answer = await rpc(anonymous, 'centre_schedule', { p_centre, p_week: week });

			expect(refused(answer)).toEqual({ error: 'centre.unknown' });
		}
	);
});
