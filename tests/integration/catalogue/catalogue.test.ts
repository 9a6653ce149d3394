import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';

/** The rows of a query that looks for what must not be, as one line each. */
async function lines(query: Promise<Iterable<{ line: string }>>): Promise<string[]> {
	return [...(await query)].map((row) => row.line);
}

describe('every table that the API serves', () => {
	test('has row level security', async () => {
		const open = await lines(sql<{ line: string }[]>`
			select relname as line from pg_class
			where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`);

		expect(open).toEqual([]);
	});

	test('has a sentence that says what it is, like every view and every function', async () => {
		const silent = await lines(sql<{ line: string }[]>`
			select relname as line from pg_class
			where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
				and coalesce(obj_description(oid, 'pg_class'), '') !~ '^[A-Z].*[.]$'
			union all
			select proname from pg_proc
			where pronamespace = 'public'::regnamespace
				and coalesce(obj_description(oid, 'pg_proc'), '') !~ '^[A-Z].*[.]$'`);

		expect(silent).toEqual([]);
	});

	test('names its constraints after itself', async () => {
		const unnamed = await lines(sql<{ line: string }[]>`
			select conrelid::regclass || ': ' || conname as line from pg_constraint
			where connamespace in ('public'::regnamespace, 'private'::regnamespace)
				and contype in ('c', 'u', 'x', 'f', 'p')
				and not starts_with(conname, (select relname from pg_class where oid = conrelid) || '_')`);

		expect(unnamed).toEqual([]);
	});

	test('has an index for every foreign key, and says what happens on delete', async () => {
		const unindexed = await lines(sql<{ line: string }[]>`
			select conrelid::regclass || ': ' || conname as line
			from pg_constraint as c
			where contype = 'f' and connamespace in ('public'::regnamespace, 'private'::regnamespace)
				and not exists (
					select from pg_index as i
					where i.indrelid = c.conrelid and i.indpred is null
						and (i.indkey::int2[])[0:array_length(c.conkey, 1) - 1] @> c.conkey
				)`);
		const silent = await lines(sql<{ line: string }[]>`
			select conrelid::regclass || ': ' || conname as line from pg_constraint
			where contype = 'f' and connamespace in ('public'::regnamespace, 'private'::regnamespace)
				and confdeltype = 'a'`);

		expect(unindexed).toEqual([]);
		expect(silent).toEqual([]);
	});

	test('keeps instants with their zone', async () => {
		const zoneless = await lines(sql<{ line: string }[]>`
			select table_name || '.' || column_name as line from information_schema.columns
			where table_schema in ('public', 'private')
				and (data_type = 'timestamp without time zone' or udt_name = 'tsrange')`);

		expect(zoneless).toEqual([]);
	});
});

describe('views', () => {
	test('act with the rights of who asks', async () => {
		const definers = await lines(sql<{ line: string }[]>`
			select relname as line from pg_class
			where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
				and not coalesce(reloptions @> '{security_invoker=true}', false)`);

		expect(definers).toEqual([]);
	});
});

