import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { anonymous, type Caller, clientOf, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import {
	type Booking,
	booked,
	cancel,
	doubleHolds,
	refused,
	restore,
	statusOf,
	unitsOf
} from '../booking.ts';
import {
	aCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	people,
	type Person,
	type Resource
} from '../fixtures.ts';
import { at, dayAhead, iso, nextClockChange } from '../times.ts';

type Details = Record<string, unknown>;

function ask(caller: Caller, size: Resource, details: Details = {}) {
	return rpc(caller, 'request_locker', {
		p_key: randomUUID(),
		p_resource: size.id,
		p_from: dayAhead(0),
		p_months: 3,
		p_purpose: 'Instrumenty chóru',
		p_rules_version: 1,
		...details
	});
}

async function have(caller: Caller, size: Resource, details: Details = {}): Promise<Booking> {
	return booked(await ask(caller, size, details));
}

function change(name: string, caller: Caller, term: Booking, details: Details = {}) {
	const args = { p_key: randomUUID(), p_booking: term.id, p_version: term.version };
	return rpc(caller, name, { ...args, ...details });
}

const giveBack = (caller: Caller, term: Booking) => change('return_locker', caller, term);

const renew = (caller: Caller, term: Booking, months = 3) =>
	change('renew_term', caller, term, { p_months: months });

function setCode(caller: Caller, unit: string | undefined, code = '4711') {
	return rpc(caller, 'set_locker_code', { p_key: randomUUID(), p_unit: unit, p_code: code });
}

async function codeFor(caller: Person, unit: string | undefined): Promise<unknown> {
	const { data, error } = await clientOf(caller)
		.from('unit_secrets')
		.select('code')
		.eq('unit_id', unit ?? '');
	if (error) throw new Error(error.message);
	return data[0]?.['code'] ?? null;
}

async function lockers(count: number, columns: Record<string, number | string> = {}) {
	const centre = await aCentre();
	const size = await aPool(centre, count, { kind: 'locker', ...columns });
	return { centre, size, staff: await anAnimator(centre) };
}

/** As if the term had begun long ago and ends so many days from now; grace is a week. */
async function endIn(term: { id: string }, days: number): Promise<void> {
	await sql`
		update public.bookings
		set during = tstzrange(now() - interval '90 days', now() + make_interval(days => ${days}))
		where id = ${term.id}`;
	await sql`
		update public.allocations
		set during = tstzrange(now() - interval '90 days', now() + make_interval(days => ${days})),
			blocked = tstzrange(now() - interval '90 days', now() + make_interval(days => ${days + 7}))
		where booking_id = ${term.id}`;
}

describe('a term', () => {
	test('is whole local days, over a change of clocks too (edge case 21)', async () => {
		const { size } = await lockers(1, { horizon_days: 730, max_months: 12 });
		const from = nextClockChange(3);

		const term = await have(await aPerson(), size, { p_from: from, p_months: 12 });

		const year = String(Number(from.slice(0, 4)) + 1);
		expect(term.starts).toBe(iso(at(from, '00:00')));
		expect(term.ends).toBe(iso(at(`${year}${from.slice(4)}`, '00:00')));
	});

	test('is for the locker that was wished, or for any of the size', async () => {
		const { size } = await lockers(2);
		const [, wish = ''] = size.units;

		const chosen = await have(await aPerson(), size, { p_unit: wish });
		const again = refused(await ask(await aPerson(), size, { p_unit: wish }));
		const any = await have(await aPerson(), size);

		expect(await unitsOf(chosen)).toEqual([wish]);
		expect(again).toEqual({ error: 'locker.none_free', resource: size.id, free: 1 });
		expect(await unitsOf(any)).not.toEqual([wish]);
	});

	test('waits for staff where a locker is looked at, and one is enough for one', async () => {
		const { size, staff } = await lockers(4, { approval: 'review' });
		const organisation = await anOrganisation();
		const editor = await aMember(organisation, 'editor');
		const owner = await aMember(organisation, 'owner');
		const own = await have(editor, size);
		const theirs = { p_organisation: organisation.id };

		await have(owner, size, theirs);

		expect(own.status).toBe('pending');
		expect(refused(await ask(editor, size)).error).toBe('locker.one_each');
		expect(refused(await ask(editor, size, theirs)).error).toBe('locker.one_each');
		expect((await have(staff, size)).status).toBe('confirmed');
	});

	test.each([
		['for no months', { p_months: 0 }, 'request.invalid'],
		['for too many months', { p_months: 7 }, 'locker.term_too_long'],
		['from yesterday', { p_from: dayAhead(-1) }, 'booking.in_the_past'],
		['from next year', { p_from: dayAhead(400) }, 'booking.too_far'],
		['from never', { p_from: 'infinity' }, 'request.invalid'],
		['of another size', { p_unit: randomUUID() }, 'request.invalid'],
		['for nothing', { p_purpose: '' }, 'request.invalid'],
		['under old rules', { p_rules_version: 0 }, 'booking.rules_not_accepted'],
		['of no size', { p_resource: randomUUID() }, 'resource.unknown']
	])('%s is refused', async (_, details, error) => {
		const { size } = await lockers(1);

		expect(refused(await ask(await aPerson(), size, details)).error).toBe(error);
	});

	test('taken back after cancelling is not somebody else’s', async () => {
		const { size } = await lockers(1);
		const person = await aPerson();
		const term = await have(person, size, { p_from: dayAhead(3) });
		const cancelled = booked(await cancel(person, term));
		const other = await have(await aPerson(), size);

		expect(refused(await restore(person, cancelled)).error).toBe('locker.none_free');
		expect(await unitsOf(other)).toEqual(size.units);
	});

	test('of the last locker goes to one of 32 (edge case 49)', async () => {
		const { size } = await lockers(1);

		const outcomes = await Promise.all((await people(32)).map((person) => ask(person, size)));

		const codes = outcomes.flatMap((outcome) => outcome.error?.code ?? []);
		expect(codes).toHaveLength(31);
		expect(new Set(codes)).toEqual(new Set(['locker.none_free']));
		expect(await doubleHolds()).toBe(0);
	});
});

describe('the end of a term (edge case 49)', () => {
	test('can be moved by the holder before anybody who waits', async () => {
		const { size } = await lockers(1);
		const person = await aPerson();
		const term = await have(person, size);
		const early = refused(await renew(person, term));
		await endIn(term, 5);

		const waiting = refused(await ask(await aPerson(), size, { p_from: dayAhead(30) }));
		const renewed = booked(await renew(person, term));

		expect(early.error).toBe('locker.renewal_not_open');
		expect(waiting.error).toBe('locker.none_free');
		expect(Date.parse(renewed.ends)).toBeGreaterThan(Date.parse(at(dayAhead(80), '00:00')));
		expect(renewed.version).toBe(2);
	});

	test('keeps the locker for the days of grace, in which it can still be renewed', async () => {
		const { size } = await lockers(1);
		const person = await aPerson();
		const term = await have(person, size);
		await endIn(term, -6);

		expect(refused(await ask(await aPerson(), size)).error).toBe('locker.none_free');
		expect(booked(await renew(person, term)).status).toBe('confirmed');
	});

	test('frees the locker after grace, and then it is too late', async () => {
		const { size } = await lockers(1);
		const person = await aPerson();
		const term = await have(person, size);
		await endIn(term, -8);

		const next = await have(await aPerson(), size);

		expect(await unitsOf(next)).toEqual(size.units);
		expect(refused(await renew(person, term)).error).toBe('locker.term_over');
	});

	test('is cleared by staff, with a line in the log, and its code is forgotten', async () => {
		const { centre, size, staff } = await lockers(1);
		const person = await aPerson();
		const term = await have(person, size);
		await setCode(staff, size.units[0]);
		await endIn(term, -1);

		expect(refused(await change('clear_locker', person, term)).error).toBe('auth.forbidden');
		booked(await change('clear_locker', staff, term, { p_note: 'Pusta' }));
		await have(await aPerson(), size);

		expect(await statusOf(term)).toBe('completed');
		const log = await sql`
			select entity, action, reason from public.audit_log
			where centre_id = ${centre.id} and reason = 'Pusta' order by id`;
		expect([...log]).toEqual([
			{ entity: 'unit_secrets', action: 'delete', reason: 'Pusta' },
			{ entity: 'bookings', action: 'update', reason: 'Pusta' }
		]);
	});
});

describe('the code (invariant 9)', () => {
	test('is for the holder while the term runs, and for staff; for nobody else', async () => {
		const { size, staff } = await lockers(1);
		const [unit] = size.units;
		const person = await aPerson();
		const stranger = await aPerson();
		const foreign = await anAnimator(await aCentre());
		const term = await have(person, size);
		expect((await setCode(staff, unit)).error).toBeUndefined();
		const readers = [person, staff, stranger, foreign];

		expect(await Promise.all(readers.map((reader) => codeFor(reader, unit)))).toEqual([
			'4711',
			'4711',
			null,
			null
		]);
		await endIn(term, -1);
		expect(await codeFor(person, unit)).toBe(null);
		expect((await clientOf(anonymous).from('unit_secrets').select('code')).error?.code).toBe(
			'42501'
		);
	});

	test('of an organisation is for those who book for it', async () => {
		const { size, staff } = await lockers(1);
		const organisation = await anOrganisation();
		const [editor, member] = [
			await aMember(organisation, 'editor'),
			await aMember(organisation, 'member')
		];
		await have(editor, size, { p_organisation: organisation.id });
		await setCode(staff, size.units[0]);

		expect(await codeFor(editor, size.units[0])).toBe('4711');
		expect(await codeFor(member, size.units[0])).toBe(null);
	});

	test('is not there before the term begins', async () => {
		const { size, staff } = await lockers(1);
		const person = await aPerson();
		await have(person, size, { p_from: dayAhead(3) });
		await setCode(staff, size.units[0]);

		expect(await codeFor(person, size.units[0])).toBe(null);
	});

	test('is set by staff of the centre, and the log does not tell it', async () => {
		const { centre, size, staff } = await lockers(1);
		const [unit] = size.units;
		const secret = `kod-${randomUUID()}`;

		expect(refused(await setCode(await aPerson(), unit)).error).toBe('auth.forbidden');
		expect(refused(await setCode(await anAnimator(await aCentre()), unit)).error).toBe(
			'auth.forbidden'
		);
		expect(refused(await setCode(staff, unit, '')).error).toBe('request.invalid');
		expect((await setCode(staff, unit, secret)).data).toEqual({ unit });

		const log = await sql`select * from public.audit_log where centre_id = ${centre.id}`;
		expect(log.some(({ entity }) => entity === 'unit_secrets')).toBe(true);
		expect(JSON.stringify(log)).not.toContain(secret);
	});
});

test('the plan shows everybody which lockers are free, and not whose the others are', async () => {
	const { centre, size } = await lockers(3);
	const [taken = '', broken = ''] = size.units;
	await have(await aPerson('Secret Holder'), size, { p_unit: taken });
	await sql`update public.units set in_service = false where id = ${broken}`;

	const { data } = await rpc(anonymous, 'locker_plan', { p_centre: centre.slug });
	const nowhere = await rpc(anonymous, 'locker_plan', { p_centre: 'no-such-centre' });

	const text = JSON.stringify(data);
	const states = [...text.matchAll(/"state":"(\w+)"/g)].map(([, state]) => state);
	expect(states.sort()).toEqual(['free', 'out_of_service', 'taken']);
	expect(text).not.toContain('Secret');
	expect(refused(nowhere).error).toBe('centre.unknown');
});

describe('giving a locker back early', () => {
	test('hides the code at once, keeps it for staff to clear, and can be taken back', async () => {
		const { size, staff } = await lockers(1);
		const person = await aPerson();
		const term = await have(person, size);
		await setCode(staff, size.units[0]);
		expect(await codeFor(person, size.units[0])).toBe('4711');

		const back = booked(await giveBack(person, term));

		expect(Date.parse(back.ends)).toBeLessThanOrEqual(Date.now() + 1000);
		expect(await codeFor(person, size.units[0])).toBeNull();
		expect(refused(await ask(await aPerson(), size)).error).toBe('locker.none_free');
		const again = booked(await renew(person, back));
		expect(await codeFor(person, size.units[0])).toBe('4711');
		booked(await change('clear_locker', staff, booked(await giveBack(person, again))));
		await have(await aPerson(), size);
	});

	test('is for who holds it, while the term runs', async () => {
		const { size } = await lockers(2);
		const person = await aPerson();
		const later = await have(person, size, { p_from: dayAhead(3) });
		expect(refused(await giveBack(person, later)).error).toBe('booking.wrong_state');
		const other = await have(await aPerson(), size);
		expect(refused(await giveBack(person, other)).error).toBe('booking.not_found');
	});
});
