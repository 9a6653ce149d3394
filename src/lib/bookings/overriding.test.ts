import { describe, expect, it } from 'vitest';
import { AppError } from '../supabase/errors.ts';
import { canOverride } from './overriding.ts';

describe('a reason of staff', () => {
	it.each(['booking.over_quota', 'booking.closed', 'booking.too_soon', 'loan.too_long'])(
		'sets %s aside',
		(code) => expect(canOverride(new AppError(code))).toBe(true)
	);

	it.each(['booking.slot_taken', 'booking.not_enough_units', 'network.offline', 'auth.forbidden'])(
		'does not help against %s',
		(code) => expect(canOverride(new AppError(code))).toBe(false)
	);
});
