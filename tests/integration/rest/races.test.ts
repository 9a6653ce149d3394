import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../api.ts';
import { sql } from '../backend.ts';
import {
	type Booking,
	book,
	booked,
	cancel,
	decide,
	doubleHolds,
	refused,
	request,
	restore,
	unitsOf
} from '../booking.ts';
import {
	aCentre,
	aDivisibleHall,
	aMember,
	anAnimator,
	anOrganisation,
	aPool,
	aRoom,
	people,
	type Person
} from '../fixtures.ts';
import { at, dayAhead, minutesAfter } from '../times.ts';

const CLIENTS = 60;
const starts = at(dayAhead(5), '10:00');

let crowd: Person[];
beforeAll(async () => {
	crowd = await people(CLIENTS);
});

/** Whatever happened in a race: no unit is held twice, and what is active belongs to a live booking. */
afterEach(async () => {
	expect(await doubleHolds()).toBe(0);
	const [row] = await sql<{ count: number }[]>`
		select count(*)::int as count
		from public.allocations as a join public.bookings as b on b.id = a.booking_id
		where a.active <> private.is_held(b.status)
			-- where requests do not hold the time, several may wait for it
			and not (b.status = 'pending' and not a.active)`;
	expect(row?.count).toBe(0);
});

/** Everybody at once; the winners' bookings, and why the others were refused. */
async function race(attempts: ((person: Person, n: number) => Promise<Outcome>)[]) {
	const outcomes = await Promise.all(
		crowd.map((person, n) => {
			const attempt = attempts[n % attempts.length];
			if (attempt === undefined) throw new Error('no attempts');
			return attempt(person, n);
		})
	);
	const winners = outcomes.filter((outcome) => outcome.error === undefined).map(booked);
	const losers = outcomes.filter((outcome) => outcome.error !== undefined).map(refused);
	return { winners, losers, reasons: new Set(losers.map((loser) => loser.error)) };
}

describe('one room', () => {
	test('for one period has one winner; the others are told what is taken', async () => {
		const room = await aRoom(await aCentre());

		const { winners, losers, reasons } = await race([
			(person) => request(person, { resource: room, starts })
		]);

		expect(winners).toHaveLength(1);
		expect(reasons).toEqual(new Set(['booking.slot_taken']));
		expect(losers.every((loser) => loser['starts'] === winners[0]?.starts)).toBe(true);
	});

	test('for periods that overlap without being equal is never held twice', async () => {
		const room = await aRoom(await aCentre());

		const { winners, reasons } = await race([
			(person, n) =>
				request(person, {
					resource: room,
					starts: minutesAfter(starts, 30 * (n % 8)),
					minutes: 60 + 30 * (n % 4)
				})
		]);

		const sorted = winners.sort((a, b) => a.starts.localeCompare(b.starts));
		for (const [n, winner] of sorted.entries()) {
			expect(winner.starts >= (sorted[n - 1]?.ends ?? '')).toBe(true);
		}
		expect(winners.length).toBeGreaterThanOrEqual(1);
		expect(reasons).toEqual(new Set(['booking.slot_taken']));
	});

	test('for back-to-back periods has a winner for each', async () => {
		const room = await aRoom(await aCentre(), { min_minutes: 30 });

		const { winners, reasons } = await race([
			(person, n) =>
				request(person, {
					resource: room,
					starts: minutesAfter(starts, 30 * (n % 12)),
					minutes: 30
				})
		]);

		expect(winners).toHaveLength(12);
		expect(new Set(winners.map((winner) => winner.starts)).size).toBe(12);
		expect(reasons).toEqual(new Set(['booking.slot_taken']));
	});
});

