import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Outcome } from '../api.ts';
import { sql } from '../backend.ts';
import {
	booked,
	cancel,
	decide,
	refused,
	request,
	reschedule,
	restore,
	runOut
} from '../booking.ts';
import {
	aCentre,
	aDivisibleHall,
	anAnimator,
	aPerson,
	aPool,
	aResource,
	type Person,
	type Resource
} from '../fixtures.ts';
import { at, dayAhead, minutesAfter } from '../times.ts';

const STEP = 30;
const TURNAROUND = 30;
const midnight = at(dayAhead(8), '00:00');

/** What can be booked, as the model sees it: which units, and whether all of them or any. */
type Thing = { resource: Resource; take: 'all' | 'any'; isReviewed: boolean };
type Claim = { thing: Thing; quantity: number; from: number; until: number };
type Held = { id: string; version: number; claims: Claim[]; state: 'pending' | 'confirmed' };

/** One room A+B in halves, a pool of three, and a desk that is one of a pool of two; a review pool. */
async function things(): Promise<{ things: Thing[]; animator: Person }> {
	const centre = await aCentre();
	const hall = await aDivisibleHall(centre);
	const three = await aPool(centre, 3, {}, { cleanup: TURNAROUND });
	const two = await aPool(centre, 2);
	const desk = await aResource(centre, { kind: 'room' }, two.units.slice(0, 1));
	const reviewed = await aPool(centre, 2, { approval: 'review' });
	await sql`
		update public.units set cleanup_minutes = ${TURNAROUND}, setup_minutes = 10
		where centre_id = ${centre.id}`;
	const taken = (take: 'all' | 'any') => (resource: Resource) => ({
		resource,
		take,
		isReviewed: resource === reviewed
	});
	return {
		things: [
			...[hall.a, hall.b, hall.whole, desk].map(taken('all')),
			...[three, two, reviewed].map(taken('any'))
		],
		animator: await anAnimator(centre)
	};
}

/**
 * Can all these claims be had at once? Tries every way to give units to claims: slow, obvious, and
 * knows nothing of locks, re-pinning or holds.
 */
function fits(claims: Claim[]): boolean {
	const uses = claims
		.flatMap((claim) => {
			const { units } = claim.thing.resource;
			return claim.thing.take === 'all'
				? units.map((unit) => ({ ...claim, choices: [unit] }))
				: Array.from({ length: claim.quantity }, () => ({ ...claim, choices: units }));
		})
		.sort((one, other) => one.choices.length - other.choices.length || one.from - other.from);
	const placed: { unit: string; from: number; until: number }[] = [];

	function place(n: number): boolean {
		const use = uses[n];
		if (use === undefined) return true;
		return use.choices.some((unit) => {
			const isTaken = placed.some(
				(other) => other.unit === unit && other.from < use.until && use.from < other.until
			);
			if (isTaken) return false;
			placed.push({ unit, from: use.from, until: use.until });
			const isGood = place(n + 1);
			placed.pop();
			return isGood;
		});
	}
	return place(0);
}

const wish = fc.record({
	kind: fc.constant('book' as const),
	things: fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 2 }),
	quantity: fc.integer({ min: 1, max: 2 }),
	slot: fc.nat(12),
	slots: fc.integer({ min: 1, max: 5 })
});
const change = fc.record({
	kind: fc.constantFrom('cancel' as const, 'undo' as const, 'decide' as const, 'expire' as const),
	which: fc.nat(1000)
});
const move = fc.record({
	kind: fc.constant('move' as const),
	which: fc.nat(1000),
	slot: fc.nat(12),
	slots: fc.integer({ min: 1, max: 5 })
});
const operations = fc.array(fc.oneof({ weight: 3, arbitrary: wish }, change, move), {
	minLength: 15,
	maxLength: 40
});

test('whatever is asked in whatever order, the answer is that of a simple model', async () => {
	const person = await aPerson();

	await fc.assert(
		fc.asyncProperty(operations, async (sequence) => {
			const world = await things();
			const held: Held[] = [];
			const cancelled: Held[] = [];
			for (const operation of sequence) {
				if (operation.kind === 'book') {
					const claims = operation.things.map((n) => claimOf(world.things[n], operation));
					const expected = fits([...held.flatMap((booking) => booking.claims), ...claims]);
					const answer = await request(person, {
						resources: claims.map(({ thing, quantity }) => ({
							id: thing.resource.id,
							quantity
						})),
						starts: minutesAfter(midnight, operation.slot * STEP),
						minutes: operation.slots * STEP
					});
					expectAnswer(answer, expected);
					if (expected) {
						const isReviewed = claims.some((claim) => claim.thing.isReviewed);
						held.push({ ...booked(answer), claims, state: isReviewed ? 'pending' : 'confirmed' });
					}
				} else if (operation.kind === 'move') {
					await moveOne(operation, held, person);
				} else {
					await apply(operation.kind, operation.which, held, cancelled, person, world.animator);
				}
				await expectSameHolds(world.things, held);
			}
		}),
		{ numRuns: Number(process.env['MAM_MODEL_RUNS'] ?? 6) }
	);
});

