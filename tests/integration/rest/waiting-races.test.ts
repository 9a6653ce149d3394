import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Outcome } from '../api.ts';
import { sql } from '../backend.ts';
import { book, booked, cancel, doubleHolds, refused, request, runOut } from '../booking.ts';
import { aCentre, aDivisibleHall, aRoom, people, type Person } from '../fixtures.ts';
import { at, dayAhead } from '../times.ts';
import { accept, decline, offerOf, stateOf, tick, wait } from '../waiting.ts';

const CLIENTS = 32;
const starts = at(dayAhead(5), '16:00');

let crowd: Person[];
let line: Person[];
beforeAll(async () => {
	crowd = await people(CLIENTS);
	line = await people(4);
});
afterEach(async () => {
	expect(await doubleHolds()).toBe(0);
});

/** Who holds a room at this moment, and in which state. */
async function holdersOf(room: { id: string }): Promise<{ person: string; status: string }[]> {
	return sql<{ person: string; status: string }[]>`
		select b.requested_by as person, private.effective_status(b.status, b.hold_until) as status
		from public.allocations as a join public.bookings as b on b.id = a.booking_id
		where a.resource_id = ${room.id} and a.active
			and not private.has_lapsed(b.status, b.hold_until)`;
}

function only<T>(items: T[]): T {
	const [item] = items;
	if (item === undefined || items.length > 1) throw new Error(`${items.length} of one`);
	return item;
}

test('a freed time goes along the line while everybody grabs at it (case 41)', async () => {
	const room = await aRoom(await aCentre());
	const [holder = only(crowd)] = crowd;
	const booking = await book(holder, { resource: room, starts });
	const wishes = [];
	for (const person of line) wishes.push(await wait(person, { resource: room, starts }));

	let free: () => Promise<unknown> = async () => booked(await cancel(holder, booking));
	for (const [n, person] of line.entries()) {
		const grabs = await Promise.all([
			free(),
			...crowd.map((other) => request(other, { resource: room, starts })),
			...Array.from({ length: 4 }, tick)
		]);
		await tick();

		const outcomes = grabs.slice(1, 1 + CLIENTS).filter(isOutcome);
		expect(outcomes).toHaveLength(CLIENTS);
		expect(new Set(outcomes.map((outcome) => refused(outcome).error))).toEqual(
			new Set(['booking.slot_taken'])
		);
		expect(await holdersOf(room)).toEqual([{ person: person.id, status: 'offered' }]);
		const wish = wishes[n] ?? { id: '' };
		const offer = await offerOf(person, wish);
		free = n % 2 === 0 ? () => runOut(offer) : async () => booked(await decline(person, offer));
	}
	expect(await Promise.all(wishes.map(stateOf))).toEqual([
		'missed',
		'declined',
		'missed',
		'offered'
	]);
});

test('an offer that is accepted in the second in which it runs out has one holder', async () => {
	const centre = await aCentre();
	const [holder = only(crowd), ...others] = crowd;
	const [ada = only(line), bea = only(line)] = line;
	for (let round = 0; round < 4; round++) {
		const room = await aRoom(centre);
		const booking = await book(holder, { resource: room, starts });
		const first = await wait(ada, { resource: room, starts });
		const second = await wait(bea, { resource: room, starts });
		booked(await cancel(holder, booking));
		const offer = await offerOf(ada, first);
		await sql`
			update public.bookings set hold_until = now() + make_interval(secs => ${round * 0.03})
			where id = ${offer.id}`;

		const [accepted, ...grabs] = await Promise.all([
			accept(ada, offer),
			...others.map((other) => request(other, { resource: room, starts }))
		]);
		await tick();

		expect(new Set(grabs.map((outcome) => refused(outcome).error))).toEqual(
			new Set(['booking.slot_taken'])
		);
		const isHers = accepted.error === undefined;
		expect(await holdersOf(room)).toEqual([
			isHers ? { person: ada.id, status: 'confirmed' } : { person: bea.id, status: 'offered' }
		]);
		expect([await stateOf(first), await stateOf(second)]).toEqual(
			isHers ? ['accepted', 'waiting'] : ['missed', 'offered']
		);
	}
});

test('halves and wholes that are freed at once never deadlock, and nothing stays unoffered', async () => {
	const centre = await aCentre();
	const hall = await aDivisibleHall(centre);
	const day = (n: number) => at(dayAhead(6 + n), '16:00');
	const bookings = await Promise.all(
		crowd.map(async (person, n) => ({
			person,
			booking: await book(person, { resource: n % 2 === 0 ? hall.a : hall.b, starts: day(n >> 1) })
		}))
	);
	const wishes = [];
	for (let n = 0; n < 16; n++) {
		const [one = only(crowd), other = only(crowd)] = [crowd[n], crowd[n + 16]];
		wishes.push(await wait(one, { resource: hall.whole, starts: day(n) }));
		wishes.push(await wait(other, { starts: day(n), p_centre: centre.slug, p_kind: 'room' }));
	}

	const outcomes = await Promise.all(
		bookings.map(({ person, booking }) => cancel(person, booking))
	);
	await tick();

	outcomes.forEach(booked);
	const states = await Promise.all(wishes.map(stateOf));
	// a half that was free first went to who takes any room; else the whole to who came first
	for (let n = 0; n < 16; n++) {
		expect([states[2 * n], states[2 * n + 1]]).toContain('offered');
	}
});

function isOutcome(value: unknown): value is Outcome {
	return typeof value === 'object' && value !== null && 'status' in value;
}
