import type { AppError } from '../supabase/errors.ts';

/** Refusals that are no rule of the centre: a reason does not help against them. */
const hard = new Set([
	'booking.slot_taken',
	'booking.not_enough_units',
	'booking.person_blocked',
	'booking.rules_not_accepted',
	'booking.changed_meanwhile',
	'booking.too_late_to_cancel',
	'booking.wrong_state',
	'booking.not_found',
	'booking.undo_expired',
	'booking.no_walk_in'
]);

/** May staff set aside, with a reason, what this refusal says? Rules yes, conflicts never. */
export function canOverride({ code }: AppError): boolean {
	return /^(booking|loan|quota)\./.test(code) && !hard.has(code);
}
