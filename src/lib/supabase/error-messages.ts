import {
	formatDate,
	formatDay,
	formatMoment,
	formatPeriod,
	formatRelativeDay
} from '../calendar/format.ts';
import { formatDuration } from '../calendar/lengths.ts';
import { now } from '../calendar/now.ts';
import { dayOf } from '../calendar/wall-clock.ts';
import type { Locale } from '../i18n/address.ts';
import { oneFullStop } from '../i18n/full-stop.ts';
import { localized } from '../i18n/localized.ts';
import { m } from '../i18n/paraglide/messages.js';
import { getLocale } from '../i18n/paraglide/runtime.js';
import { refusalOf, type AppError } from './errors.ts';

type Said = { params: Record<string, unknown>; zone: string; locale: Locale; at: Date };

/**
 * What people read for an error, with what they can do next. `zone` is the centre's time zone, in
 * which times are said. A code without a line here reads as `unexpected`; a test compares this
 * table with the codes in the migrations.
 */
export function messageFor(error: AppError, zone = 'Europe/Warsaw'): string {
	const say = messages[error.code] ?? m.error_unexpected;
	return oneFullStop(say({ params: error.params, zone, locale: getLocale(), at: now() }));
}

export const messages: Record<string, (said: Said) => string> = {
	unexpected: () => m.error_unexpected(),
	'network.offline': () => m.error_network_offline(),
	'network.busy': () => m.error_network_busy(),
	'auth.required': () => m.error_auth_required(),
	'auth.forbidden': () => m.error_auth_forbidden(),
	'auth.code_wrong': () => m.error_auth_code_wrong(),
	'auth.password_wrong': () => m.error_auth_password_wrong(),
	'auth.password_weak': () => m.error_auth_password_weak(),
	'auth.email_invalid': () => m.error_auth_email_invalid(),
	'auth.too_many_tries': () => m.error_auth_too_many_tries(),
	'centre.unknown': () => m.error_centre_unknown(),
	'schedule.unknown_week': () => m.error_schedule_unknown_week(),
	'resource.unknown': () => m.error_resource_unknown(),
	'request.key_reused': () => m.error_request_key_reused(),
	'request.invalid': ({ params }) => m.error_request_invalid({ field: text(params['field']) }),
	'booking.slot_taken': (said) => {
		const time = moment(said, 'free_from');
		return time ? m.error_booking_slot_taken_until({ time }) : m.error_booking_slot_taken();
	},
	'booking.not_enough_units': ({ params }) => {
		const free = Number(params['free'] ?? 0);
		return free > 0 ? m.error_booking_not_enough_units({ free }) : m.error_booking_no_units();
	},
	'booking.outside_opening_hours': (said) => {
		const hours = periods(said, 'open');
		return hours
			? m.error_booking_outside_opening_hours({ day: day(said, 'date'), hours })
			: m.error_booking_outside_opening_hours_shut({ day: day(said, 'date') });
	},
	'booking.closed': (said) => {
		const reason = localizedText(said, 'reason');
		const time = moment(said, 'until');
		if (!reason) return m.error_booking_closed();
		return time
			? m.error_booking_closed_until({ reason, time })
			: m.error_booking_closed_because({ reason });
	},
	'booking.off_step': (said) => m.error_booking_off_step({ step: length(said, 'step') }),
	'booking.too_short': (said) => m.error_booking_too_short({ length: length(said, 'min') }),
	'booking.too_long': (said) => m.error_booking_too_long({ length: length(said, 'max') }),
	'booking.too_soon': (said) => m.error_booking_too_soon({ time: moment(said, 'earliest') }),
	'booking.too_far': (said) => m.error_booking_too_far({ day: day(said, 'last_day') }),
	'booking.in_the_past': () => m.error_booking_in_the_past(),
	'booking.over_quota': overQuota,
	'booking.over_share': (said) =>
		m.error_booking_over_share({
			...hours(said),
			percent: Number(said.params['percent'] ?? 0)
		}),
	'booking.age_not_declared': ({ params }) =>
		m.error_booking_age_not_declared({ age: Number(params['age'] ?? 16) }),
	'booking.over_capacity': ({ params }) =>
		m.error_booking_over_capacity({ capacity: Number(params['capacity'] ?? 0) }),
	'booking.not_allowed': ({ params }) =>
		m.error_booking_not_allowed({ openTo: text(params['open_to']) }),
	'booking.person_blocked': () => m.error_booking_person_blocked(),
	'booking.rules_not_accepted': () => m.error_booking_rules_not_accepted(),
	'booking.statement_not_accepted': () => m.error_booking_statement_not_accepted(),
	'booking.changed_meanwhile': () => m.error_booking_changed_meanwhile(),
	'booking.too_late_to_cancel': (said) =>
		m.error_booking_too_late_to_cancel({ time: moment(said, 'until') }),
	'booking.wrong_state': () => m.error_booking_wrong_state(),
	'booking.not_found': () => m.error_booking_not_found(),
	'booking.undo_expired': () => m.error_booking_undo_expired(),
	'booking.no_walk_in': () => m.error_booking_no_walk_in(),
	'resource.not_archived': () => m.error_resource_not_archived(),
	'question.too_many': ({ params }) =>
		m.error_question_too_many({ cap: Number(params['cap'] ?? 10) }),
	'question.answered': () => m.error_question_answered(),
	'closure.undecided': ({ params }) =>
		m.error_closure_undecided({ count: Number(params['count'] ?? 1) }),
	'closure.decision_refused': (said) => {
		const reason = refusalOf(said.params['refusal']);
		return reason
			? m.error_closure_decision_refused({
					purpose: text(said.params['purpose']),
					reason: messageFor(reason, said.zone)
				})
			: m.error_closure_decision_refused_some();
	},
	'closure.not_found': () => m.error_closure_not_found(),
	'watch.free': () => m.error_watch_free(),
	'watch.nothing_fits': () => m.error_watch_nothing_fits(),
	'watch.too_many': () => m.error_watch_too_many(),
	'watch.not_found': () => m.error_watch_not_found(),
	'offer.over': () => m.error_offer_over(),
	'check_in.too_early': (said) => m.error_check_in_too_early({ time: moment(said, 'from') }),
	'check_in.unknown_code': () => m.error_check_in_unknown_code(),
	'check_in.nothing_here': () => m.error_check_in_nothing_here(),
	'strike.none': () => m.error_strike_none(),
	'series.too_many': ({ params }) => {
		const cap = Number(params['cap'] ?? 0);
		return cap > 0 ? m.error_series_too_many({ cap }) : m.error_series_too_many_dates();
	},
	'series.date_refused': (said) => {
		const reason = refusalOf(said.params['refusal']);
		return reason
			? m.error_series_date_refused({
					day: day(said, 'date'),
					reason: messageFor(reason, said.zone)
				})
			: m.error_series_date_refused_some();
	},
	'series.not_found': () => m.error_series_not_found(),
	'series.changed_meanwhile': () => m.error_series_changed_meanwhile(),
	'series.nothing_to_cancel': () => m.error_series_nothing_to_cancel(),
	'series.nothing_to_change': () => m.error_series_nothing_to_change(),
	'series.not_skipped': () => m.error_series_not_skipped(),
	'loan.too_short': ({ params }) => m.error_loan_too_short({ days: Number(params['days'] ?? 1) }),
	'loan.too_long': ({ params }) => m.error_loan_too_long({ days: Number(params['days'] ?? 1) }),
	'loan.overdue': (said) => m.error_loan_overdue({ time: moment(said, 'until') }),
	'loan.reserved': (said) => m.error_loan_reserved({ time: moment(said, 'from') }),
	'locker.none_free': ({ params }) =>
		Number(params['free'] ?? 0) > 0 ? m.error_locker_taken() : m.error_locker_none_free(),
	'locker.one_each': () => m.error_locker_one_each(),
	'locker.term_too_long': ({ params }) =>
		m.error_locker_term_too_long({ months: Number(params['months'] ?? 1) }),
	'locker.renewal_not_open': (said) =>
		m.error_locker_renewal_not_open({ time: moment(said, 'from') }),
	'locker.term_over': (said) => m.error_locker_term_over({ time: moment(said, 'until') }),
	'handover.unknown_unit': ({ params }) =>
		m.error_handover_unknown_unit({ unit: text(params['unit']) }),
	'handover.unit_out': (said) =>
		m.error_handover_unit_out({ unit: text(said.params['unit']), time: moment(said, 'due') }),
	'handover.unit_out_of_service': ({ params }) =>
		m.error_handover_unit_out_of_service({ unit: text(params['unit']) }),
	'handover.unit_reserved': (said) =>
		m.error_handover_unit_reserved({
			unit: text(said.params['unit']),
			name: text(said.params['name']) || '—',
			time: moment(said, 'starts')
		}),
	'handover.too_many_units': ({ params }) =>
		m.error_handover_too_many_units({ unit: text(params['unit']) }),
	'handover.unit_not_out': ({ params }) =>
		m.error_handover_unit_not_out({ unit: text(params['unit']) })
};

