import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Schedule, ScheduleEntry, ScheduleResource } from '../calendar/schedule.ts';
import { daysOfWeek } from '../calendar/weeks.ts';
import { isFree, maxMinutes, poolFree, startsOf, type Wish } from './availability.ts';
import { at, entry, pool, room, schedule, zone } from './schedule.fixture.ts';

/** The same rules again, as slow and plain as can be: minute by minute, with Intl's own clock. */
const minute = 60_000;
const clock = new Intl.DateTimeFormat('en-GB', {
	timeZone: zone,
	hour: '2-digit',
	minute: '2-digit',
	hourCycle: 'h23',
	day: '2-digit',
	month: '2-digit',
	year: 'numeric'
});

function wall(time: number): { day: string; minutes: number } {
	const part = Object.fromEntries(
		clock.formatToParts(time).map(({ type, value }) => [type, value])
	);
	return {
		day: `${part.year}-${part.month}-${part.day}`,
		minutes: Number(part.hour) * 60 + Number(part.minute)
	};
}

function isOpenAt(weeks: Schedule[], id: string, time: number): boolean {
	return weeks.some(({ days, resources }) => {
		const isIn = (period: { starts: Date; ends: Date }) =>
			period.starts.getTime() <= time && time < period.ends.getTime();
		const own = resources.find((resource) => resource.id === id)?.open;
		return days.some(({ open }) => open.some(isIn)) && (own?.some(isIn) ?? true);
	});
}

function turnaroundOf(weeks: Schedule[], unit: string | undefined): number {
	const units = weeks.flatMap(({ resources }) => resources.flatMap((resource) => resource.units));
	return units.find(({ id }) => id === unit)?.turnaround ?? 0;
}

function heldAt(weeks: Schedule[], unit: string, time: number): boolean {
	return weeks.some(({ entries }) =>
		entries.some(
			({ units, starts, ends }) =>
				units.includes(unit) &&
				starts.getTime() <= time &&
				time < ends.getTime() + turnaroundOf(weeks, unit) * minute
		)
	);
}

/** The most units of the pool that are held at one minute of the time. */
function mostHeld(weeks: Schedule[], resource: ScheduleResource, from: number, to: number) {
	let most = 0;
	for (let time = from; time < to; time += minute)
		most = Math.max(most, resource.units.filter(({ id }) => heldAt(weeks, id, time)).length);
	return most;
}

function oracle(weeks: Schedule[], wishes: Wish[], from: number, to: number, now: Date): boolean {
	return wishes.every(({ resource: id, quantity }) => {
		const resource = weeks[0]?.resources.find((each) => each.id === id);
		if (!resource) return false;
		const length = (to - from) / minute;
		const { day, minutes } = wall(from);
		if (length < resource.min || length > resource.max) return false;
		if (length % resource.step || minutes % resource.step) return false;
		if (from < now.getTime() + resource.leadMinutes * minute) return false;
		if (day < resource.firstDay || day > resource.lastDay) return false;
		for (let time = from; time < to; time += minute) if (!isOpenAt(weeks, id, time)) return false;
		const until = to + turnaroundOf(weeks, resource.units[0]?.id) * minute;
		const most = mostHeld(weeks, resource, from, until);
		return resource.take === 'all' ? most === 0 : most + quantity <= resource.units.length;
	});
}

const weekPairs = [
	{ weeks: ['2026-W43', '2026-W44'], night: '2026-10-25' },
	{ weeks: ['2027-W12', '2027-W13'], night: '2027-03-28' },
	{ weeks: ['2026-W48', '2026-W49'], night: '2026-11-26' }
];