describe('policies', () => {
	test('are one for each command and role, for named roles', async () => {
		const doubled = await lines(sql<{ line: string }[]>`
			select tablename || ' ' || cmd || ' ' || role as line
			from pg_policies cross join lateral unnest(roles) as role
			where schemaname = 'public'
			group by tablename, cmd, role having count(*) > 1`);
		const loose = await lines(sql<{ line: string }[]>`
			select tablename || ': ' || policyname as line from pg_policies
			where schemaname = 'public'
				and (cmd = 'ALL' or 'public' = any (roles) or permissive <> 'PERMISSIVE')`);

		expect(doubled).toEqual([]);
		expect(loose).toEqual([]);
	});

	test('are these, and no others', async () => {
		const all = await lines(sql<{ line: string }[]>`
			select tablename || ': ' || lower(cmd) || ' to ' || array_to_string(roles, ', ') as line
			from pg_policies where schemaname = 'public' order by line`);

		expect(all).toEqual([
			'allocations: select to authenticated',
			'audit_log: select to authenticated',
			'booking_questions: select to authenticated',
			'booking_resources: select to authenticated',
			'booking_series: select to authenticated',
			'booking_walk_ins: select to authenticated',
			'bookings: select to authenticated',
			'centre_people: select to authenticated',
			'centres: select to anon, authenticated',
			'closures: select to anon, authenticated',
			'handovers: select to authenticated',
			'notifications: select to authenticated',
			'notifications: update to authenticated',
			'opening_hours: select to anon, authenticated',
			'organisation_centres: select to anon, authenticated',
			'organisation_members: select to authenticated',
			'organisations: select to anon, authenticated',
			'profiles: select to authenticated',
			'profiles: update to authenticated',
			'quotas: select to anon, authenticated',
			'resource_rules: select to anon, authenticated',
			'resource_secrets: select to authenticated',
			'resource_units: select to anon, authenticated',
			'resources: select to anon',
			'resources: select to authenticated',
			'series_skipped: select to authenticated',
			'slot_watches: select to authenticated',
			'strike_pardons: select to authenticated',
			'unit_secrets: select to authenticated',
			'units: select to anon, authenticated'
		]);
	});

	test('let everybody read only what hangs on the door', async () => {
		const open = await lines(sql<{ line: string }[]>`
			select tablename as line from pg_policies
			where schemaname = 'public' and (qual = 'true' or with_check = 'true')
			order by tablename`);

		expect(open).toEqual([
			'centres',
			'closures',
			'opening_hours',
			'organisation_centres',
			'organisations',
			'quotas',
			'resource_rules',
			'resource_units',
			'units'
		]);
	});

	test('ask once who the caller is, and never what a token says about them', async () => {
		const slow = await lines(sql<{ line: string }[]>`
			select tablename || ': ' || policyname as line from pg_policies
			where schemaname = 'public'
				and (
					regexp_replace(coalesce(qual, '') || coalesce(with_check, ''), '\\( SELECT auth\\.uid\\(\\)', '', 'g')
						~ 'auth\\.'
					or coalesce(qual, '') || coalesce(with_check, '') ~ 'metadata|jwt'
				)`);

		expect(slow).toEqual([]);
	});
});

