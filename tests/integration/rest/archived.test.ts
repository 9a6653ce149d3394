import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { anonymous, type Caller, rest, rpc } from '../api.ts';
import { book, booked, cancel, refuse, refused } from '../booking.ts';
import {
	aCentre,
	aCoordinator,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aRoom,
	type Resource
} from '../fixtures.ts';
import { at, dayAhead } from '../times.ts';

const starts = at(dayAhead(5), '10:00');

function archive(caller: Caller, resource: Resource) {
	return rpc(caller, 'archive_resource', { p_key: randomUUID(), p_resource: resource.id });
}

function unarchive(caller: Caller, resource: Resource) {
	return rpc(caller, 'unarchive_resource', { p_key: randomUUID(), p_resource: resource.id });
}

async function aRoomWithBookings() {
	const centre = await aCentre();
	const room = await aRoom(centre, { name: { pl: 'Sala Lipa' } });
	const person = await aPerson();
	return {
		centre,
		room,
		person,
		coordinator: await aCoordinator(centre),
		booking: await book(person, { resource: room, starts })
	};
}

function resourcesOf(caller: Caller, booking: { id: string }) {
	return rest(caller, 'GET', `my_bookings?select=resources,status&id=eq.${booking.id}`);
}

describe('39: an archived resource', () => {
	test('answers with its coming bookings; they keep their name and can be cancelled', async () => {
		const { room, person, coordinator, booking } = await aRoomWithBookings();

		const { data } = await archive(coordinator, room);

		expect(data).toMatchObject({ id: room.id, bookings: [{ id: booking.id }] });
		expect((await resourcesOf(person, booking)).body).toMatchObject([
			{ status: 'confirmed', resources: [{ id: room.id, name: { pl: 'Sala Lipa' } }] }
		]);
		expect(booked(await cancel(person, booking)).status).toBe('cancelled');
		expect((await resourcesOf(person, booking)).body).toMatchObject([
			{ resources: [{ name: { pl: 'Sala Lipa' } }] }
		]);
	});

	test('is seen by editors of an organisation that has booked it, and by no stranger', async () => {
		const { room, coordinator } = await aRoomWithBookings();
		const organisation = await anOrganisation();
		const booking = await book(await aMember(organisation, 'editor'), {
			resource: room,
			starts: at(dayAhead(6), '10:00'),
			p_organisation: organisation.id
		});
		await archive(coordinator, room);

		const owner = await aMember(organisation, 'owner');
		expect((await resourcesOf(owner, booking)).body).toMatchObject([
			{ resources: [{ id: room.id }] }
		]);
		for (const other of [anonymous, await aPerson(), await aMember(organisation, 'member')]) {
			expect((await rest(other, 'GET', `resources?id=eq.${room.id}`)).body).toEqual([]);
		}
	});

	test('cannot be booked, until it is brought back', async () => {
		const { room, person, coordinator } = await aRoomWithBookings();
		const wish = { resource: room, starts: at(dayAhead(6), '10:00') };
		await archive(coordinator, room);

		expect(await refuse(person, wish)).toEqual({ error: 'resource.unknown' });
		expect((await unarchive(coordinator, room)).data).toEqual({ id: room.id });
		await book(person, wish);
		expect(refused(await unarchive(coordinator, room))).toEqual({
			error: 'resource.not_archived'
		});
	});

	test('is still known by its address; one that was never shown is not', async () => {
		const { centre, room, coordinator } = await aRoomWithBookings();
		const hidden = await aRoom(centre, { active: false });
		const askFor = ({ slug }: Resource) =>
			rpc(anonymous, 'archived_resource', { p_centre: centre.slug, p_slug: slug });

		expect((await askFor(room)).data).toBeNull();
		await archive(coordinator, room);

		expect((await askFor(room)).data).toMatchObject({ name: { pl: 'Sala Lipa' }, kind: 'room' });
		expect((await askFor(hidden)).data).toBeNull();
	});

	test('is archived and brought back by coordinators of the centre alone', async () => {
		const { centre, room, person } = await aRoomWithBookings();
		const others = [person, await anAnimator(centre), await aCoordinator(await aCentre())];
		for (const other of others) {
			expect(refused(await archive(other, room))).toEqual({ error: 'auth.forbidden' });
			expect(refused(await unarchive(other, room))).toEqual({ error: 'auth.forbidden' });
		}
	});
});
