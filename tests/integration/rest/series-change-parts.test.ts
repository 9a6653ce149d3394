import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { book, booked, cancel, doubleHolds, refused, reschedule, unitsOf } from '../booking.ts';
import { aDaytimeCentre, anAnimator, aPerson, aRoom } from '../fixtures.ts';
import {
	answered,
	bookSeries,
	cancelSeries,
	change,
	made,
	passed,
	preview,
	previewChange,
	rebook,
	requestSeries,
	shown,
	tryChange,
	undoChange
} from '../series.ts';
import { at, dayAhead, daysAfter, iso } from '../times.ts';

const later = { p_starts: '17:00', p_ends: '18:00' };
const nothing = { id: '', version: 0 };

async function aSeries(columns: Record<string, number | string> = {}, rule = {}) {
	const centre = await aDaytimeCentre();
	const room = await aRoom(centre, columns);
	const person = await aPerson();
	const series = await bookSeries(person, room, { from: dayAhead(3), count: 4, ...rule });
	const [first = nothing, second = nothing, third = nothing] = series.bookings;
	const days = series.bookings.map(({ date }) => date);
	return { centre, room, person, series, first, second, third, days };
}

describe('a single date', () => {
	test('that moves stays a date of its series, and is marked', async () => {
		const { person, series, second, days } = await aSeries();

		booked(await reschedule(person, second, at(daysAfter(days[1] ?? '', 1), '12:00')));

		const { dates } = await shown(person, series);
		expect(dates[1]).toMatchObject({ date: days[1], booking: second.id, is_moved: true });
		expect(dates.map(({ is_moved }) => is_moved)).toEqual([false, true, false, false]);
	});

	test('15. that was cancelled stays cancelled when the series changes', async () => {
		const { person, series, second, days } = await aSeries();
		booked(await cancel(person, second));

		const { dates } = await previewChange(person, series, later);
		const answer = await change(person, series, { ...later, p_purpose: 'Inny cel' });
		const early = await tryChange(person, series, {
			p_choices: [{ date: days[1], action: 'leave' }]
		});

		expect(dates.map(({ date }) => date)).toEqual(days.filter((_, n) => n !== 1));
		expect(answer.moved).toBe(3);
		expect(refused(early)).toEqual({ error: 'request.invalid', field: 'choices' });
		const after = await shown(person, series);
		expect(after.dates.filter(({ date }) => date === days[1])).toMatchObject([
			{ status: 'cancelled' }
		]);
		expect(await unitsOf(second)).toEqual([]);
	});

	test('16. that was moved by hand is kept, or put back, and is never there twice', async () => {
		const { person, series, second, days } = await aSeries();
		const moved = at(daysAfter(days[1] ?? '', 1), '12:00');
		booked(await reschedule(person, second, moved));

		const kept = await previewChange(person, series, later);
		await change(person, series, later);
		const afterKeep = await shown(person, series);
		const reset = await previewChange(person, series, { p_moved: 'reset' });
		await change(person, series, { p_moved: 'reset' });
		const afterReset = await shown(person, series);

		expect(kept.dates[1]).toMatchObject({ state: 'same', is_moved: true, starts: iso(moved) });
		expect(afterKeep.dates.map(({ is_moved }) => is_moved)).toEqual([false, true, false, false]);
		expect(afterKeep.dates[1]?.starts).toBe(iso(moved));
		expect(reset.dates.map(({ state }) => state)).toEqual(['same', 'free', 'same', 'same']);
		expect(afterReset.dates[1]).toMatchObject({
			booking: second.id,
			starts: iso(at(days[1] ?? '', '17:00')),
			is_moved: false
		});
		expect(afterReset.dates).toHaveLength(4);
		expect(await doubleHolds()).toBe(0);
	});

	test('16. that cannot be put back, because its place is taken, can still be kept', async () => {
		const { room, person, series, second, days } = await aSeries();
		booked(await reschedule(person, second, at(days[1] ?? '', '12:00')));
		await book(await aPerson(), { resource: room, starts: at(days[1] ?? '', '17:00') });

		const { dates } = await previewChange(person, series, { ...later, p_moved: 'reset' });
		const answer = await change(person, series, {
			...later,
			p_moved: 'reset',
			p_choices: [{ date: days[1], action: 'leave' }]
		});

		expect(dates[1]).toMatchObject({ state: 'taken', is_moved: true });
		expect(answer).toMatchObject({ moved: 3, stayed: 1 });
	});
});