describe('functions', () => {
	test('have a fixed, empty search path', async () => {
		const loose = await lines(sql<{ line: string }[]>`
			select oid::regprocedure::text as line from pg_proc
			where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
				and not coalesce('search_path=""' = any (proconfig), false)`);

		expect(loose).toEqual([]);
	});

	test('with the rights of their owner are these, and none of them is served', async () => {
		const definers = await lines(sql<{ line: string }[]>`
			select pronamespace::regnamespace || '.' || proname as line from pg_proc
			where prosecdef and pronamespace in ('public'::regnamespace, 'private'::regnamespace)
			order by line`);

		expect(definers).toEqual([
			'private.announce_schedule',
			'private.answer_once',
			'private.archived_resource',
			'private.ask_check_in',
			'private.audit_secret',
			'private.change_undo_until',
			'private.claim_mails',
			'private.count_requests',
			'private.create_profile',
			'private.find_people',
			'private.follow_offer',
			'private.free_parts',
			'private.hand_on_freed',
			'private.is_available',
			'private.is_overdue',
			'private.keep_hold',
			'private.kind_of',
			'private.late_before',
			'private.lent_periods',
			'private.locker_is_taken',
			'private.my_archived_resources',
			'private.my_centres',
			'private.my_coordinated_centres',
			'private.my_lockers',
			'private.my_organisations',
			'private.my_quota',
			'private.outside_rules',
			'private.preview_series',
			'private.preview_series_change',
			'private.release_units',
			'private.run_due_jobs',
			'private.schedule_entries',
			'private.settle_mail',
			'private.staff_name',
			'private.tell_of_booking',
			'private.watch_place',
			'private.write_audit'
		]);
	});

	async function executable(role: string, schema: string): Promise<string[]> {
		return lines(sql<{ line: string }[]>`
			select proname as line from pg_proc
			where pronamespace = ${schema}::regnamespace and has_function_privilege(${role}, oid, 'execute')
			order by proname`);
	}

	test('of the API: five for everybody, the rest for people', async () => {
		expect(await executable('anon', 'public')).toEqual([
			'archived_resource',
			'centre_schedule',
			'find_slots',
			'loan_calendar',
			'locker_plan'
		]);
		expect(await executable('authenticated', 'public')).toEqual([
			'accept_offer',
			'answer_question',
			'archive_resource',
			'archived_resource',
			'ask_about_booking',
			'booking_story',
			'cancel_booking',
			'cancel_series',
			'centre_schedule',
			'centre_standings',
			'change_series',
			'check_in',
			'check_in_at_door',
			'clear_locker',
			'competing_requests',
			'count_strike',
			'create_closure',
			'decide_booking',
			'decide_bookings',
			'declare_age',
			'decline_offer',
			'extend_loan',
			'find_people',
			'find_slots',
			'finish_booking',
			'forgive_strike',
			'get_series',
			'hand_over',
			'link_walk_in',
			'list_closures',
			'loan_calendar',
			'locker_plan',
			'my_quota',
			'my_standing',
			'outside_rules',
			'preview_closure',
			'preview_series',
			'preview_series_change',
			'rebook_skipped',
			'remove_closure',
			'rename_booking',
			'renew_door_code',
			'renew_term',
			'request_booking',
			'request_facts',
			'request_locker',
			'request_series',
			'reschedule_booking',
			'restore_booking',
			'restore_series',
			'return_locker',
			'rewatch_slot',
			'set_locker_code',
			'take_back',
			'unarchive_resource',
			'undo_check_in',
			'undo_decision',
			'undo_series_change',
			'unwatch_slot',
			'watch_slot'
		]);
		expect(await executable('service_role', 'public')).toEqual([]);
	});

	test('behind the API: what these need, and nothing that writes but the one door', async () => {
		const forEverybody = [
			'add_working_days',
			'archived_resource',
			'closes',
			'day_range',
			'easter_sunday',
			'first_day',
			'hours',
			'in_season',
			'is_available',
			'is_closed_all_day',
			'is_overdue',
			'iso',
			'kind_of',
			'kinds',
			'lent_periods',
			'locker_is_taken',
			'minutes',
			'monday_of',
			'open_times',
			'open_times_json',
			'possible_starts',
			'public_holidays',
			'read_needs',
			'read_period',
			'refuse',
			'rules_by_kind',
			'rules_for',
			'rules_json',
			'schedule_days',
			'schedule_entries',
			'schedule_resources',
			'today',
			'with_rules'
		];
		const forPeople = [
			'answer_once',
			'blocked',
			'bookings_in',
			'cancel_until',
			'centre_called',
			'change_undo_until',
			'check_centre_staff',
			'closed_resources',
			'closure_period',
			'count_requests',
			'effective_status',
			'find_people',
			'free_parts',
			'history_of',
			'is_free_again',
			'is_line',
			'is_moved',
			'is_unheld',
			'is_waiting',
			'late_before',
			'limited_until',
			'met_booking_json',
			'my_archived_resources',
			'my_centres',
			'my_coordinated_centres',
			'my_lockers',
			'my_organisations',
			// writes, and takes back what it wrote,
			'my_quota',
			'needs_of',
			'outside_rules',
			'preview_series',
			'preview_series_change',
			'question_json',
			'requests_for',
			'rivals_of',
			'rooms_instead',
			'rule_period',
			'sorted_needs',
			'staff_name',
			'standing_json',
			'strikes',
			'strikes_json',
			'subtract_working_days',
			'watch_place'
		];

		expect(await executable('anon', 'private')).toEqual(forEverybody);
		expect(await executable('authenticated', 'private')).toEqual(
			[...forEverybody, ...forPeople].sort()
		);
		const forTheWorker = ['claim_mails', 'run_due_jobs', 'settle_mail'];
		expect(await executable('service_role', 'private')).toEqual(forTheWorker);
		expect(await executable('web', 'private')).toEqual(forTheWorker);
	});
});

