import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { rpc } from '../api.ts';
import { booked, refused, reschedule } from '../booking.ts';
import { aCentre, aMember, anAnimator, anOrganisation, aPerson, aRoom } from '../fixtures.ts';
import {
	aSeries,
	bookSeries,
	cancelSeries,
	change,
	previewChange,
	shown,
	tryChange,
	tryPreviewChange
} from '../series.ts';
import { at, dayAhead } from '../times.ts';

const later = { p_starts: '17:00', p_ends: '18:30' };

describe('a change is refused', () => {
	test.each([
		[{ p_scope: 'some' }, 'scope'],
		[{ p_scope: 'following' }, 'from'],
		[{ p_starts: '25:00' }, 'starts'],
		[{ p_starts: '12:00' }, 'ends'],
		[{ p_ends: 'noon' }, 'ends'],
		[{ p_moved: 'maybe' }, 'moved'],
		[{ p_version: null }, 'version'],
		[{ p_purpose: ' ' }, 'purpose'],
		[{ p_attendees: 0 }, 'attendees'],
		[{ p_public_title: 'x'.repeat(121) }, 'public_title'],
		[{ p_note: 'x'.repeat(2001) }, 'note'],
		[{ p_resources: [] }, 'resources'],
		[{ p_choices: 'none' }, 'choices'],
		[{ p_choices: [{ date: '2031-01-01', action: 'leave' }] }, 'choices'],
		[{ p_choices: [{ date: dayAhead(3), action: 'jump' }] }, 'choices'],
		[{ p_choices: [{ date: dayAhead(3), action: 'move' }] }, 'choices']
	])('when it makes no sense: %j', async (changes, field) => {
		const { person, series } = await aSeries({}, { count: 1 });

		expect(refused(await tryChange(person, series, changes))).toEqual({
			error: 'request.invalid',
			field
		});
	});

	test('when the rooms are of another centre, or do not hold so many', async () => {
		const { person, series } = await aSeries({ capacity: 8 }, { count: 1 });
		const elsewhere = await aRoom(await aCentre());

		const moved = await tryChange(person, series, { p_resources: [{ id: elsewhere.id }] });
		const crowd = await tryChange(person, series, { p_attendees: 9 });

		expect(refused(moved)).toEqual({ error: 'request.invalid', field: 'resources' });
		expect(refused(crowd)).toMatchObject({
			error: 'series.date_refused',
			refusal: { error: 'booking.over_capacity', capacity: 8 }
		});
	});

	test('when a declaration of the new room was not accepted, and not of the old one again', async () => {
		const { centre, person, series, room } = await aSeries({}, { count: 1 });
		const kitchen = await aRoom(centre, { statement: { pl: 'Umiem gasić olej.' } });
		const changes = { p_resources: [{ id: kitchen.id }] };

		const silent = await tryChange(person, series, changes);
		await change(person, series, { ...changes, p_statement_accepted: true });
		await change(person, series, later);

		expect(refused(silent)).toEqual({
			error: 'booking.statement_not_accepted',
			resource: kitchen.id
		});
		expect((await shown(person, series)).dates[0]?.status).toBe('confirmed');
		expect(room.units).not.toEqual(kitchen.units);
	});

	test('when somebody changed the series, or one of its dates, in between', async () => {
		const { person, series } = await aSeries();
		const { version, seen } = await previewChange(person, series, later);
		const [first] = series.bookings;
		booked(await reschedule(person, first ?? { id: '', version: 0 }, at(dayAhead(3), '12:00')));

		const ofDate = await tryChange(person, series, { ...later, p_version: version, p_seen: seen });
		await change(person, series, { p_purpose: 'Inny cel' });
		const ofSeries = await tryChange(person, series, { ...later, p_version: version });

		expect(refused(ofDate)).toEqual({ error: 'series.changed_meanwhile', version: 1 });
		expect(refused(ofSeries)).toEqual({ error: 'series.changed_meanwhile', version: 2 });
	});

	test('when nothing is to come', async () => {
		const { person, series } = await aSeries({}, { count: 2 });
		await cancelSeries(person, series);

		expect(refused(await tryChange(person, series, later)).error).toBe('series.nothing_to_change');
		expect(refused(await tryPreviewChange(person, series, later)).error).toBe(
			'series.nothing_to_change'
		);
	});

	test('to everybody but its person, its organisation and staff', async () => {
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
		const body = { p_series: series.id, p_scope: 'all', ...later };

		for (const stranger of [
			await aPerson(),
			await aMember(organisation, 'member'),
			await anAnimator(await aCentre())
		]) {
			const refusals = await Promise.all([
				rpc(stranger, 'change_series', { p_key: randomUUID(), p_version: 1, ...body }),
				rpc(stranger, 'preview_series_change', body),
				rpc(stranger, 'undo_series_change', { p_key: randomUUID(), p_series: series.id })
			]);
			expect(refusals.map((answer) => refused(answer).error)).toEqual(
				refusals.map(() => 'series.not_found')
			);
		}
		expect((await change(await aMember(organisation, 'owner'), series, later)).moved).toBe(2);
		expect((await change(await anAnimator(centre), series, { p_starts: '16:00' })).moved).toBe(2);
	});
});
