import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AppError } from '../../../src/lib/supabase/errors.ts';
import { RawBody, rest, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { argumentsOf, book, type Booking, countBookings, refused } from '../booking.ts';
import { aCentre, aPerson, aRoom, type Centre, type Person, type Resource } from '../fixtures.ts';
import { at, dayAhead, minutesAfter } from '../times.ts';

const starts = at(dayAhead(5), '10:00');

let centre: Centre;
let room: Resource;
let person: Person;
let theirs: Booking;
beforeAll(async () => {
	centre = await aCentre();
	room = await aRoom(centre);
	person = await aPerson();
	theirs = await book(await aPerson(), { resource: room, starts: at(dayAhead(9), '10:00') });
});

/** Values that no argument of any type should accept, or that should not matter. */
const nonsense: Record<string, unknown> = {
	'an empty text': '',
	'a word': 'word',
	'not a number': 'NaN',
	infinity: 'infinity',
	'minus infinity': '-infinity',
	zero: 0,
	'a negative number': -1,
	'a huge number': 1e18,
	'a number beyond doubles': '1e400',
	'a fraction': 1.5,
	'a boolean': true,
	'an array': [],
	'an object': {},
	'an array of nothing': [null],
	'a control character': 'a\u0007b',
	'the character zero': 'a\u0000b',
	'half a surrogate': 'a\ud800b',
	'a script': '<script>alert(1)</script>',
	'a quote': "'; drop table bookings; --",
	'a long text': 'x'.repeat(100_000)
};

/** Arguments that would be answered, by function. */
const functions: Record<string, Record<string, () => unknown>> = {
	request_booking: {
		p_key: randomUUID,
		p_resources: () => [{ id: room.id, quantity: 1 }],
		p_starts: () => starts,
		p_ends: () => minutesAfter(starts, 60),
		p_purpose: () => 'Próba chóru',
		p_attendees: () => 2,
		p_rules_version: () => 1,
		p_organisation: () => null,
		p_public_title: () => null,
		p_note: () => null,
		p_statement_accepted: () => false,
		p_override_reason: () => null
	},
	cancel_booking: {
		p_key: randomUUID,
		p_booking: () => theirs.id,
		p_version: () => 1,
		p_reason: () => null
	},
	restore_booking: { p_key: randomUUID, p_booking: () => theirs.id, p_version: () => 1 },
	decide_booking: {
		p_key: randomUUID,
		p_booking: () => theirs.id,
		p_version: () => 1,
		p_decision: () => 'confirmed',
		p_why: () => null
	},
	reschedule_booking: {
		p_key: randomUUID,
		p_booking: () => theirs.id,
		p_version: () => 1,
		p_starts: () => starts,
		p_ends: () => minutesAfter(starts, 60),
		p_resources: () => null,
		p_statement_accepted: () => false,
		p_override_reason: () => null
	},
	finish_booking: { p_key: randomUUID, p_booking: () => theirs.id, p_version: () => 1 },
	centre_schedule: { p_centre: () => centre.slug, p_week: () => '2026-W48' },
	find_slots: {
		p_centre: () => centre.slug,
		p_resources: () => [{ id: room.id }],
		p_starts: () => starts,
		p_ends: () => minutesAfter(starts, 60),
		p_kind: () => 'room',
		p_attendees: () => 2,
		p_features: () => null,
		p_accessibility: () => null,
		p_limit: () => 6
	}
};

/** Words that may be any words, lists that may be empty, and yes or no. */
const lenient = new Set([
	'p_purpose',
	'p_public_title',
	'p_note',
	'p_statement_accepted',
	'p_override_reason',
	'p_organisation',
	'p_resources of find_slots',
	'p_features',
	'p_accessibility',
	'p_kind',
	'p_attendees',
	'p_limit',
	'p_rules_version'
]);

describe.each(Object.keys(functions))('%s', (name) => {
	const makers = functions[name] ?? {};
	const names = Object.keys(makers);
	const args = () =>
		Object.fromEntries(Object.entries(makers).map(([argument, make]) => [argument, make()]));
	const isLenient = (argument: string) =>
		lenient.has(argument) || lenient.has(`${argument} of ${name}`);

	test.each([...names])('answers nonsense as %s politely, and writes nothing', async (argument) => {
		const before = await countBookings(centre);

		const answers = await Promise.all(
			Object.entries(nonsense).map(async ([what, value]) => {
				const answer = await rpc(person, name, { ...args(), [argument]: value });
				return { what, ...answer };
			})
		);

		const wrong = answers
			.filter(({ error, status }) =>
				error === undefined ? !isLenient(argument) : !isPolite(error, status)
			)
			.map(({ what, error, status, code }) => [what, status, code, error?.code ?? 'allowed']);
		expect(wrong).toEqual([]);
		if (!isLenient(argument)) expect(await countBookings(centre)).toBe(before);
		await sql`delete from public.bookings where requested_by = ${person.id}`;
	});

	test.each(names)('needs %s, or does without it', async (argument) => {
		const others = Object.entries(args()).filter(([other]) => other !== argument);

		const missing = await rpc(person, name, Object.fromEntries(others));
		const empty = await rpc(person, name, { ...args(), [argument]: null });

		for (const outcome of [missing, empty]) {
			if (outcome.error === undefined) continue;
			expect(isPolite(outcome.error, outcome.status)).toBe(true);
		}
		await sql`delete from public.bookings where requested_by = ${person.id}`;
	});

	test('refuses an argument that it does not have', async () => {
		const outcome = await rpc(person, name, { ...args(), p_status: 'confirmed' });

		expect(outcome.status).toBe(404);
		expect(await countBookings(centre)).toBe(1);
	});

	test('refuses a body that is not JSON, or not an object', async () => {
		for (const body of ['{', '"x"', '[1]', '{"p_key": }', '']) {
			const { status } = await rest(person, 'POST', `rpc/${name}`, new RawBody(body));
			expect(status, body).toBeGreaterThanOrEqual(400);
			expect(status, body).toBeLessThan(500);
		}
	});
});

describe('a booking', () => {
	test.each([
		['ends before it starts', { p_ends: minutesAfter(starts, -60) }, 'ends'],
		['has no length', { p_ends: starts }, 'ends'],
		['lasts for years', { p_ends: at(dayAhead(900), '10:00') }, 'ends'],
		['never ends', { p_ends: 'infinity' }, 'ends'],
		['never began', { p_starts: '-infinity' }, 'starts'],
		['is of the year 1', { p_starts: '0001-01-01T10:00:00Z' }, 'starts'],
		['is of the year 9999', { p_starts: '9999-01-01T10:00:00Z' }, 'starts'],
		['has no purpose', { p_purpose: ' ' }, 'purpose'],
		['has a purpose of one letter', { p_purpose: 'x' }, 'purpose'],
		['has a long purpose', { p_purpose: 'ż'.repeat(201) }, 'purpose'],
		['has a purpose of two lines', { p_purpose: 'a\nb' }, 'purpose'],
		['has a long note', { p_note: 'ż'.repeat(2001) }, 'note'],
		['has a long title', { p_public_title: 'ż'.repeat(121) }, 'public_title'],
		['has a title of two lines', { p_public_title: 'a\nb' }, 'public_title'],
		['has nobody', { p_attendees: 0 }, 'attendees'],
		['has a million people', { p_attendees: 1_000_000 }, 'attendees'],
		['takes nothing', { p_resources: [] }, 'resources'],
		['takes eleven things', { p_resources: Array(11).fill({ id: randomUUID() }) }, 'resources'],
		['takes a thing of no id', { p_resources: [{ quantity: 1 }] }, 'resources'],
		['takes one thing twice', { p_resources: twice() }, 'resources'],
		['takes none of it', { p_resources: some(0) }, 'resources'],
		['takes less than none', { p_resources: some(-1) }, 'resources'],
		['takes half of it', { p_resources: some(0.5) }, 'resources'],
		['takes a hundred', { p_resources: some(100) }, 'resources'],
		['takes a list', { p_resources: [[]] }, 'resources'],
		['takes null', { p_resources: [null] }, 'resources']
	])('that %s is refused by the name of the field', async (_, change, field) => {
		const outcome = await rpc(person, 'request_booking', {
			...argumentsOf({ resource: room, starts }),
			...change
		});

		expect(refused(outcome)).toEqual({ error: 'request.invalid', field });
		expect(await countBookings(centre)).toBe(1);
	});

	test('of something that is not there, is switched off, or is a locker is refused', async () => {
		const off = await aRoom(centre, { active: false });
		const locker = await aRoom(centre, { kind: 'locker' });

		const answers = [];
		for (const id of [randomUUID(), off.id, locker.id]) {
			const args = argumentsOf({ resources: [{ id }], starts });
			answers.push(refused(await rpc(person, 'request_booking', args)).error);
		}

		expect(answers).toEqual(['resource.unknown', 'resource.unknown', 'request.invalid']);
	});

	test('for an organisation that is not there is refused', async () => {
		const args = argumentsOf({ resource: room, starts, p_organisation: randomUUID() });

		expect(refused(await rpc(person, 'request_booking', args))).toEqual({
			error: 'auth.forbidden'
		});
	});

	test('with a body of megabytes is refused', async () => {
		const args = argumentsOf({ resource: room, starts, p_note: 'x'.repeat(1_000_000) });

		const outcome = await rpc(person, 'request_booking', args);

		expect(outcome.status).toBeGreaterThanOrEqual(400);
		expect(outcome.status).toBeLessThan(500);
		expect(await countBookings(centre)).toBe(1);
	});

	test('keeps any words as words', async () => {
		const p_purpose = `<img src=x onerror=alert(1)> '; -- {{x}} 🎉`;
		const p_note = 'Pierwsza linia\nдруга лінія';

		const booking = await book(person, { resource: room, starts, p_purpose, p_note });

		const [row] = await sql`select purpose, note from public.bookings where id = ${booking.id}`;
		expect(row).toEqual({ purpose: p_purpose, note: p_note });
		await sql`delete from public.bookings where id = ${booking.id}`;
	});
});

describe('tables', () => {
	test.each([
		'centres?select=nothing',
		'centres?nothing=eq.1',
		'centres?id=eq.word',
		'centres?latitude=eq.NaNNaN',
		'centres?order=nothing',
		'centres?limit=-1',
		'centres?or=(',
		'centres?select=id,nowhere(*)',
		'nowhere?select=*',
		'bookings?during=ov.word',
		'bookings?id=in.(1,2)',
		'centres?id=wrong.1'
	])('answer a wrong address with 4xx: %s', async (path) => {
		const { status } = await rest(person, 'GET', path);

		expect(status).toBeGreaterThanOrEqual(400);
		expect(status).toBeLessThan(500);
	});
});

/** A refusal that the app has words for. */
function isPolite(error: AppError, status: number): boolean {
	return status >= 400 && status < 500 && error.code !== 'unexpected';
}

function some(quantity: number) {
	return [{ id: '00000000-0000-4000-8000-000000000000', quantity }];
}

function twice() {
	return [...some(1), ...some(1)];
}
