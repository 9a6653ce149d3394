import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rest } from '../api.ts';
import { sql } from '../backend.ts';
import { as, aWorld, each, type Part, parts, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
	world = await aWorld();
});

const Rows = z.array(z.record(z.string(), z.unknown()));

/** What a part reads of a table, as the values of one column; `denied` where the table is shut. */
async function read(part: Part, path: string, column: string): Promise<string[] | 'denied'> {
	const { status, body } = await rest(as(world, part), 'GET', path);
	if (status === 401 || status === 403) {
		expect(body).toMatchObject({ code: '42501' });
		return 'denied';
	}
	expect(status).toBe(200);
	return Rows.parse(body)
		.map((row) => String(row[column]))
		.sort();
}

/** Runs one test for each part with what it may read. */
function readable(
	name: string,
	path: () => string,
	column: string,
	expected: () => Record<Part, string[] | 'denied'>
): void {
	describe(name, () => {
		test.each(parts)('as %s', async (part) => {
			const wanted = expected()[part];

			const seen = await read(part, path(), column);

			expect(seen).toEqual(wanted === 'denied' ? wanted : [...wanted].sort());
		});
	});
}

function everybody(values: string[]): Record<Part, string[]> {
	return each(() => values);
}

readable(
	'centres are public',
	() => `centres?id=in.(${world.here.id},${world.there.id})`,
	'id',
	() => everybody([world.here.id, world.there.id])
);

readable(
	'opening hours are public',
	() => `opening_hours?centre_id=eq.${world.here.id}&weekday=eq.3`,
	'centre_id',
	() => everybody([world.here.id])
);

readable(
	'closures are public',
	() => `closures?centre_id=eq.${world.here.id}`,
	'centre_id',
	() => everybody([world.here.id])
);

readable(
	'units are public',
	() => `units?select=id&id=in.(${world.room.units.join()},${world.pool.units.join()})`,
	'id',
	() => everybody([...world.room.units, ...world.pool.units])
);

readable(
	'what a resource is made of is public',
	() => `resource_units?resource_id=eq.${world.pool.id}`,
	'unit_id',
	() => everybody(world.pool.units)
);

readable(
	'organisations are public',
	() => `organisations?id=eq.${world.organisation.id}`,
	'id',
	() => everybody([world.organisation.id])
);

readable(
	'where organisations are at home is public',
	() => `organisation_centres?organisation_id=eq.${world.organisation.id}`,
	'centre_id',
	() => everybody([world.here.id])
);

readable(
	'a resource that is switched off is for staff of its centre',
	() => `resources?centre_id=eq.${world.here.id}`,
	'id',
	() => {
		const active = [world.room.id, world.pool.id];
		const all = [...active, world.hiddenRoom.id];
		return { ...everybody(active), animator: all, coordinator: all };
	}
);

readable(
	'a profile is for its person, for staff whom they book with, and for the organisation they book for',
	() => `profiles?id=in.(${everyPerson().join()})`,
	'id',
	() => {
		const { resident, stranger, member, editor, owner } = world;
		const { animator, foreignAnimator, coordinator } = world;
		return {
			anonymous: 'denied',
			resident: [resident.id],
			stranger: [stranger.id],
			member: [member.id],
			editor: [editor.id],
			owner: [owner.id, editor.id],
			animator: [animator.id, resident.id, editor.id],
			foreignAnimator: [foreignAnimator.id, stranger.id],
			coordinator: [coordinator.id, resident.id, editor.id]
		};
	}
);

readable(
	'roles and standings are for the person and for staff of the centre',
	() => `centre_people?person_id=in.(${everyPerson().join()})`,
	'person_id',
	() => {
		const { resident, animator, foreignAnimator, coordinator } = world;
		const ofCentre = [resident.id, animator.id, coordinator.id];
		return {
			...everybody([]),
			anonymous: 'denied',
			resident: [resident.id],
			animator: ofCentre,
			coordinator: ofCentre,
			foreignAnimator: [foreignAnimator.id]
		};
	}
);

readable(
	'members of an organisation are for its owners and editors; a member sees their own row',
	() => `organisation_members?organisation_id=eq.${world.organisation.id}`,
	'person_id',
	() => {
		const { member, editor, owner } = world;
		const all = [member.id, editor.id, owner.id];
		return {
			...everybody([]),
			anonymous: 'denied',
			member: [member.id],
			editor: all,
			owner: all
		};
	}
);

function bookingsOfEachPart(): Record<Part, string[] | 'denied'> {
	const ofOrganisation = [world.organisations.id];
	const here = [world.private.id, world.organisations.id];
	const elsewhere = [world.elsewhere.id];
	return {
		anonymous: 'denied',
		resident: [world.private.id],
		stranger: elsewhere,
		member: [],
		editor: ofOrganisation,
		owner: ofOrganisation,
		animator: here,
		foreignAnimator: elsewhere,
		coordinator: here
	};
}

const bookings = (column: string) => {
	const ids = [world.private.id, world.organisations.id, world.elsewhere.id];
	return `select=${column}&${column}=in.(${ids.join()})`;
};

readable(
	'bookings are for who made them, their organisation and staff of the centre',
	() => `bookings?${bookings('id')}`,
	'id',
	bookingsOfEachPart
);

readable(
	'the list of bookings shows the same',
	() => `my_bookings?${bookings('id')}`,
	'id',
	bookingsOfEachPart
);

/** The private booking takes two things. */
function twiceThePrivate(): Record<Part, string[] | 'denied'> {
	const ofEachPart = bookingsOfEachPart();
	return each((part) => {
		const ids = ofEachPart[part];
		if (ids === 'denied') return ids;
		return ids.flatMap((id) => (id === world.private.id ? [id, id] : [id]));
	});
}

readable(
	'what a booking asked for follows the booking',
	() => `booking_resources?${bookings('booking_id')}`,
	'booking_id',
	twiceThePrivate
);

readable(
	'the units that a booking holds follow the booking',
	() => `allocations?${bookings('booking_id')}`,
	'booking_id',
	twiceThePrivate
);

readable(
	'the log is for coordinators of the centre',
	() => `audit_log?select=entity_id&entity=eq.bookings&entity_id=eq.${world.private.id}`,
	'entity_id',
	() => ({ ...everybody([]), anonymous: 'denied', coordinator: [world.private.id] })
);

describe('columns', () => {
	test.each(parts)('of units that a thief would like are shut: as %s', async (part) => {
		for (const select of ['serial', '*', 'id,serial']) {
			const { status, body } = await rest(as(world, part), 'GET', `units?select=${select}`);
			expect(status).toBeGreaterThanOrEqual(401);
			expect(body).toMatchObject({ code: '42501' });
		}
		const filtered = await rest(as(world, part), 'GET', 'units?select=id&serial=not.is.null');
		expect(filtered.body).toMatchObject({ code: '42501' });
	});
});

test('a person who was taken out of an organisation reads its bookings no more', async () => {
	const before = await read('owner', `bookings?id=eq.${world.organisations.id}`, 'id');
	await sql`delete from public.organisation_members where person_id = ${world.owner.id}`;

	const after = await read('owner', `bookings?id=eq.${world.organisations.id}`, 'id');

	expect(before).toEqual([world.organisations.id]);
	expect(after).toEqual([]);
});

function everyPerson(): string[] {
	return parts.flatMap((part) => (part === 'anonymous' ? [] : [world[part].id]));
}
