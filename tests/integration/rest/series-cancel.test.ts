import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { anonymous, clientOf, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, booked, cancel, countBookings, refused, statusOf, unitsOf } from '../booking.ts';
import { aCentre, aMember, anAnimator, anOrganisation, aPerson, aRoom } from '../fixtures.ts';
import {
	bookSeries,
	cancelSeries,
	made,
	passed,
	preview,
	rebook,
	requestSeries,
	restoreSeries,
	shown,
	tryCancelSeries
} from '../series.ts';
import { at, dayAhead } from '../times.ts';

describe('cancelling', () => {
	test('this and following leaves what is before, and frees the rest', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 4 });
		const [, , third] = series.bookings;

		const answer = await cancelSeries(person, series, {
			p_scope: 'following',
			p_from: third?.date
		});

		expect(answer.cancelled.map(({ id }) => id)).toEqual(
			series.bookings.slice(2).map(({ id }) => id)
		);
		expect((await shown(person, series)).dates.map(({ status }) => status)).toEqual([
			'confirmed',
			'confirmed',
			'cancelled',
			'cancelled'
		]);
		expect(await unitsOf(third ?? { id: '' })).toEqual([]);
	});

	test('all never changes the past', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 3 });
		await passed(series.bookings[0]);

		const answer = await cancelSeries(person, series);

		expect(answer.cancelled).toHaveLength(2);
		expect(await statusOf(series.bookings[0] ?? { id: '' })).toBe('confirmed');
	});

	test('keeps a date that is too near, and names it; staff may cancel it', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre, { cancel_until_minutes: 5 * 24 * 60 });
		const person = await aPerson();
		const rule = { from: dayAhead(3), count: 2 };
		const series = await bookSeries(person, room, rule);

		const answer = await cancelSeries(person, series);
		const again = await tryCancelSeries(person, series);

		expect(answer.cancelled).toHaveLength(1);
		expect(answer.kept).toMatchObject([
			{ date: rule.from, refusal: { error: 'booking.too_late_to_cancel' } }
		]);
		expect(refused(again).error).toBe('booking.too_late_to_cancel');
		expect((await cancelSeries(await anAnimator(centre), series)).cancelled).toHaveLength(1);
	});

	test('when nothing is left to cancel says so', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 2 });
		await cancelSeries(person, series);

		expect(refused(await tryCancelSeries(person, series)).error).toBe('series.nothing_to_cancel');
	});

	test('without saying what, or from when, or of an older state is refused', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 2 });

		expect(refused(await tryCancelSeries(person, series, { p_scope: 'some' }))).toEqual({
			error: 'request.invalid',
			field: 'scope'
		});
		expect(refused(await tryCancelSeries(person, series, { p_scope: 'following' }))).toEqual({
			error: 'request.invalid',
			field: 'from'
		});
		expect(
			refused(await tryCancelSeries(person, series, { p_scope: 'all', p_version: 9 }))
		).toEqual({ error: 'series.changed_meanwhile', version: 1 });
		expect(
			refused(
				await rpc(person, 'cancel_series', {
					p_key: randomUUID(),
					p_series: null,
					p_scope: 'all'
				})
			)
		).toEqual({ error: 'request.invalid', field: 'series' });
	});

	test('15. a single date stays cancelled when the rest is cancelled and brought back', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 3 });
		const [first] = series.bookings;
		booked(await cancel(person, { id: first?.id ?? '', version: first?.version ?? 0 }));
		await cancelSeries(person, series);

		const answer = await restoreSeries(person, series);

		expect(answer.error).toBeUndefined();
		expect((await shown(person, series)).dates.map(({ status }) => status)).toEqual([
			'cancelled',
			'confirmed',
			'confirmed'
		]);
	});

	test('cannot be undone in part, by somebody else, twice, or after ten minutes', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const [person, rival] = [await aPerson(), await aPerson()];
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 2 });
		await cancelSeries(person, series);
		const [, second] = series.bookings;
		const starts = at(second?.date ?? '', '10:00');
		const taken = await book(rival, { resource: room, starts });

		expect(refused(await restoreSeries(person, series))).toMatchObject({
			error: 'series.date_refused',
			date: second?.date
		});
		expect(await statusOf(series.bookings[0] ?? { id: '' })).toBe('cancelled');
		booked(await cancel(rival, taken));
		expect(refused(await restoreSeries(await anAnimator(centre), series)).error).toBe(
			'booking.undo_expired'
		);
		expect((await restoreSeries(person, series)).error).toBeUndefined();
		expect(refused(await restoreSeries(person, series)).error).toBe('booking.undo_expired');
	});

	test('repeated with its key happens once', async () => {
		const room = await aRoom(await aCentre());
		const person = await aPerson();
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 2 });
		const args = { p_key: randomUUID(), p_scope: 'all' };

		const first = await cancelSeries(person, series, args);
		const second = await cancelSeries(person, series, args);

		expect(second).toEqual(first);
		expect((await shown(person, series)).version).toBe(2);
	});
});