/** Hours that are used up, or a number of bookings or things: which of them is over says the rule. */
function overQuota(said: Said): string {
	const { params } = said;
	const used = Number(params['count_used']);
	const limit = Number(params['count_limit']);
	const isFull = Number.isFinite(limit) && Number.isFinite(used);
	const hasHours = Number(params['minutes_limit'] ?? 0) > Number(params['minutes_used'] ?? 0);
	if (!isFull || (used < limit && !params['things'] && hasHours)) {
		return m.error_booking_over_quota(hours(said));
	}
	const numbers = { whose: text(params['whose']), when: whenOf(said), used, limit };
	if (params['per'] === 'at_once') {
		return params['things']
			? m.error_booking_over_quota_things_at_once(numbers)
			: m.error_booking_over_quota_at_once(numbers);
	}
	return params['things']
		? m.error_booking_over_quota_things(numbers)
		: m.error_booking_over_quota_bookings(numbers);
}

/** '9 godz.' of '12 godz.', and what is left. */
function hours(said: Said) {
	const { params } = said;
	const left = Number(params['minutes_limit']) - Number(params['minutes_used']);
	return {
		whose: text(params['whose']),
		when: whenOf(said),
		used: length(said, 'minutes_used'),
		limit: length(said, 'minutes_limit'),
		left: Number.isFinite(left) ? formatDuration(Math.max(left, 0), said.locale) : ''
	};
}

