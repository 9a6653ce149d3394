import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Caller, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import {
	type Booking,
	book,
	doubleHolds,
	refuse,
	refused,
	request,
	statusOf,
	unitsOf
} from '../booking.ts';
import {
	aCentre,
	aCoordinator,
	anAnimator,
	aPerson,
	aRoom,
	type Centre,
	people,
	type Resource
} from '../fixtures.ts';
import { storyOf } from '../requests.ts';
import { at, dayAhead, iso } from '../times.ts';

const day = dayAhead(9);
const noon = { p_starts: at(day, '12:00'), p_ends: at(day, '14:00') };

const Preview = z.object({
	bookings: z.array(
		z.looseObject({
			id: z.string(),
			name: z.string().nullable(),
			rooms: z.array(z.looseObject({ id: z.string() }))
		})
	)
});
const Listed = z.array(
	z.looseObject({ id: z.string(), kept: z.array(z.looseObject({ id: z.string() })) })
);

type Decision = { booking: Booking; action: string; room?: string; message?: string };

async function preview(caller: Caller, centre: Centre, resource?: Resource, period = noon) {
	const args = { p_centre: centre.id, p_resource: resource?.id ?? null, ...period };
	return Preview.parse((await rpc(caller, 'preview_closure', args)).data).bookings;
}

function close(
	caller: Caller,
	centre: Centre,
	decisions: Decision[],
	others: Record<string, unknown> = {}
) {
	return rpc(caller, 'create_closure', {
		p_key: randomUUID(),
		p_centre: centre.id,
		...noon,
		p_reason: 'Awaria prądu',
		p_decisions: decisions.map(({ booking, ...decision }) => ({
			booking: booking.id,
			version: booking.version,
			...decision
		})),
		...others
	});
}

async function aBusyRoom() {
	const centre = await aCentre();
	const room = await aRoom(centre, { capacity: 10 });
	const person = await aPerson('Ewa Lis');
	return {
		centre,
		room,
		person,
		animator: await anAnimator(centre),
		met: await book(person, { resource: room, starts: at(day, '13:00') }),
		before: await book(person, { resource: room, starts: at(day, '10:00') })
	};
}

