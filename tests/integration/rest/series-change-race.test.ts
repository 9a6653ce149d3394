import { expect, test } from 'vitest';
import { doubleHolds, refused } from '../booking.ts';
import { aCentre, aDivisibleHall, aPerson, aRoom, people } from '../fixtures.ts';
import { bookSeries, change, shown, tryChange, tryPreviewChange } from '../series.ts';
import { dayAhead } from '../times.ts';

const evening = { p_starts: '17:00', p_ends: '18:00' };

test('3. series that change into each other’s way have whole winners, and losers as they were', async () => {
	const { a, b, whole } = await aDivisibleHall(await aCentre());
	const crowd = await people(18);
	const series = await Promise.all(
		crowd.map((person, n) => {
			const room = [a, b, whole][n % 3] ?? a;
			const hour = String(n).padStart(2, '0');
			const rule = { freq: 'daily', from: dayAhead(3), count: 5 };
			return bookSeries(person, room, { ...rule, starts: `${hour}:00`, ends: `${hour}:30` });
		})
	);

	const answers = await Promise.all(
		crowd.map(async (person, n) => {
			const mine = series[n] ?? { id: '' };
			await tryPreviewChange(person, mine, { p_starts: '20:00', p_ends: '21:00' });
			return tryChange(person, mine, { p_starts: '20:00', p_ends: '21:00' });
		})
	);

	const losers = answers.filter(({ error }) => error !== undefined).map(refused);
	expect(new Set(losers.map(({ error }) => error))).toEqual(new Set(['series.date_refused']));
	expect(18 - losers.length).toBeGreaterThanOrEqual(1);
	expect(18 - losers.length).toBeLessThanOrEqual(2);
	expect(await doubleHolds()).toBe(0);
	for (const [n, person] of crowd.entries()) {
		const { dates } = await shown(person, series[n] ?? { id: '' });
		const isMoved = answers[n]?.error === undefined;
		expect(dates.every(({ status }) => status === 'confirmed')).toBe(true);
		expect(new Set(dates.map(({ version }) => version)).size).toBe(1);
		expect((dates[0]?.version ?? 0) > 1).toBe(isMoved);
	}
});

test('5. of many changes of one series at once, the first is done and the others see that', async () => {
	const room = await aRoom(await aCentre());
	const person = await aPerson();
	const series = await bookSeries(person, room, { from: dayAhead(3), count: 4 });

	const answers = await Promise.all(
		Array.from({ length: 8 }, () => tryChange(person, series, { ...evening, p_version: 1 }))
	);

	const losers = answers.filter(({ error }) => error !== undefined).map(refused);
	expect(losers).toHaveLength(7);
	expect(new Set(losers.map(({ error }) => error))).toEqual(new Set(['series.changed_meanwhile']));
	expect((await change(person, series, { p_purpose: 'Inny cel' })).version).toBe(3);
});