describe('a skipped date', () => {
	test('is offered again when it becomes free, and can be taken once', async () => {
		const room = await aRoom(await aCentre());
		const [person, rival] = [await aPerson(), await aPerson()];
		const rule = { from: dayAhead(3), count: 3 };
		const other = await book(rival, { resource: room, starts: at(dayAhead(10), '10:00') });
		const dates = await preview(person, room, rule);
		const series = made(
			await requestSeries(
				person,
				room,
				rule,
				dates.filter(({ state }) => state === 'free')
			)
		);
		const date = dates[1]?.date;

		expect((await shown(person, series)).skipped).toMatchObject([{ date, is_free: false }]);
		expect(refused(await rebook(person, series, date)).error).toBe('booking.slot_taken');
		booked(await cancel(rival, other));
		expect((await shown(person, series)).skipped).toMatchObject([{ date, is_free: true }]);
		expect((await rebook(person, series, date)).error).toBeUndefined();

		const now = await shown(person, series);
		expect(now.skipped).toEqual([]);
		expect(now.dates.map((each) => each.date)).toEqual(dates.map((each) => each.date));
		expect(refused(await rebook(person, series, date)).error).toBe('series.not_skipped');
	});

	test('needs the rules of today', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const person = await aPerson();
		const rule = { from: dayAhead(3), count: 2 };
		const dates = await preview(person, room, rule);
		const series = made(await requestSeries(person, room, rule, dates.slice(1)));
		await sql`update public.centres set rules_version = 2 where id = ${centre.id}`;

		expect(refused(await rebook(person, series, dates[0]?.date))).toEqual({
			error: 'booking.rules_not_accepted',
			version: 2
		});
		const accepted = await rebook(person, series, dates[0]?.date, { p_rules_version: 2 });
		expect(accepted.error).toBeUndefined();
	});
});

describe('who may', () => {
	test('see and cancel a series: its person, its organisation, staff; nobody else', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const organisation = await anOrganisation();
		const editor = await aMember(organisation, 'editor');
		const series = await bookSeries(
			editor,
			room,
			{ from: dayAhead(3), count: 2 },
			{ p_organisation: organisation.id }
		);
		const strangers = [
			await aPerson(),
			await aMember(organisation, 'member'),
			await anAnimator(await aCentre())
		];

		for (const insider of [
			editor,
			await aMember(organisation, 'owner'),
			await anAnimator(centre)
		]) {
			expect((await shown(insider, series)).dates).toHaveLength(2);
		}
		for (const stranger of strangers) {
			const refusals = await Promise.all([
				rpc(stranger, 'get_series', { p_series: series.id }),
				tryCancelSeries(stranger, series),
				restoreSeries(stranger, series),
				rebook(stranger, series, dayAhead(3))
			]);
			expect(refusals.map((answer) => refused(answer).error)).toEqual(
				refusals.map(() => 'series.not_found')
			);
			const { data } = await clientOf(stranger)
				.from('booking_series')
				.select('id')
				.eq('id', series.id);
			expect(data).toEqual([]);
		}
		expect(await countBookings(centre)).toBe(2);
	});

	test('nobody writes past the functions', async () => {
		const person = await aPerson();
		const room = await aRoom(await aCentre());
		const series = await bookSeries(person, room, { from: dayAhead(3), count: 1 });

		const { error } = await clientOf(person)
			.from('booking_series')
			.update({ purpose: 'Inny cel' })
			.eq('id', series.id);

		expect(error?.code).toBe('42501');
		expect((await rpc(anonymous, 'get_series', { p_series: series.id })).error?.code).toBe(
			'auth.forbidden'
		);
	});
});