describe('38: a closure over bookings', () => {
	test('lists those that it meets, with the free rooms that are large enough', async () => {
		const { centre, room, animator, met } = await aBusyRoom();
		const other = await aRoom(centre, { capacity: 5, position: 2 });
		await aRoom(centre, { capacity: 1, position: 3 });

		const bookings = await preview(animator, centre, room);

		expect(bookings).toMatchObject([{ id: met.id, name: 'Ewa Lis', rooms: [{ id: other.id }] }]);
		// nothing is free where everything is closed
		expect(await preview(animator, centre)).toMatchObject([{ id: met.id, rooms: [] }]);
	});

	test('cancels with a message, moves, keeps: all in one act', async () => {
		const { centre, room, animator, met, person } = await aBusyRoom();
		const other = await aRoom(centre, { capacity: 5 });
		const moved = await book(await aPerson(), { resource: room, starts: at(day, '12:00') });
		const kept = await book(await aPerson(), { resource: room, starts: at(day, '14:00') });
		const period = { p_starts: at(day, '12:00'), p_ends: at(day, '15:00') };

		const { data } = await close(
			animator,
			centre,
			[
				{ booking: met, action: 'cancel', message: 'Przepraszamy, nie ma prądu.' },
				{ booking: moved, action: 'move', room: other.id },
				{ booking: kept, action: 'keep' }
			],
			{ p_resource: room.id, ...period }
		);

		expect(data).toMatchObject({ bookings: [{ action: 'move' }, { action: 'cancel' }, {}] });
		expect(await statusOf(met)).toBe('cancelled');
		expect((await storyOf(person, met)).cancelled_why).toBe('Przepraszamy, nie ma prądu.');
		expect(await unitsOf(moved)).toEqual(other.units);
		expect(await unitsOf(kept)).toEqual(room.units);
		const [closure] = Listed.parse(
			(await rpc(animator, 'list_closures', { p_centre: centre.id })).data
		);
		expect(closure?.kept.map(({ id }) => id)).toEqual([kept.id]);
		expect(await refuse(person, { resource: room, starts: at(day, '13:00') })).toMatchObject({
			error: 'booking.closed'
		});
	});

	test('is not made while one of them is undecided', async () => {
		const { centre, animator, met } = await aBusyRoom();

		expect(refused(await close(animator, centre, []))).toEqual({
			error: 'closure.undecided',
			bookings: [met.id],
			count: 1
		});
		expect(await closuresOf(centre)).toBe(0);
	});

	test('changes nothing when one of the decisions cannot be done', async () => {
		const { centre, room, animator, met } = await aBusyRoom();
		const taken = await aRoom(centre);
		await book(await aPerson(), { resource: taken, starts: at(day, '13:30') });

		const outcome = await close(
			animator,
			centre,
			[{ booking: met, action: 'move', room: taken.id }],
			{ p_resource: room.id }
		);

		expect(refused(outcome)).toMatchObject({
			error: 'closure.decision_refused',
			booking: met.id,
			refusal: { error: 'booking.slot_taken' }
		});
		expect(await unitsOf(met)).toEqual(room.units);
		expect(await closuresOf(centre)).toBe(0);
	});

	test('of some hours does not close the day', async () => {
		const { centre, room, person, animator, met } = await aBusyRoom();
		madeOf(await close(animator, centre, [{ booking: met, action: 'cancel' }]));

		await book(person, { resource: room, starts: at(day, '14:00') });
		await book(person, { resource: room, starts: at(day, '11:00') });
		expect(await refuse(person, { resource: room, starts: at(day, '11:30') })).toMatchObject({
			error: 'booking.closed',
			reason: { pl: 'Awaria prądu' },
			until: iso(at(day, '14:00'))
		});
	});

	test('is taken away again; what was cancelled for it stays cancelled', async () => {
		const { centre, room, person, animator, met } = await aBusyRoom();
		const closure = madeOf(await close(animator, centre, [{ booking: met, action: 'cancel' }]));
		const remove = { p_key: randomUUID(), p_closure: closure.id };

		expect(refused(await rpc(person, 'remove_closure', remove))).toEqual({
			error: 'auth.forbidden'
		});
		await rpc(animator, 'remove_closure', { ...remove, p_key: randomUUID() });

		expect(await statusOf(met)).toBe('cancelled');
		await book(person, { resource: room, starts: at(day, '13:00') });
		expect(
			refused(await rpc(animator, 'remove_closure', { ...remove, p_key: randomUUID() }))
		).toEqual({ error: 'closure.not_found' });
	});

	test('is for staff of the centre alone', async () => {
		const { centre, person, met } = await aBusyRoom();
		for (const other of [person, await aCoordinator(await aCentre())]) {
			const args = { p_centre: centre.id, ...noon };
			expect(refused(await close(other, centre, [{ booking: met, action: 'keep' }]))).toEqual({
				error: 'auth.forbidden'
			});
			expect(refused(await rpc(other, 'preview_closure', args))).toEqual({
				error: 'auth.forbidden'
			});
			expect(refused(await rpc(other, 'list_closures', { p_centre: centre.id }))).toEqual({
				error: 'auth.forbidden'
			});
		}
	});

	test.each([
		['reason', { p_reason: ' ' }],
		['ends', { p_ends: at(day, '11:00') }],
		['starts', { p_starts: 'infinity' }],
		['decisions', { p_decisions: { a: 1 } }],
		['decisions', { p_decisions: [{ booking: randomUUID(), version: 1, action: 'burn' }] }],
		['decisions', { p_decisions: [{ booking: randomUUID(), version: 1, action: 'move' }] }]
	])('with a bad %s is refused by its name (%j)', async (field, args) => {
		const { centre, animator } = await aBusyRoom();
		expect(refused(await close(animator, centre, [], args))).toEqual({
			error: 'request.invalid',
			field
		});
	});

	test('made while others book leaves none of them in it unseen', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const animator = await anAnimator(centre);
		const crowd = await people(16);

		const [closing, ...asked] = await Promise.all([
			close(animator, centre, []),
			...crowd.map((person) => request(person, { resource: room, starts: at(day, '12:30') }))
		]);

		const taken = asked.filter(({ error }) => !error).length;
		const isClosed = closing.error === undefined;
		expect(isClosed ? taken : 1 - taken).toBe(0);
		expect(await doubleHolds()).toBe(0);
	});
});

function madeOf(outcome: Awaited<ReturnType<typeof close>>): { id: string } {
	return z.object({ id: z.string() }).parse(outcome.data);
}

async function closuresOf(centre: Centre): Promise<number> {
	const [row] = await sql<{ count: number }[]>`
		select count(*)::int as count from public.closures where centre_id = ${centre.id}`;
	return row?.count ?? -1;
}
