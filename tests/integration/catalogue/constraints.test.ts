import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { aWorld, type World } from '../world.ts';

/**
 * The checks behind the functions: they hold for whoever writes, the owner of the database too. One
 * row that breaks one rule, for each rule there is.
 */

let world: World;
const series = randomUUID();
beforeAll(async () => {
	world = await aWorld();
	await sql`
		insert into public.booking_series
			(id, centre_id, rule, resources, purpose, attendees, rules_version)
		values (${series}, ${world.here.id}, '{}', '[]', 'Good', 1, 1)`;
});

type Words = Record<string, string | number>;
type Row = Record<string, string | number | boolean | undefined | Words | (() => string)>;

const period = '["2031-01-01 10:00+00","2031-01-01 11:00+00")';

/** For each table, a row that is good. */
const good: Record<string, () => Row> = {
	centres: () => ({ slug: 'good', name: 'Good', municipality: 'M', address: 'A' }),
	opening_hours: () => ({
		centre_id: world.here.id,
		weekday: 1,
		opens: '10:00',
		closes: '12:00'
	}),
	closures: () => ({ centre_id: world.here.id, during: period, reason: { pl: 'Remont' } }),
	profiles: () => ({ locale: 'pl' }),
	organisations: () => ({ kind: 'association', name: 'Good', slug: 'good-one' }),
	organisation_members: () => ({
		organisation_id: world.organisation.id,
		person_id: world.stranger.id,
		role: 'member'
	}),
	organisation_centres: () => ({
		organisation_id: world.organisation.id,
		centre_id: world.there.id
	}),
	centre_people: () => ({ centre_id: world.here.id, person_id: world.stranger.id }),
	units: () => ({ centre_id: world.here.id, label: 'Good' }),
	resources: () => ({
		centre_id: world.here.id,
		kind: 'room',
		slug: 'good',
		name: { pl: 'Dobry' }
	}),
	resource_rules: () => ({
		resource_id: world.hiddenRoom.id,
		centre_id: world.here.id,
		who: 'verified'
	}),
	quotas: () => ({ centre_id: world.here.id, per: 'month', minutes: 600 }),
	resource_units: () => ({ resource_id: world.room.id, unit_id: world.pool.units[0] }),
	bookings: () => ({
		centre_id: world.here.id,
		requested_by: world.resident.id,
		purpose: 'Good',
		attendees: 1,
		during: period,
		status: 'confirmed',
		rules_version: 1
	}),
	booking_series: () => ({
		centre_id: world.here.id,
		rule: { freq: 'daily' },
		resources: { id: world.room.id },
		purpose: 'Good',
		attendees: 1,
		rules_version: 1
	}),
	series_skipped: () => ({
		series_id: series,
		date: '2031-01-01',
		centre_id: world.here.id,
		during: period
	}),
	handovers: () => ({
		centre_id: world.here.id,
		booking_id: world.private.id,
		resource_id: world.pool.id,
		unit_id: world.pool.units[0],
		due_at: '2031-01-01 10:00+00'
	}),
	notifications: () => ({
		person_id: world.resident.id,
		centre_id: world.here.id,
		kind: 'term_ends',
		told_once: 'once'
	}),
	unit_secrets: () => ({
		unit_id: world.pool.units[0],
		centre_id: world.here.id,
		code: '4711'
	}),
	booking_resources: () => ({ booking_id: world.elsewhere.id, resource_id: world.pool.id }),
	booking_questions: () => ({
		booking_id: world.elsewhere.id,
		centre_id: world.there.id,
		question: 'Ile osób?'
	}),
	booking_walk_ins: () => ({
		booking_id: world.elsewhere.id,
		centre_id: world.there.id,
		name: 'Jan Nowak'
	}),
	slot_watches: () => ({
		centre_id: world.here.id,
		person_id: world.stranger.id,
		resource_id: world.room.id,
		during: period,
		people: 1,
		purpose: 'Good'
	}),
	resource_secrets: () => ({
		resource_id: world.room.id,
		centre_id: world.here.id,
		token: 'a'.repeat(32)
	}),
	strike_pardons: () => ({
		booking_id: world.private.id,
		centre_id: world.here.id,
		reason: 'Good'
	}),
	allocations: () => ({
		booking_id: world.private.id,
		resource_id: world.room.id,
		unit_id: world.room.units[0],
		during: period,
		blocked: period
	}),
	audit_log: () => ({ entity: 'bookings', entity_id: 'x', action: 'insert' })
};

const noWords = (column: string): Row[] => [
	{ [column]: {} },
	{ [column]: { de: 'Nein' } },
	{ [column]: { pl: 1 } }
];

