import { beforeEach, describe, expect, test } from 'vitest';
import { clientOf } from '../api.ts';
import { sql } from '../backend.ts';
import { type Booking, book, booked, cancel, refused } from '../booking.ts';
import {
	aCentre,
	anAnimator,
	aPerson,
	aRoom,
	type Centre,
	type Person,
	type Resource
} from '../fixtures.ts';
import { at, dayAhead, minutesAfter } from '../times.ts';
import { accept, offerOf, rewatch, unwatch, wait, watch } from '../waiting.ts';

const starts = at(dayAhead(5), '16:00');

let centre: Centre;
let room: Resource;
let holder: Person;
let ada: Person;
let booking: Booking;
beforeEach(async () => {
	centre = await aCentre();
	room = await aRoom(centre);
	[holder, ada] = [await aPerson('Holder'), await aPerson('Ada')];
	booking = await book(holder, { resource: room, starts, minutes: 120 });
});

describe('a wish is refused', () => {
	test('when the time is free', async () => {
		const refusal = refused(
			await watch(ada, { resource: room, starts: minutesAfter(starts, 180) })
		);

		expect(refusal).toEqual({ error: 'watch.free', resource: room.id });
	});

	test('when no rule would ever let it through, but not for a quota', async () => {
		expect(refused(await watch(ada, { resource: room, starts, minutes: 45 })).error).toBe(
			'booking.off_step'
		);
		expect(
			refused(await watch(ada, { resource: room, starts: at(dayAhead(-1), '10:00') })).error
		).toBe('booking.in_the_past');
		await sql`update public.resources set weekly_minutes_per_person = 30 where id = ${room.id}`;

		await wait(ada, { resource: room, starts });
	});

	test('when nothing is large enough, or nothing is named', async () => {
		await sql`update public.resources set capacity = 5 where centre_id = ${centre.id}`;

		expect(
			refused(await watch(ada, { starts, p_centre: centre.slug, p_kind: 'room', p_people: 6 }))
		).toEqual({ error: 'watch.nothing_fits', people: 6 });
		expect(refused(await watch(ada, { starts }))).toEqual({
			error: 'request.invalid',
			field: 'resource'
		});
	});

	test('when there are twenty already', async () => {
		await sql`
			insert into public.slot_watches (centre_id, person_id, resource_id, during, people, purpose)
			select ${centre.id}, ${ada.id}, ${room.id},
				tstzrange(${starts}::timestamptz + make_interval(days => n), ${minutesAfter(starts, 60)}::timestamptz + make_interval(days => n)), 2, 'Próba'
			from generate_series(1, 20) as n`;

		expect(refused(await watch(ada, { resource: room, starts }))).toEqual({
			error: 'watch.too_many',
			cap: 20
		});
	});

	test('to leave or to answer when it is somebody else’s', async () => {
		const wish = await wait(ada, { resource: room, starts });

		expect(refused(await unwatch(holder, wish)).error).toBe('watch.not_found');
		expect(refused(await rewatch(holder, wish)).error).toBe('watch.not_found');
		booked(await cancel(holder, booking));
		const offer = await offerOf(ada, wish);
		expect(refused(await accept(holder, offer)).error).toBe('booking.not_found');
		expect(refused(await accept(await anAnimator(centre), offer)).error).toBe('auth.forbidden');
		expect(refused(await accept(ada, offer, { p_rules_version: 0 }))).toEqual({
			error: 'booking.rules_not_accepted',
			version: 1
		});
	});
});

test('a wish is read by whose it is and by staff of the centre, and by nobody else', async () => {
	const wish = await wait(ada, { resource: room, starts });
	const seenBy = async (person: Person) => {
		const { data } = await clientOf(person).from('my_watches').select('id').eq('id', wish.id);
		return data?.length;
	};

	expect(await seenBy(ada)).toBe(1);
	expect(await seenBy(await anAnimator(centre))).toBe(1);
	expect(await seenBy(holder)).toBe(0);
	expect(await seenBy(await anAnimator(await aCentre()))).toBe(0);
});
