import { expect, test } from 'vitest';
import { refusalOf } from './availability.ts';
import { at, period, room, schedule } from './schedule.fixture.ts';
import { hasRulesByKind, resourceFor, scheduleFor } from './rules-by-kind.ts';

const hall = room('hall', {
	max: 120,
	approval: 'auto_for_trusted',
	lastDay: '2026-12-31',
	rules: {
		resident: { max: 60 },
		organisation: { max: 240, last_day: '2027-05-31', first_day: '2026-11-25', lead_minutes: 60 },
		staff: { step: 15, min: 15 }
	}
});

test('what a kind does not change is as the resource says', () => {
	expect(resourceFor(hall, 'organisation')).toMatchObject({
		step: 30,
		min: 30,
		max: 240,
		leadMinutes: 60,
		firstDay: '2026-11-25',
		lastDay: '2027-05-31'
	});
	expect(resourceFor(hall, 'staff')).toMatchObject({ step: 15, min: 15, max: 120 });
});

test('a verified person has the rules of residents where they have none of their own', () => {
	expect(resourceFor(hall, 'verified').max).toBe(60);
	expect(resourceFor(hall, 'trusted').max).toBe(240);
});

test('staff and trusted organisations do not wait where trust suffices', () => {
	expect(resourceFor(hall, 'trusted').approval).toBe('auto');
	expect(resourceFor(hall, 'staff').approval).toBe('auto');
	expect(resourceFor(hall, 'organisation').approval).toBe('auto_for_trusted');
	expect(resourceFor(room('studio', { approval: 'review' }), 'trusted').approval).toBe('review');
});

test('the same three hours are too long for a resident and fine for an organisation', () => {
	const week = schedule('2026-W48', [hall]);
	const wish = [{ resource: 'hall', quantity: 1 }];
	const evening = period('2026-11-26', '17:00', '20:00');
	const now = at('2026-11-24', '12:00');

	expect(refusalOf([scheduleFor(week, 'resident')], wish, evening, now)?.code).toBe(
		'booking.too_long'
	);
	expect(refusalOf([scheduleFor(week, 'organisation')], wish, evening, now)).toBeNull();
});

test('a centre that treats everybody alike has nothing to ask about', () => {
	expect(hasRulesByKind([schedule('2026-W48', [room('studio')])])).toBe(false);
	expect(hasRulesByKind([schedule('2026-W48', [room('studio'), hall])])).toBe(true);
});
