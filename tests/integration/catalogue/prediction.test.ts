import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isFree, refusalOf } from '../../../src/lib/bookings/availability.ts';
import {
	parseSchedule,
	type Schedule,
	type ScheduleJson
} from '../../../src/lib/calendar/schedule.ts';
import { anonymous, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { refused, request } from '../booking.ts';
import {
	aClosure,
	aDaytimeCentre,
	aDivisibleHall,
	aPerson,
	aPool,
	aRoom,
	type Centre,
	hours,
	type Resource
} from '../fixtures.ts';
import { at, dayAhead, daysAfter, minutesAfter, weekdayAhead } from '../times.ts';

/**
 * What people see as free before they ask is worked out on their phone from the schedule
 * (src/lib/bookings/availability.ts). The database decides. Do the two say the same?
 */
const monday = weekdayAhead(1, 7);

/** Its shape is checked in rest/schedule.test.ts. */
const Json = z.custom<ScheduleJson>();

async function aVariedCentre(): Promise<{ centre: Centre; resources: Resource[] }> {
	const centre = await aDaytimeCentre();
	const hall = await aDivisibleHall(centre);
	const halfBroken = await aDivisibleHall(centre);
	await sql`update public.units set in_service = false where id = any (${halfBroken.a.units})`;
	const late = await aRoom(centre);
	await hours(centre, late, [1, 2, 3, 4, 5, 6, 7], '14:00', '23:00');
	const closed = await aRoom(centre, {}, { cleanup: 15 });
	await aClosure(centre, closed, at(monday, '12:00'), at(daysAfter(monday, 1), '12:00'));
	await aClosure(
		centre,
		null,
		at(daysAfter(monday, 2), '15:00'),
		at(daysAfter(monday, 3), '11:00')
	);
	const halfPool = await aPool(centre, 2);
	await sql`update public.units set in_service = false where id = ${halfPool.units[0] ?? ''}`;
	const resources = [
		hall.a,
		hall.b,
		hall.whole,
		halfBroken.whole,
		halfBroken.b,
		late,
		closed,
		await aRoom(centre, { min_minutes: 60, max_minutes: 120 }, { setup: 45, cleanup: 30 }),
		await aRoom(centre, { lead_minutes: 8 * 1440, horizon_days: 9 }),
		await aPool(centre, 3, { step_minutes: 15, min_minutes: 15 }),
		await aPool(centre, 2, {}, { cleanup: 30 }),
		halfPool
	];
	return { centre, resources };
}

async function schedulesOf(centre: Centre): Promise<Schedule[]> {
	const weeks = await sql<{ week: string }[]>`
		select to_char(${monday}::date + n, 'IYYY-"W"IW') as week from unnest(array[0, 7]) as n`;
	return Promise.all(
		weeks.map(async ({ week }) => {
			const args = { p_centre: centre.slug, p_week: week };
			return parseSchedule(Json.parse((await rpc(anonymous, 'centre_schedule', args)).data));
		})
	);
}

const wishes = fc.array(
	fc.record({
		things: fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 2 }),
		quantity: fc.integer({ min: 1, max: 3 }),
		day: fc.nat(4),
		quarter: fc.integer({ min: 36, max: 82 }),
		quarters: fc.oneof(fc.constantFrom(4, 8), fc.integer({ min: 1, max: 18 }))
	}),
	{ minLength: 25, maxLength: 25 }
);

/** A schedule does not say why one room is closed or a half of it broken, only that it is. */
function kindOf(code: string | null | undefined): string {
	return (code ?? 'allowed')
		.replace('booking.closed', 'booking.outside_opening_hours')
		.replace('booking.not_enough_units', 'booking.slot_taken');
}

test('what the app predicts is what the database answers', { timeout: 120_000 }, async () => {
	const person = await aPerson();

	await fc.assert(
		fc.asyncProperty(wishes, async (sequence) => {
			const { centre, resources } = await aVariedCentre();
			for (const { things, quantity, day, quarter, quarters } of sequence) {
				const wanted = things.flatMap((n) => resources[n] ?? []);
				const units = wanted.flatMap((resource) => resource.units);
				if (new Set(units).size < units.length) continue;
				const asked = wanted.map((resource) => ({
					id: resource.id,
					quantity: resources.indexOf(resource) > 8 ? quantity : 1
				}));
				const starts = minutesAfter(at(daysAfter(monday, day), '00:00'), 15 * quarter);
				const ends = minutesAfter(starts, 15 * quarters);
				const schedules = await schedulesOf(centre);

				const predicted = refusalOf(
					schedules,
					asked.map(({ id, quantity }) => ({ resource: id, quantity })),
					{ starts: new Date(starts), ends: new Date(ends) },
					new Date()
				);
				const answer = await request(person, { resources: asked, starts, ends });

				const said = answer.error === undefined ? null : refused(answer).error;
				const story = JSON.stringify({ things, quantity: asked, starts, ends, predicted, said });
				if (things.length === 1) expect(kindOf(predicted?.code), story).toBe(kindOf(said));
				else expect(predicted === null, story).toBe(said === null);
			}
		}),
		{ numRuns: Number(process.env['MAM_MODEL_RUNS'] ?? 4), endOnFailure: true }
	);
});

test('on days on which the clock changes, too', async () => {
	const [row] = await sql<{ sunday: string }[]>`
		select max(day)::text as sunday
		from generate_series(${dayAhead(3)}::date, ${dayAhead(370)}::date, interval '1 day') as day
		where (day at time zone 'Europe/Warsaw') + interval '24 hours'
			<> ((day + interval '1 day') at time zone 'Europe/Warsaw')`;
	const sunday = String(row?.sunday).slice(0, 10);
	const centre = await aDaytimeCentre();
	await hours(centre, null, [7], '00:00', '10:00');
	const room = await aRoom(centre, { horizon_days: 730 });
	const person = await aPerson();
	const [week] = await sql<
		{ week: string }[]
	>`select to_char(${sunday}::date, 'IYYY-"W"IW') as week`;
	const args = { p_centre: centre.slug, p_week: week?.week };

	for (let half = 0; half < 10; half++) {
		const schedule = parseSchedule(
			Json.parse((await rpc(anonymous, 'centre_schedule', args)).data)
		);
		const starts = minutesAfter(at(sunday, '00:00'), 30 * half);
		const ends = minutesAfter(starts, 60);
		const predicted = isFree(
			[schedule],
			[{ resource: room.id, quantity: 1 }],
			{ starts: new Date(starts), ends: new Date(ends) },
			new Date()
		);
		const answer = await request(person, { resource: room, starts, ends });
		expect(predicted, starts).toBe(answer.error === undefined);
	}
});
