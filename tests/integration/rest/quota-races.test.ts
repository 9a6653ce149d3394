import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../api.ts';
import { sql } from '../backend.ts';
import { doubleHolds, refused, request } from '../booking.ts';
import {
	aCentre,
	aDaytimeCentre,
	aMember,
	anOrganisation,
	aPerson,
	aPool,
	aRoom,
	type Person
} from '../fixtures.ts';
import { aQuota } from '../limits.ts';
import { at, dayAhead, daysAfter } from '../times.ts';

const CLIENTS = 32;
const day = dayAhead(5);

/** All at once: how many got it, and why the others did not. */
async function race(attempt: (n: number) => Promise<Outcome>) {
	const outcomes = await Promise.all(Array.from({ length: CLIENTS }, (_, n) => attempt(n)));
	const losers = outcomes.filter(({ error }) => error !== undefined).map(refused);
	return { won: CLIENTS - losers.length, reasons: new Set(losers.map(({ error }) => error)) };
}

describe('32 · thirty-two requests at once against a quota with place for some', () => {
	let person: Person;
	beforeAll(async () => {
		person = await aPerson();
	});

	test('of bookings at once, in as many rooms: exactly three', async () => {
		const centre = await aCentre();
		await aQuota(centre, { kind: 'room', per: 'at_once', count: 3 });
		const rooms = await Promise.all(Array.from({ length: CLIENTS }, () => aRoom(centre)));

		const { won, reasons } = await race((n) =>
			request(person, {
				resources: [{ id: rooms[n]?.id ?? '' }],
				starts: at(daysAfter(day, n), '10:00')
			})
		);

		expect(won).toBe(3);
		expect(reasons).toEqual(new Set(['booking.over_quota']));
		expect(await doubleHolds()).toBe(0);
	});

	test('of hours in a month, by all members of an organisation: exactly five', async () => {
		const centre = await aCentre();
		await aQuota(centre, { kind: 'room', whose: 'organisation', per: 'month', minutes: 300 });
		const rooms = await Promise.all(Array.from({ length: CLIENTS }, () => aRoom(centre)));
		const organisation = await anOrganisation({ verified: true });
		const members = await Promise.all(
			Array.from({ length: 8 }, () => aMember(organisation, 'editor'))
		);

		const { won, reasons } = await race((n) =>
			request(members[n % 8] ?? person, {
				resources: [{ id: rooms[n]?.id ?? '' }],
				starts: at(day, '10:00'),
				p_organisation: organisation.id
			})
		);

		expect(won).toBe(5);
		expect(reasons).toEqual(new Set(['booking.over_quota']));
	});

	test('of things lent home: exactly as many as three things make', async () => {
		const centre = await aDaytimeCentre();
		await aQuota(centre, { kind: 'loan', per: 'at_once', count: 3 });
		const pools = await Promise.all(
			Array.from({ length: 4 }, () => aPool(centre, 9, { lent_home: true }))
		);

		const { won, reasons } = await race((n) =>
			request(person, {
				resources: [{ id: pools[n % 4]?.id ?? '' }],
				starts: at(day, '12:00'),
				ends: at(daysAfter(day, 2), '12:00')
			})
		);

		expect(won).toBe(3);
		expect(reasons).toEqual(new Set(['booking.over_quota']));
	});

	test('of a share of a room: never more than the share', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre, { share_cap_percent: 1 });
		const organisation = await anOrganisation({ verified: true });
		const editor = await aMember(organisation, 'editor');
		const [row] = await sql<{ fits: number }[]>`
			select floor(600 * extract(day from date_trunc('month', ${day}::timestamp)
				+ interval '1 month - 1 day') / 100 / 30)::int as fits`;

		const { won, reasons } = await race((n) =>
			request(editor, {
				resource: room,
				starts: at(day, `${10 + Math.floor((n % 20) / 2)}:${n % 2 ? '30' : '00'}`),
				minutes: 30,
				p_organisation: organisation.id
			})
		);

		expect(won).toBe(row?.fits);
		expect([...reasons].every((reason) => /over_share|slot_taken/.test(reason))).toBe(true);
	});
});