describe('17. this and following', () => {
	test('splits the series: each part has its rule, its dates and its words', async () => {
		const { person, series, days, third } = await aSeries();

		const answer = await change(person, series, {
			...later,
			p_scope: 'following',
			p_from: days[2],
			p_purpose: 'Chór, sekcja basów'
		});

		expect(answer).toMatchObject({ is_split: true, moved: 2 });
		expect(answer.id).not.toBe(series.id);
		expect(await shown(person, series)).toMatchObject({
			purpose: 'Próba chóru',
			continued_by: answer.id,
			rule: { starts: '10:00', until: daysAfter(days[2] ?? '', -1) },
			dates: days.slice(0, 2).map((date) => ({ date, starts: iso(at(date, '10:00')) }))
		});
		expect(await shown(person, answer)).toMatchObject({
			purpose: 'Chór, sekcja basów',
			continues: series.id,
			rule: { starts: '17:00', from: days[2], count: 2 },
			dates: days.slice(2).map((date) => ({ date, starts: iso(at(date, '17:00')) }))
		});
		expect((await shown(person, answer)).dates[0]?.booking).toBe(third.id);
	});

	test('keeps the rhythm of the rule, and takes cancelled and skipped dates along', async () => {
		const room = await aRoom(await aDaytimeCentre(), { horizon_days: 200 });
		const [person, rival] = [await aPerson(), await aPerson()];
		const rule = { freq: 'weekly', every: 2, from: dayAhead(3), until: dayAhead(3 + 70) };
		const dates = await preview(person, room, rule);
		const days = dates.map(({ date }) => date);
		const series = made(
			await requestSeries(
				person,
				room,
				rule,
				dates.filter((_, n) => n !== 4)
			)
		);
		booked(await cancel(person, series.bookings[3] ?? nothing));
		await book(rival, { resource: room, starts: at(days[4] ?? '', '10:00') });

		const part = await change(person, series, { ...later, p_scope: 'following', p_from: days[2] });

		const after = await shown(person, part);
		expect(after).toMatchObject({
			rule: { every: 2, from: days[2], until: rule.until },
			skipped: [{ date: days[4], starts: iso(at(days[4] ?? '', '17:00')), is_free: true }]
		});
		expect(after.dates.map(({ date, status }) => [date, status])).toEqual([
			[days[2], 'confirmed'],
			[days[3], 'cancelled'],
			[days[5], 'confirmed']
		]);
		expect((await shown(person, series)).skipped).toEqual([]);
		expect((await rebook(person, part, days[4])).error).toBeUndefined();
	});

	test('from the first date on is all of it, and splits nothing', async () => {
		const { person, series, days } = await aSeries();

		const answer = await change(person, series, {
			...later,
			p_scope: 'following',
			p_from: days[0]
		});

		expect(answer).toMatchObject({ id: series.id, is_split: false, moved: 4 });
	});

	test('leaves past dates, also those after the chosen one, where they were', async () => {
		const { person, series, first, days } = await aSeries();
		await passed(first);

		const answer = await change(person, series, {
			...later,
			p_scope: 'following',
			p_from: daysAfter(days[0] ?? '', -30)
		});

		expect(answer).toMatchObject({ is_split: true, moved: 3 });
		expect((await shown(person, series)).dates.map(({ booking }) => booking)).toEqual([first.id]);
	});
});