/** For each rule, what breaks it. */
const broken: Record<string, Row[]> = {
	centres_slug_key: [{ slug: () => world.here.slug }],
	centres_slug_shape: [{ slug: 'Good' }, { slug: '-good' }, { slug: 'api' }, { slug: 'sign-in' }],
	centres_name_line: [{ name: ' ' }, { name: 'a\nb' }, { name: 'x'.repeat(121) }],
	centres_geo_range: [
		{ latitude: 91, longitude: 0 },
		{ latitude: 0, longitude: -181 }
	],
	centres_description_localized: noWords('description'),
	centres_rules_localized: noWords('rules'),
	centres_rules_version_positive: [{ rules_version: 0 }],
	centres_pending_hold_range: [{ pending_hold_minutes: 14 }, { pending_hold_minutes: 43_201 }],
	centres_offer_range: [{ offer_minutes: 4 }, { offer_minutes: 10_081 }],
	centres_no_show_range: [{ no_show_minutes: 0 }, { no_show_minutes: 241 }],
	centres_strikes_range: [
		{ strike_limit: -1 },
		{ strike_limit: 21 },
		{ strike_days: 0 },
		{ limited_days: 0 }
	],
	opening_hours_weekday_iso: [{ weekday: 0 }, { weekday: 8 }],
	opening_hours_order: [{ opens: '12:00' }, { opens: '13:00' }],
	opening_hours_validity_order: [{ valid_from: '2026-02-01', valid_until: '2026-01-01' }],
	closures_during_bounded: [
		{ during: 'empty' },
		{ during: '[2031-01-01,)' },
		{ during: '(,2031-01-01)' },
		{ during: '[2031-01-01,2031-01-02]' }
	],
	closures_reason_localized: noWords('reason'),
	profiles_display_name_line: [{ display_name: 'x' }, { display_name: 'x'.repeat(81) }],
	profiles_phone_shape: [{ phone: 'call me' }, { phone: '12' }],
	profiles_locale_known: [{ locale: 'de' }],
	organisations_slug_key: [{ slug: () => world.organisation.name }],
	organisations_slug_shape: [{ slug: 'Good One' }],
	organisations_name_line: [{ name: 'x' }, { name: 'x'.repeat(161) }],
	organisations_kind_known: [{ kind: 'company' }],
	organisations_description_localized: noWords('description'),
	organisations_trusted_is_verified: [{ trusted: true }],
	organisation_members_role_known: [{ role: 'boss' }],
	centre_people_role_known: [{ role: 'boss' }],
	centre_people_standing_known: [{ standing: 'bad' }],
	units_label_line: [{ label: ' ' }, { label: 'x'.repeat(61) }],
	units_turnaround_range: [{ setup_minutes: -1 }, { cleanup_minutes: 721 }],
	resources_slug_key: [{ slug: () => world.room.slug }],
	resources_slug_shape: [{ slug: 'Good' }],
	resources_kind_known: [{ kind: 'car' }],
	resources_name_localized: noWords('name'),
	resources_description_localized: noWords('description'),
	resources_place_localized: noWords('place'),
	resources_statement_localized: noWords('statement'),
	resources_capacity_positive: [{ capacity: 0 }],
	resources_colour_known: [{ colour: 0 }, { colour: 7 }],
	resources_take_known: [{ take: 'some' }],
	resources_step_divides_day: [{ step_minutes: 25, min_minutes: 25, max_minutes: 100 }],
	resources_length_order: [
		{ min_minutes: 15 },
		{ max_minutes: 15 },
		{ min_minutes: 120, max_minutes: 60 },
		{ max_minutes: 1470 },
		{ min_minutes: 45 },
		{ max_minutes: 75 }
	],
	resources_lead_range: [{ lead_minutes: -1 }, { lead_working_days: 61 }],
	resources_horizon_range: [{ horizon_days: 0 }, { horizon_days: 731 }],
	resources_cancel_range: [{ cancel_until_minutes: -1 }],
	resources_approval_known: [{ approval: 'never' }],
	resources_open_to_known: [{ open_to: 'nobody' }],
	resources_season_months: [
		{ season_from: 4 },
		{ season_until: 4 },
		{ season_from: 0, season_until: 4 },
		{ season_from: 4, season_until: 13 }
	],
	resources_quota_positive: [
		{ weekly_minutes_per_person: 0 },
		{ weekly_minutes_per_organisation: -1 }
	],
	resources_cancel_working_days_range: [{ cancel_working_days: -1 }, { cancel_working_days: 61 }],
	resources_share_cap_range: [{ share_cap_percent: 0 }, { share_cap_percent: 101 }],
	resources_min_age_known: [{ min_age: 17 }],
	profiles_declared_age_known: [
		{ declared_age: 16 },
		{ declared_age: 21, declared_age_at: '2031-01-01' },
		{ declared_age_at: '2031-01-01' }
	],
	resource_rules_who_known: [{ who: 'friend' }],
	resource_rules_step_divides_day: [{ step_minutes: 25 }, { step_minutes: 0 }],
	resource_rules_length_order: [
		{ min_minutes: 0 },
		{ max_minutes: 1441 },
		{ min_minutes: 120, max_minutes: 60 },
		{ step_minutes: 60, max_minutes: 90 }
	],
	resource_rules_lead_range: [{ lead_minutes: -1 }, { lead_working_days: 61 }],
	resource_rules_horizon_range: [{ horizon_days: 0 }, { horizon_days: 731 }],
	resource_rules_cancel_range: [{ cancel_until_minutes: -1 }, { cancel_working_days: 61 }],
	resource_rules_approval_known: [{ approval: 'never' }],
	quotas_scope_one: [{ kind: 'room', resource_id: () => world.room.id }],
	quotas_kind_known: [{ kind: 'car' }],
	quotas_who_known: [{ who: 'friend' }],
	quotas_whose_known: [{ whose: 'nobody' }],
	quotas_per_known: [{ per: 'year' }],
	quotas_limit_positive: [{ minutes: 0 }, { count: -1 }],
	quotas_limit_some: [{ minutes: undefined }],
	resources_no_show_range: [{ no_show_minutes: 0 }, { no_show_minutes: 241 }],
	resources_check_in_on_the_spot: [
		{ needs_check_in: true, kind: 'locker' },
		{ needs_check_in: true, kind: 'equipment', lent_home: true }
	],
	slot_watches_target: [
		{ resource_id: undefined },
		{ kind: 'room' },
		{ resource_id: undefined, kind: 'locker' }
	],
	slot_watches_quantity_range: [{ quantity: 0 }, { quantity: 101 }],
	slot_watches_people_range: [{ people: 0 }, { people: 10_001 }],
	slot_watches_purpose_length: [{ purpose: 'x' }, { purpose: 'x'.repeat(201) }],
	slot_watches_state_known: [{ state: 'bored' }],
	slot_watches_offered_has_booking: [{ state: 'offered' }],
	slot_watches_during_bounded: [
		{ during: 'empty' },
		{ during: '[2031-01-01,)' },
		{ during: '(,2031-01-01)' },
		{ during: '[2031-01-01,2031-01-02]' }
	],
	resource_secrets_token_shape: [{ token: 'short' }, { token: 'A'.repeat(32) }],
	strike_pardons_reason_length: [{ reason: 'x' }, { reason: 'x'.repeat(501) }],
	bookings_purpose_length: [{ purpose: 'x' }, { purpose: 'x'.repeat(201) }],
	bookings_note_length: [{ note: '' }, { note: 'x'.repeat(2001) }],
	bookings_public_title_line: [{ public_title: 'x' }, { public_title: 'a\nb' }],
	bookings_attendees_range: [{ attendees: 0 }, { attendees: 10_001 }],
	bookings_status_known: [{ status: 'lost' }],
	bookings_pending_has_hold: [{ status: 'pending' }, { status: 'offered' }],
	bookings_during_bounded: [
		{ during: 'empty' },
		{ during: '[2031-01-01,)' },
		{ during: '(,2031-01-01)' },
		{ during: '[2031-01-01,2031-01-02]' }
	],
	booking_series_purpose_length: [{ purpose: 'x' }, { purpose: 'x'.repeat(201) }],
	booking_series_attendees_range: [{ attendees: 0 }, { attendees: 10_001 }],
	series_skipped_reason_code: [{ reason: 'No.' }, { reason: 'because' }],
	resources_days_range: [{ min_days: 0 }, { max_days: 366 }, { min_days: 9, max_days: 8 }],
	resources_term_range: [{ max_months: 13 }, { renewal_days: -1 }, { grace_days: 61 }],
	notifications_kind_known: [{ kind: 'gossip' }],
	unit_secrets_code_line: [{ code: '' }, { code: 'a\nb' }, { code: 'x'.repeat(61) }],
	resources_deposit_note_localized: [{ deposit_note: {} }],
	handovers_note_out_length: [{ note_out: '' }, { note_out: 'x'.repeat(501) }],
	handovers_note_back_length: [{ note_back: '' }, { note_back: 'x'.repeat(501) }],
	handovers_returned_later: [{ returned_at: '2001-01-01 10:00+00' }],
	booking_questions_question_length: [{ question: 'x' }, { question: 'x'.repeat(501) }],
	booking_questions_answer_length: [
		{ answer: '', answered_at: '2031-01-01 10:00+00' },
		{ answer: 'x'.repeat(1001), answered_at: '2031-01-01 10:00+00' }
	],
	booking_questions_answer_has_time: [{ answer: 'Tak.' }, { answered_at: '2031-01-01 10:00+00' }],
	booking_walk_ins_name_line: [{ name: 'X' }, { name: 'a\nb' }, { name: 'x'.repeat(81) }],
	booking_walk_ins_phone_shape: [{ phone: 'nie ma' }, { phone: '12' }],
	booking_resources_quantity_range: [{ quantity: 0 }, { quantity: 101 }],
	allocations_blocked_covers: [
		{ blocked: '["2031-01-01 10:00+00","2031-01-01 10:30+00")' },
		{ blocked: '["2031-01-01 09:00+00","2031-01-01 11:00+00")' }
	],
	audit_log_action_known: [{ action: 'truncate' }]
};