describe('somebody who writes past the functions', () => {
	test('meets the constraint, and who asks properly is told that the time is taken', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const [holder, person] = crowd;
		if (holder === undefined || person === undefined) throw new Error('nobody');
		const other = await book(holder, { resource: room, starts: minutesAfter(starts, 600) });

		const outcome = await sql.begin(async (transaction) => {
			const [backend] = await transaction<{ pid: number }[]>`select pg_backend_pid() as pid`;
			await transaction`
				insert into public.allocations (booking_id, resource_id, unit_id, during, blocked)
				select ${other.id}, ${room.id}, ${room.units[0] ?? ''}, period, period
				from (select tstzrange(${starts}, ${minutesAfter(starts, 60)}) as period) as p`;
			const asked = request(person, { resource: room, starts });
			await vi.waitFor(async () => {
				const waiting = await sql`
					select from pg_stat_activity
					where pg_blocking_pids(pid) @> array[${backend?.pid ?? 0}::int]`;
				expect(waiting).toHaveLength(1);
			}, 10_000);
			return { asked };
		});

		expect(refused(await outcome.asked)).toEqual({ error: 'booking.slot_taken' });
		await sql`
			delete from public.allocations
			where booking_id = ${other.id} and during @> ${starts}::timestamptz`;
	});
});

describe('a pool of three', () => {
	test('for one period has three winners', async () => {
		const pool = await aPool(await aCentre(), 3);

		const { winners, reasons } = await race([
			(person) => request(person, { resource: pool, starts })
		]);

		expect(winners).toHaveLength(3);
		expect(reasons).toEqual(new Set(['booking.not_enough_units']));
	});

	test('never has more in use at one instant than there are, whatever periods are wanted', async () => {
		const pool = await aPool(await aCentre(), 3, {}, { cleanup: 15 });

		const { winners, losers } = await race([
			(person, n) =>
				request(person, {
					resources: [{ id: pool.id, quantity: 1 + (n % 2) }],
					starts: minutesAfter(starts, 30 * (n % 6)),
					minutes: 30 + 30 * (n % 5)
				})
		]);

		expect(winners.length).toBeGreaterThanOrEqual(2);
		expect(winners.length + losers.length).toBe(CLIENTS);
	});
});

describe('a divisible hall', () => {
	test('goes either whole to one or in halves to two', async () => {
		const hall = await aDivisibleHall(await aCentre());
		const wishes = [hall.a, hall.b, hall.whole];

		const { winners, reasons } = await race(
			wishes.map((resource) => (person: Person) => request(person, { resource, starts }))
		);

		const units = (await Promise.all(winners.map(unitsOf))).flat();
		expect(units).toHaveLength(2);
		expect(new Set(units).size).toBe(2);
		expect(reasons).toEqual(new Set(['booking.slot_taken']));
	});

	test('with rooms and things crossing in one booking never deadlocks', async () => {
		const centre = await aCentre();
		const hall = await aDivisibleHall(centre);
		const [laptops, chairs] = [await aPool(centre, 6), await aPool(centre, 6)];
		const bundles = [
			[hall.a, laptops],
			[laptops, hall.b],
			[chairs, hall.whole],
			[hall.b, chairs, laptops],
			[laptops, chairs],
			[chairs, hall.a]
		];

		const { winners, losers } = await race(
			bundles.map(
				(bundle) => (person: Person, n: number) =>
					request(person, {
						resources: bundle.map(({ id }) => ({ id })),
						starts: minutesAfter(starts, 30 * (n % 3))
					})
			)
		);

		expect(winners.length).toBeGreaterThanOrEqual(1);
		expect(losers.length + winners.length).toBe(CLIENTS);
	});
});

