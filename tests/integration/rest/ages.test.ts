import { expect, test } from 'vitest';
import { clientOf, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, refuse, refused, reschedule } from '../booking.ts';
import { aCentre, anAnimator, aPerson, aPool, aRoom } from '../fixtures.ts';
import { declareAge } from '../limits.ts';
import { answered } from '../series.ts';
import { at, dayAhead, daysAfter } from '../times.ts';

const day = dayAhead(5);

test('a room with keys asks for an age, once, and never for a date of birth', async () => {
	const centre = await aCentre();
	const room = await aRoom(centre, { min_age: 16 });
	const person = await aPerson();
	const wish = { resource: room, starts: at(day, '10:00') };

	expect(await refuse(person, wish)).toEqual({
		error: 'booking.age_not_declared',
		age: 16,
		resource: room.id
	});
	expect(answered(await declareAge(person, 16))).toMatchObject({ declared_age: 16 });
	await book(person, wish);
	await book(person, { ...wish, starts: at(daysAfter(day, 1), '10:00') });
});

test('who has declared eighteen has declared sixteen, and nothing makes it less', async () => {
	const centre = await aCentre();
	const [keys, adults] = [
		await aRoom(centre, { min_age: 16 }),
		await aRoom(centre, { min_age: 18 })
	];
	const person = await aPerson();
	await declareAge(person, 16);
	expect(await refuse(person, { resource: adults, starts: at(day, '10:00') })).toMatchObject({
		error: 'booking.age_not_declared',
		age: 18
	});

	const first = answered(await declareAge(person, 18));
	const second = answered(await declareAge(person, 16));

	expect(second).toEqual(first);
	await book(person, { resource: adults, starts: at(day, '10:00') });
	await book(person, { resource: keys, starts: at(day, '10:00') });
});

test('an age is one of the two, and one’s own to declare', async () => {
	const person = await aPerson();

	for (const age of [15, 17, 99, -1, null]) {
		expect(refused(await declareAge(person, age))).toEqual({
			error: 'request.invalid',
			field: 'age'
		});
	}
	expect((await declareAge({ token: null }, 16)).error).toBeDefined();
	const { error } = await clientOf(person)
		.from('profiles')
		.update({ declared_age: 18 })
		.eq('id', person.id);
	expect(error?.code).toBe('42501');
});

test('an extra asks for an age too, and so does a move into such a room', async () => {
	const centre = await aCentre();
	const [room, keys] = [await aRoom(centre), await aRoom(centre, { min_age: 18 })];
	const tools = await aPool(centre, 1, { min_age: 16 });
	const person = await aPerson();
	const starts = at(day, '10:00');
	const booking = await book(person, { resource: room, starts });

	const refusal = await refuse(person, {
		resources: [{ id: room.id }, { id: tools.id }],
		starts: at(daysAfter(day, 1), '10:00')
	});
	const moved = await reschedule(person, booking, starts, { p_resources: [{ id: keys.id }] });

	expect(refusal).toMatchObject({ error: 'booking.age_not_declared', age: 16, resource: tools.id });
	expect(refused(moved)).toMatchObject({ error: 'booking.age_not_declared', age: 18 });
});

test('staff are not asked, nor is somebody whom they see at the counter', async () => {
	const centre = await aCentre();
	const room = await aRoom(centre, { min_age: 18 });
	const animator = await anAnimator(centre);

	await book(animator, { resource: room, starts: at(day, '10:00') });
	await book(animator, {
		resource: room,
		starts: at(day, '12:00'),
		p_walk_in: { name: 'Halina Wrona' }
	});
});

test('a room for groups of minors asks whoever is responsible to be of age, and nobody else', async () => {
	const centre = await aCentre();
	const room = await aRoom(centre, { adult_for_minors: true });
	const person = await aPerson();
	const wish = (n: number) => ({ resource: room, starts: at(daysAfter(day, n), '10:00') });

	await book(person, wish(0));
	await book(person, { ...wish(1), p_for_minors: false });
	expect(await refuse(person, { ...wish(2), p_for_minors: true })).toEqual({
		error: 'booking.age_not_declared',
		age: 18,
		resource: room.id
	});
	await declareAge(person, 18);
	const booking = await book(person, { ...wish(2), p_for_minors: true });

	const [row] = await sql<{ for_minors: boolean }[]>`
		select for_minors from public.bookings where id = ${booking.id}`;
	expect(row?.for_minors).toBe(true);
});

test('that minors come is remembered when their booking moves into a room that asks', async () => {
	const centre = await aCentre();
	const [room, corner] = [await aRoom(centre), await aRoom(centre, { adult_for_minors: true })];
	const person = await aPerson();
	const starts = at(day, '10:00');
	const booking = await book(person, { resource: room, starts, p_for_minors: true });

	const moved = await reschedule(person, booking, starts, { p_resources: [{ id: corner.id }] });

	expect(refused(moved)).toMatchObject({ error: 'booking.age_not_declared', age: 18 });
});

test('a locker whose keys are for sixteen and over asks as well', async () => {
	const centre = await aCentre();
	const lockers = await aPool(centre, 2, { kind: 'locker', min_age: 16 });
	const person = await aPerson();
	const ask = () =>
		rpc(person, 'request_locker', {
			p_key: crypto.randomUUID(),
			p_resource: lockers.id,
			p_from: dayAhead(1),
			p_months: 1,
			p_purpose: 'Materiały',
			p_rules_version: 1
		});

	expect(refused(await ask()).error).toBe('booking.age_not_declared');
	await declareAge(person, 16);
	expect((await ask()).error).toBeUndefined();
});