/** Rules that need two rows to be broken have tests of their own below. */
const apart = [
	'allocations_no_overlap',
	'quotas_scope_key',
	'resource_secrets_token_key',
	'units_label_key'
];

/** Tries to write a row, and takes it back. */
async function write(table: string, row: Row): Promise<void> {
	const values = Object.fromEntries(
		Object.entries(row).map(([column, value]) => {
			if (typeof value === 'function') return [column, value()];
			return [column, typeof value === 'object' ? sql.json(value) : (value ?? null)];
		})
	);
	const id = randomUUID();
	const rollback = new Error('rolled back');
	await sql
		.begin(async (transaction) => {
			if (table === 'profiles') {
				// The account makes the profile; the values come as a change of it, without the trigger.
				await transaction`insert into auth.users (id) values (${id})`;
				await transaction`alter table public.profiles disable trigger check_profile`;
				await transaction`update public.profiles set ${transaction(values)} where id = ${id}`;
			} else {
				await transaction`insert into ${transaction(`public.${table}`)} ${transaction(values)}`;
			}
			throw rollback;
		})
		.catch((error: unknown) => {
			if (error !== rollback) throw error;
		});
}

const tableOf = (constraint: string): string => {
	const names = Object.keys(good).filter((table) => constraint.startsWith(`${table}_`));
	return names.sort((one, other) => other.length - one.length)[0] ?? '';
};