describe('undo', () => {
	test('puts every date, its words and its answer back where they were', async () => {
		const { centre, person, series, days } = await aSeries();
		const reviewed = await aRoom(centre, { approval: 'review' });
		const before = await shown(person, series);

		const answer = await change(person, series, {
			...later,
			p_resources: [{ id: reviewed.id }],
			p_purpose: 'Inny cel',
			p_choices: [{ date: days[3], action: 'skip' }]
		});
		const changed = await shown(person, series);
		answered(await undoChange(person, answer));

		expect(changed).toMatchObject({ purpose: 'Inny cel', change_undo_until: answer.undo_until });
		const after = await shown(person, series);
		const plain = ({ date, starts, status, is_moved }: (typeof after.dates)[number]) => ({
			date,
			starts,
			status,
			is_moved
		});
		expect(after.dates.map(plain)).toEqual(before.dates.map(plain));
		expect(after).toMatchObject({
			purpose: 'Próba chóru',
			rule: before['rule'],
			resources: before['resources'],
			skipped: [],
			change_undo_until: null
		});
		expect(await doubleHolds()).toBe(0);
		for (const booking of series.bookings) expect(await unitsOf(booking)).toHaveLength(1);
	});

	test('makes one series again of two', async () => {
		const { person, series, days } = await aSeries();
		const before = await shown(person, series);

		const part = await change(person, series, { ...later, p_scope: 'following', p_from: days[2] });
		const answer = answered(await undoChange(person, part));

		expect(answer).toMatchObject({ id: series.id });
		const after = await shown(person, series);
		expect(after.dates.map(({ booking, starts }) => [booking, starts])).toEqual(
			before.dates.map(({ booking, starts }) => [booking, starts])
		);
		expect(after).toMatchObject({ rule: before['rule'], continued_by: null });
		const [row] = await sql`
			select count(*)::int from public.booking_series where id = ${part.id}`;
		expect(row).toEqual({ count: 0 });
	});

	test('is refused when a place is taken, to others, twice, and after ten minutes', async () => {
		const { centre, room, person, series, days } = await aSeries();
		const rival = await aPerson();
		await change(person, series, later);
		const taken = await book(rival, { resource: room, starts: at(days[2] ?? '', '10:00') });

		expect(refused(await undoChange(person, { id: series.id }))).toMatchObject({
			error: 'series.date_refused',
			date: days[2]
		});
		expect((await shown(person, series)).dates[0]?.starts).toBe(iso(at(days[0] ?? '', '17:00')));
		booked(await cancel(rival, taken));
		expect(refused(await undoChange(await anAnimator(centre), { id: series.id })).error).toBe(
			'booking.undo_expired'
		);
		answered(await undoChange(person, { id: series.id }));
		expect(refused(await undoChange(person, { id: series.id })).error).toBe('booking.undo_expired');
		await change(person, series, later);
		await sql`
			update private.series_changes set changed_at = now() - interval '11 minutes'
			where series_id = ${series.id}`;
		expect(refused(await undoChange(person, { id: series.id })).error).toBe('booking.undo_expired');
	});

	test('is refused when a date has changed or begun since', async () => {
		const { person, series, second, days } = await aSeries();
		await change(person, series, later);
		const { dates } = await shown(person, series);
		const [begun, moved] = dates;

		booked(
			await reschedule(
				person,
				{ id: second.id, version: moved?.version ?? 0 },
				at(days[1] ?? '', '12:00')
			)
		);
		const changed = await undoChange(person, { id: series.id });
		await sql`
			update public.bookings set version = ${moved?.version ?? 0} where id = ${second.id}`;
		await passed({ id: begun?.booking ?? '' });
		const late = await undoChange(person, { id: series.id });

		expect(refused(changed).error).toBe('series.changed_meanwhile');
		expect(refused(late).error).toBe('booking.undo_expired');
	});

	test('of a cancellation still works for the part that was split off', async () => {
		const { person, series, days } = await aSeries();
		await cancelSeries(person, series, { p_scope: 'following', p_from: days[3] });

		const part = await change(person, series, { ...later, p_scope: 'following', p_from: days[2] });

		expect(part.moved).toBe(1);
		expect((await shown(person, part)).dates.map(({ status }) => status)).toEqual([
			'confirmed',
			'cancelled'
		]);
		expect((await shown(person, part))['undo_until']).not.toBeNull();
	});
});