test('the rights on tables and columns are exactly these', async () => {
	const rights = await lines(sql<{ line: string }[]>`
		with held as (
			select c.relname, null as column, x.grantee, x.privilege_type
			from pg_class as c cross join lateral aclexplode(c.relacl) as x
			where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
				and x.grantee <> c.relowner
			union all
			select c.relname, a.attname, x.grantee, x.privilege_type
			from pg_attribute as a
			join pg_class as c on c.oid = a.attrelid
			cross join lateral aclexplode(a.attacl) as x
			where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
		)
		select lower(privilege_type) || ' on ' || relname
			|| coalesce(' (' || string_agg(held.column, ', ' order by held.column) || ')', '')
			|| ' to ' || coalesce(nullif(grantee, 0)::regrole::text, 'public') as line
		from held
		group by relname, grantee, privilege_type
		order by line`);

	const unitColumns =
		'centre_id, cleanup_minutes, id, in_service, label, setup_minutes, turnaround_minutes';
	expect(rights).toEqual([
		'select on allocations to authenticated',
		'select on audit_log to authenticated',
		'select on booking_questions to authenticated',
		'select on booking_resources to authenticated',
		'select on booking_series to authenticated',
		'select on booking_walk_ins to authenticated',
		'select on bookings to authenticated',
		'select on centre_people to authenticated',
		'select on centres to anon',
		'select on centres to authenticated',
		'select on closures to anon',
		'select on closures to authenticated',
		'select on handovers to authenticated',
		'select on loans to authenticated',
		'select on my_bookings to authenticated',
		'select on my_watches to authenticated',
		'select on notifications to authenticated',
		'select on opening_hours to anon',
		'select on opening_hours to authenticated',
		'select on organisation_centres to anon',
		'select on organisation_centres to authenticated',
		'select on organisation_members to authenticated',
		'select on organisations to anon',
		'select on organisations to authenticated',
		'select on profiles to authenticated',
		'select on quotas to anon',
		'select on quotas to authenticated',
		'select on resource_rules to anon',
		'select on resource_rules to authenticated',
		'select on resource_secrets to authenticated',
		'select on resource_units to anon',
		'select on resource_units to authenticated',
		'select on resources to anon',
		'select on resources to authenticated',
		'select on series_skipped to authenticated',
		'select on slot_watches to authenticated',
		'select on strike_pardons to authenticated',
		'select on unit_secrets to authenticated',
		`select on units (${unitColumns}) to anon`,
		`select on units (${unitColumns}) to authenticated`,
		'update on notifications (read_at) to authenticated',
		'update on profiles (display_name, locale, mails, phone) to authenticated'
	]);
});

test('what is made later is open to nobody by default', async () => {
	const table = await sql.begin(async (transaction) => {
		await transaction`create table public.later (id int)`;
		await transaction`create function public.later() returns int language sql as 'select 1'`;
		const [row] = await transaction<{ rights: boolean[] }[]>`
			select array[
				has_table_privilege('anon', 'public.later', 'select, insert, update, delete'),
				has_table_privilege('authenticated', 'public.later', 'select, insert, update, delete'),
				has_function_privilege('anon', 'public.later()', 'execute'),
				has_function_privilege('authenticated', 'public.later()', 'execute')
			] as rights`;
		await transaction`drop function public.later()`;
		await transaction`drop table public.later`;
		return row?.rights;
	});

	expect(table).toEqual([false, false, false, false]);
});