describe('a good row is taken', () => {
	test.each(Object.keys(good))('%s', async (table) => {
		await write(table, good[table]?.() ?? {});
	});
});

describe('a broken one is not', () => {
	test.each(Object.keys(broken))('%s', async (constraint) => {
		const table = tableOf(constraint);

		for (const change of broken[constraint] ?? []) {
			await expect(
				write(table, { ...good[table]?.(), ...change }),
				JSON.stringify(change)
			).rejects.toMatchObject({ constraint_name: constraint });
		}
	});

	test('and there is an example for every rule', async () => {
		const rows = await sql<{ name: string }[]>`
			select conname as name from pg_constraint
			where connamespace = 'public'::regnamespace and contype in ('c', 'u', 'x')`;

		const names = rows.map((row) => row.name).sort();

		expect([...Object.keys(broken), ...apart].sort()).toEqual(names);
	});
});

test('two active holds of one unit never overlap, whoever writes them', async () => {
	const hold = { ...good['allocations']?.() };
	const [booking] = await sql<{ id: string }[]>`
		insert into public.allocations ${sql(hold)} returning id`;

	await expect(write('allocations', hold)).rejects.toMatchObject({
		constraint_name: 'allocations_no_overlap'
	});
	await write('allocations', { ...hold, active: false });
	await write('allocations', {
		...hold,
		during: '["2031-01-01 11:00+00","2031-01-01 12:00+00")',
		blocked: '["2031-01-01 11:00+00","2031-01-01 12:00+00")'
	});
	await sql`delete from public.allocations where id = ${booking?.id ?? ''}`;
});

test('two units of a centre have different labels', async () => {
	const [unit] = await sql<{ label: string }[]>`
		select label from public.units where id = ${world.room.units[0] ?? ''}`;

	await expect(
		write('units', { centre_id: world.here.id, label: unit?.label })
	).rejects.toMatchObject({ constraint_name: 'units_label_key' });
	await write('units', { centre_id: world.there.id, label: unit?.label });
});

test('two doors have different codes', async () => {
	const token = randomUUID().replaceAll('-', '');
	await sql`
		insert into public.resource_secrets (resource_id, centre_id, token)
		values (${world.pool.id}, ${world.here.id}, ${token})`;

	await expect(
		write('resource_secrets', { ...good['resource_secrets']?.(), token })
	).rejects.toMatchObject({ constraint_name: 'resource_secrets_token_key' });
});