describe('quotas', () => {
	test('of a person are not passed by asking for many rooms at once', async () => {
		const centre = await aCentre();
		const rooms = await Promise.all(
			Array.from({ length: 6 }, () => aRoom(centre, { weekly_minutes_per_person: 120 }))
		);
		const [room] = rooms;
		const [person] = crowd;
		if (room === undefined || person === undefined) throw new Error('nobody');

		const { winners, reasons } = await race([
			(_, n) =>
				request(person, { resource: room, starts: minutesAfter(starts, 30 * n), minutes: 30 })
		]);

		expect(winners.length).toBe(4);
		expect(reasons).toEqual(new Set(['booking.over_quota']));
	});

	test('of an organisation are not passed by its members together', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { weekly_minutes_per_organisation: 90 });
		const organisation = await anOrganisation();
		const members = await Promise.all(
			Array.from({ length: 4 }, () => aMember(organisation, 'editor'))
		);

		const { winners, reasons } = await race([
			(_, n) => {
				const member = members[n % members.length];
				if (member === undefined) throw new Error('nobody');
				return request(member, {
					resource: room,
					starts: minutesAfter(starts, 30 * (n % 20)),
					minutes: 30,
					p_organisation: organisation.id
				});
			}
		]);

		expect(winners).toHaveLength(3);
		expect([...reasons].sort()).toEqual(
			[...reasons].sort().filter((reason) => /over_quota|slot_taken/.test(reason))
		);
	});
});

describe('mixed with changes', () => {
	test('cancelling, undoing and booking at once leave one holder at most', async () => {
		const room = await aRoom(await aCentre());
		const [holder] = crowd;
		if (holder === undefined) throw new Error('nobody');

		for (let round = 0; round < 3; round++) {
			const period = minutesAfter(starts, 60 * round);
			const booking = await book(holder, { resource: room, starts: period });
			const [cancelled, ...others] = await Promise.all([
				cancel(holder, booking),
				...crowd.slice(1, 25).map((person) => request(person, { resource: room, starts: period }))
			]);
			const undo = await Promise.all([
				restore(holder, booked(cancelled)),
				...crowd.slice(25).map((person) => request(person, { resource: room, starts: period }))
			]);

			const all = [...others, ...undo];
			expect(all.filter((outcome) => outcome.error === undefined)).toHaveLength(1);
			for (const outcome of all) {
				if (outcome.error !== undefined) refused(outcome);
			}
		}
	});

	test('two who decide and one who cancels at once: one of them is first', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { approval: 'review' });
		const [one, other] = [await anAnimator(centre), await anAnimator(centre)];
		const waiting: [Person, Booking][] = [];
		for (const [n, person] of crowd.slice(0, 10).entries()) {
			waiting.push([
				person,
				await book(person, { resource: room, starts: minutesAfter(starts, 60 * n) })
			]);
		}

		const rounds = await Promise.all(
			waiting.map(([person, booking]) =>
				Promise.all([
					decide(one, booking, 'confirmed'),
					decide(other, booking, 'declined'),
					cancel(person, booking)
				])
			)
		);

		for (const outcomes of rounds) {
			expect(outcomes.filter((outcome) => outcome.error === undefined)).toHaveLength(1);
			for (const outcome of outcomes) {
				if (outcome.error !== undefined) {
					expect(refused(outcome).error).toBe('booking.changed_meanwhile');
				}
			}
		}
	});

	test('holds that run out while everybody asks are given away once', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { approval: 'review' });
		const pool = await aPool(centre, 3, { approval: 'review' });
		const [holder] = crowd;
		if (holder === undefined) throw new Error('nobody');
		for (let n = 0; n < 3; n++) {
			await book(holder, {
				resources: n === 0 ? [{ id: room.id }, { id: pool.id }] : [{ id: pool.id }],
				starts
			});
		}
		await sql`
			update public.bookings set hold_until = now() - interval '1 second'
			where centre_id = ${centre.id}`;

		const { winners, losers } = await race([
			(person) => request(person, { resource: room, starts }),
			(person) => request(person, { resource: pool, starts }),
			(person) => request(person, { resources: [{ id: pool.id }, { id: room.id }], starts })
		]);

		const units = (await Promise.all(winners.map(unitsOf))).flat();
		expect(units).toHaveLength(4);
		expect(losers.length).toBe(CLIENTS - winners.length);
	});
});