/** The time that a limit counts together: 'w grudniu', 'w tygodniu od 30 listopada', 'naraz'. */
function whenOf({ params, locale }: Said): string {
	const [month, week] = [text(params['month']), text(params['week'])];
	if (month) return m.rules_in_month({ month: String(Number(month.slice(5, 7))) });
	if (week) return m.rules_in_week({ day: formatDate(week, locale) });
	return params['per'] === 'at_once' ? m.rules_at_once() : '';
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function instant(value: unknown): Date | null {
	const date = typeof value === 'string' ? new Date(value) : null;
	return date && Number.isFinite(date.getTime()) ? date : null;
}

/** An instant among the parameters: 'jutro, 18:30'; '' when it is not there. */
function moment({ params, zone, locale, at }: Said, key: string): string {
	const when = instant(params[key]);
	return when ? formatMoment(when, zone, locale, at) : '';
}

/** A date among the parameters: 'czwartek, 26 listopada'. */
function day({ params, zone, locale, at }: Said, key: string): string {
	const value = text(params[key]);
	if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return '';
	const today = dayOf(at, zone);
	return value === today
		? formatRelativeDay(value, today, locale)
		: formatDay(value, locale, today);
}

/** Minutes among the parameters: '2 godz.'. */
function length({ params, locale }: Said, key: string): string {
	const minutes = Number(params[key]);
	return Number.isFinite(minutes) ? formatDuration(minutes, locale) : '';
}

/** A list of {opens, closes} among the parameters: '10:00–14:00, 16:00–20:00'. */
function periods({ params, zone }: Said, key: string): string {
	const list: unknown = params[key];
	if (!Array.isArray(list)) return '';
	return list
		.map((item: unknown) => {
			const [starts, ends] = [instant(field(item, 'opens')), instant(field(item, 'closes'))];
			return starts && ends ? formatPeriod({ starts, ends }, zone) : '';
		})
		.filter(Boolean)
		.join(', ');
}

function localizedText({ params, locale }: Said, key: string): string {
	const value = params[key];
	if (typeof value === 'string') return value;
	const [pl, en, uk] = ['pl', 'en', 'uk'].map((name) => text(field(value, name)));
	return localized({ pl: pl ?? '', en: en ?? '', uk: uk ?? '' }, locale).replace(/\.$/, '');
}

function field(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