function claimOf(
	thing: Thing | undefined,
	{ quantity, slot, slots }: { quantity: number; slot: number; slots: number }
): Claim {
	if (thing === undefined) throw new Error('no such thing');
	return {
		thing,
		quantity: thing.take === 'all' ? 1 : quantity,
		from: slot * STEP,
		until: (slot + slots) * STEP + TURNAROUND
	};
}

/** In its own way it never is; refused, it stays where it was. */
async function moveOne(
	{ which, slot, slots }: { which: number; slot: number; slots: number },
	held: Held[],
	person: Person
): Promise<void> {
	const booking = held[which % Math.max(held.length, 1)];
	if (booking === undefined) return;
	const claims = booking.claims.map(({ thing, quantity }) =>
		claimOf(thing, { quantity, slot, slots })
	);
	const others = held.filter((other) => other !== booking).flatMap((other) => other.claims);
	const expected = fits([...others, ...claims]);
	const answer = await reschedule(person, booking, minutesAfter(midnight, slot * STEP), {
		minutes: slots * STEP
	});
	expectAnswer(answer, expected);
	if (!expected) return;
	booking.version = booked(answer).version;
	booking.claims = claims;
	// what is reviewed waits again where it has moved to
	booking.state = claims.some((claim) => claim.thing.isReviewed) ? 'pending' : 'confirmed';
}

async function apply(
	kind: 'cancel' | 'undo' | 'decide' | 'expire',
	which: number,
	held: Held[],
	cancelled: Held[],
	person: Person,
	animator: Person
): Promise<void> {
	const waiting = held.filter((booking) => booking.state === 'pending');
	const candidates = { cancel: held, undo: cancelled, decide: waiting, expire: waiting }[kind];
	const booking = candidates[which % Math.max(candidates.length, 1)];
	if (booking === undefined) return;

	if (kind === 'cancel') {
		booking.version = booked(await cancel(person, booking)).version;
		cancelled.push(...held.splice(held.indexOf(booking), 1));
	} else if (kind === 'undo') {
		const expected = fits([...held.flatMap((other) => other.claims), ...booking.claims]);
		const answer = await restore(person, booking);
		expectAnswer(answer, expected);
		if (!expected) return;
		booking.version = booked(answer).version;
		held.push(...cancelled.splice(cancelled.indexOf(booking), 1));
	} else if (kind === 'decide') {
		booking.version = booked(await decide(animator, booking, 'confirmed')).version;
		booking.state = 'confirmed';
	} else {
		await runOut(booking);
		held.splice(held.indexOf(booking), 1);
	}
}

function expectAnswer(answer: Outcome, isExpected: boolean): void {
	expect(answer.error === undefined, JSON.stringify(answer)).toBe(isExpected);
	if (!isExpected) {
		expect(refused(answer).error).toMatch(/^booking\.(slot_taken|not_enough_units)$/);
	}
}

/** The database holds for each live booking what it asked for, and never one unit twice. */
async function expectSameHolds(all: Thing[], held: Held[]): Promise<void> {
	const units = all.flatMap((thing) => thing.resource.units);
	const rows = await sql<{ booking_id: string; unit_id: string; from: string; until: string }[]>`
		select a.booking_id, a.unit_id, lower(a.blocked)::text as from, upper(a.blocked)::text as until
		from public.allocations as a join public.bookings as b on b.id = a.booking_id
		where a.active and a.unit_id in ${sql(units)}
			and not (b.status = 'pending' and b.hold_until <= now())`;
	const wanted = held.flatMap(({ id, claims }) =>
		claims.flatMap(({ thing, quantity }) =>
			Array<string>(thing.take === 'all' ? thing.resource.units.length : quantity).fill(id)
		)
	);
	expect(rows.map((row) => row.booking_id).sort()).toEqual(wanted.sort());
	for (const [n, row] of rows.entries()) {
		const clash = rows
			.slice(0, n)
			.find(
				(other) => other.unit_id === row.unit_id && other.from < row.until && row.from < other.until
			);
		expect(clash).toBeUndefined();
	}
}