const world = fc
	.record({
		pair: fc.constantFrom(...weekPairs),
		step: fc.constantFrom(15, 30, 60, 90),
		turnaround: fc.constantFrom(0, 10, 15, 45),
		laptopTurnaround: fc.constantFrom(0, 20),
		hours: fc.constantFrom<[string, string][]>(
			[['10:00', '20:00']],
			[['00:00', '24:00']],
			[
				['09:00', '12:00'],
				['14:30', '22:00']
			]
		),
		own: fc.option(fc.constantFrom<[string, string]>(['12:00', '18:00'], ['00:00', '04:00'])),
		lead: fc.constantFrom(0, 90),
		bookings: fc.array(
			fc.record({
				from: fc.integer({ min: 0, max: 2 * 24 * 4 }),
				length: fc.integer({ min: 1, max: 12 }),
				units: fc.uniqueArray(
					fc.constantFrom<string[]>('a', 'b', 'laptop-1', 'laptop-2', 'laptop-3'),
					{
						minLength: 1
					}
				)
			}),
			{ maxLength: 8 }
		),
		quantity: fc.integer({ min: 1, max: 4 })
	})
	.map(({ pair, step, turnaround, laptopTurnaround, hours, own, lead, bookings, quantity }) => {
		const units = ['a', 'b'].map((id) => ({ id, label: id, turnaround }));
		const rules = { step, min: step, max: step * 6, leadMinutes: lead };
		const laptops = pool('laptop', 3, { step: 15, min: 15, max: 1440 });
		for (const unit of laptops.units) unit.turnaround = laptopTurnaround;
		const start = at(pair.night, '00:00').getTime();
		const entries: ScheduleEntry[] = [];
		for (const { from, length, units } of bookings) {
			const starts = new Date(start + from * 15 * minute);
			const ends = new Date(starts.getTime() + length * 15 * minute);
			const slowest = units.some((id) => id === 'a' || id === 'b');
			const gap = Math.max(
				slowest ? turnaround : 0,
				units.some((id) => id.startsWith('laptop')) ? laptopTurnaround : 0
			);
			const next = entry(String(entries.length), units, { starts, ends }, gap);
			// The database never holds a unit twice, so a made-up world must not either.
			const collides = entries.some(
				(other) =>
					other.units.some((unit) => units.includes(unit)) &&
					other.starts < next.freeFrom &&
					next.starts < other.freeFrom
			);
			if (!collides) entries.push(next);
		}
		const weeks = pair.weeks.map((week) => {
			const open = own
				? daysOfWeek(week).map((day) => ({ starts: at(day, own[0]), ends: at(day, own[1]) }))
				: null;
			const hall = room('hall', { ...rules, open, units });
			const half = room('half', { ...rules, open, units: units.slice(0, 1) });
			return schedule(week, [hall, half, laptops], entries, hours);
		});
		const now = new Date(start - 30 * minute);
		return { weeks, laptops, step, night: pair.night, start, now, quantity };
	});

it('predicts for every period what a minute-by-minute model allows', () => {
	fc.assert(
		fc.property(
			world,
			fc.constantFrom('hall', 'half'),
			fc.integer({ min: 0, max: 150 }),
			fc.integer({ min: 1, max: 14 }),
			fc.boolean(),
			({ weeks, start, now, quantity }, resource, from, length, withExtras) => {
				const starts = start + from * 15 * minute;
				const ends = starts + length * 15 * minute;
				const wishes = [
					{ resource, quantity: 1 },
					...(withExtras ? [{ resource: 'laptop', quantity }] : [])
				];

				const free = isFree(weeks, wishes, { starts: new Date(starts), ends: new Date(ends) }, now);

				expect(free).toBe(oracle(weeks, wishes, starts, ends, now));
			}
		),
		{ numRuns: 400 }
	);
});

it('offers exactly the starts of a day that the model allows', () => {
	fc.assert(
		fc.property(world, fc.integer({ min: 1, max: 3 }), (given, steps) => {
			const { weeks, step, night, now } = given;
			const wishes = [{ resource: 'hall', quantity: 1 }];
			const length = steps * step;

			const free = startsOf(weeks, wishes, night, length, now)
				.filter(({ refusal }) => !refusal)
				.map(({ starts }) => starts.getTime());

			const expected: number[] = [];
			for (let time = at(night, '00:00').getTime(); wall(time).day === night; time += 15 * minute)
				if (oracle(weeks, wishes, time, time + length * minute, now)) expected.push(time);
			expect(free).toEqual(expected);
		}),
		{ numRuns: 60 }
	);
});

it('allows every length up to the longest one, and no more', () => {
	fc.assert(
		fc.property(world, fc.integer({ min: 0, max: 100 }), (given, from) => {
			const { weeks, step, start, now } = given;
			const wishes = [{ resource: 'half', quantity: 1 }];
			const starts = start + from * 15 * minute;

			const longest = maxMinutes(weeks, wishes, new Date(starts), now);

			for (let length = step; length <= step * 6; length += step)
				expect(oracle(weeks, wishes, starts, starts + length * minute, now)).toBe(
					length <= longest
				);
		}),
		{ numRuns: 60 }
	);
});

it('counts what is left of a pool as the model does', () => {
	fc.assert(
		fc.property(
			world,
			fc.integer({ min: 0, max: 150 }),
			fc.integer({ min: 1, max: 14 }),
			({ weeks, laptops, start }, from, length) => {
				const starts = start + from * 15 * minute;
				const ends = starts + length * 15 * minute;

				const free = poolFree(weeks, laptops, {
					starts: new Date(starts),
					ends: new Date(ends)
				});

				const until = ends + turnaroundOf(weeks, 'laptop-1') * minute;
				expect(free).toBe(3 - mostHeld(weeks, laptops, starts, until));
			}
		),
		{ numRuns: 200 }
	);
});
