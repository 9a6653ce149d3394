-- Lockers for terms: from the first moment of a local day, for whole months of the centre's calendar.

alter table public.resources
  -- how long a term may be, how long before its end it may be renewed, and how long after its end its
  -- locker is kept until it is cleared
  add column max_months integer not null default 6,
  add column renewal_days integer not null default 30,
  add column grace_days integer not null default 7,
  add constraint resources_term_range check (
    max_months between 1 and 12 and renewal_days between 0 and 90 and grace_days between 0 and 60
  );

create table public.unit_secrets (
  unit_id uuid primary key references public.units (id) on delete cascade,
  centre_id uuid not null references public.centres (id) on delete cascade,
  code text not null,
  changed_at timestamptz not null default now(),
  changed_by uuid references public.profiles (id) on delete set null,
  constraint unit_secrets_code_line check (private.is_line(code, 1, 60))
);
comment on table public.unit_secrets is
  'The code of a locker, for its holder while the term runs and for staff; nothing else may repeat it.';
create index unit_secrets_centre on public.unit_secrets (centre_id);
create index unit_secrets_changed_by on public.unit_secrets (changed_by);

-- Lockers whose term of mine, or of an organisation that I book for, runs at this moment.
create function private.my_lockers() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select a.unit_id
  from public.allocations as a
  join public.bookings as b on b.id = a.booking_id
  join public.resources as r on r.id = a.resource_id and r.kind = 'locker'
  where a.active and a.during @> now()
    and b.status in ('confirmed', 'handed_over')
    and (
      b.requested_by = (select auth.uid()) and b.organisation_id is null
      or b.organisation_id in (select private.my_organisations())
    )
$$;

alter table public.unit_secrets enable row level security;
create policy unit_secrets_read on public.unit_secrets for select to authenticated
  using (
    unit_id in (select private.my_lockers())
    or centre_id in (select private.my_centres())
  );
grant select on public.unit_secrets to authenticated;
-- Not granted: any write. Codes are set by staff, through set_locker_code.

-- That a code was changed is kept, and by whom; what it was or is, never.
create function private.audit_secret() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_row jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  insert into public.audit_log (actor, centre_id, entity, entity_id, action, reason)
  values (
    auth.uid(), (v_row ->> 'centre_id')::uuid, 'unit_secrets', v_row ->> 'unit_id', lower(tg_op),
    nullif(current_setting('mam.reason', true), '')
  );
  return null;
end
$$;
create trigger audit_secret after insert or update or delete on public.unit_secrets
  for each row execute function private.audit_secret();

-- The period of a term: whole local days, the last one included.
create function private.term(p_zone text, p_from date, p_months integer) returns tstzrange
language sql immutable set search_path = '' as $$
  select tstzrange(
    p_from::timestamp at time zone p_zone,
    (p_from + make_interval(months => p_months))::timestamp at time zone p_zone
  )
$$;

-- Lockers of a size that nobody has, will have, or has not cleared yet. Somebody's locker cannot be
-- booked for the time after them: whoever has it may renew first.
create function private.free_lockers(p_resource uuid) returns table (unit_id uuid)
language sql stable set search_path = '' as $$
  select u.unit_id
  from private.units_of(p_resource) as u
  where not exists (
    select from public.allocations as a
    where a.unit_id = u.unit_id and a.active and upper(a.blocked) > now()
  )
$$;

-- Months of a term among the arguments.
create function private.read_months(p_args jsonb, p_most integer) returns integer
language plpgsql immutable set search_path = '' as $$
declare
  v_months integer := (p_args ->> 'months')::integer;
begin
  if v_months is null or v_months < 1 then
    perform private.refuse('request.invalid', '{"field": "months"}');
  elsif v_months > p_most then
    perform private.refuse('locker.term_too_long', jsonb_build_object('months', p_most));
  end if;
  return v_months;
end
$$;

-- Holds a locker for a term, and keeps it for the days of grace after it.
create function private.hold_locker(
  p_booking uuid, p_resource public.resources, p_unit uuid, p_term tstzrange
) returns void
language sql volatile set search_path = '' as $$
  insert into public.allocations (booking_id, resource_id, unit_id, during, blocked)
  values (
    p_booking, p_resource.id, p_unit, p_term,
    tstzrange(lower(p_term), upper(p_term) + make_interval(days => p_resource.grace_days))
  )
$$;

create function private.request_locker(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_resource public.resources;
  v_centre public.centres;
  v_booking public.bookings;
  v_from date := (p_args ->> 'from')::date;
  v_months integer;
  v_wish uuid := (p_args ->> 'unit')::uuid;
  v_unit uuid;
  v_is_staff boolean;
  v_trusted boolean;
begin
  select * into v_resource from public.resources as r
  where r.id = (p_args ->> 'resource')::uuid and r.active and r.kind = 'locker';
  if v_resource.id is null then
    perform private.refuse('resource.unknown');
  end if;
  select * into v_centre from public.centres as c where c.id = v_resource.centre_id;
  v_months := private.read_months(p_args, v_resource.max_months);
  if v_from is null or not isfinite(v_from) then
    perform private.refuse('request.invalid', '{"field": "from"}');
  elsif v_from < private.today(v_centre.time_zone) then
    perform private.refuse('booking.in_the_past');
  elsif v_from > private.today(v_centre.time_zone) + v_resource.horizon_days then
    perform private.refuse('booking.too_far', jsonb_build_object(
      'last_day', private.today(v_centre.time_zone) + v_resource.horizon_days
    ));
  elsif v_wish is not null and not exists (
    select from public.resource_units as ru
    where ru.resource_id = v_resource.id and ru.unit_id = v_wish
  ) then
    perform private.refuse('request.invalid', '{"field": "unit"}');
  end if;
  v_booking.id := gen_random_uuid();
  v_booking.centre_id := v_centre.id;
  v_booking.requested_by := p_person;
  v_booking.organisation_id := (p_args ->> 'organisation')::uuid;
  v_booking.during := private.term(v_centre.time_zone, v_from, v_months);
  v_booking.purpose := btrim(p_args ->> 'purpose');
  v_booking.note := nullif(btrim(p_args ->> 'note'), '');
  v_booking.attendees := 1;
  v_booking.title_public := false;
  perform private.check_words(v_booking);
  perform private.check_person(p_person, v_centre.id, v_booking.organisation_id);
  perform private.check_open_to(v_resource, p_person, v_booking.organisation_id);
  if (p_args ->> 'rules_version')::integer is distinct from v_centre.rules_version then
    perform private.refuse('booking.rules_not_accepted', jsonb_build_object('version', v_centre.rules_version));
  elsif v_resource.statement is not null
    and not coalesce((p_args ->> 'statement_accepted')::boolean, false)
  then
    perform private.refuse('booking.statement_not_accepted', jsonb_build_object('resource', v_resource.id));
  end if;

  perform private.lock_claims(array[v_resource.id], p_person, v_booking.organisation_id);
  perform private.expire_holds(array[v_resource.id]);
  v_is_staff := private.is_staff(p_person, v_centre.id);
  -- one locker is enough for one person, and for one organisation
  if not v_is_staff and exists (
    select from public.bookings as b
    join public.allocations as a on a.booking_id = b.id and a.active and upper(a.during) > now()
    join public.resources as r on r.id = a.resource_id and r.kind = 'locker'
    where b.centre_id = v_centre.id and case when v_booking.organisation_id is null
      then b.requested_by = p_person and b.organisation_id is null
      else b.organisation_id = v_booking.organisation_id end
  ) then
    perform private.refuse('locker.one_each');
  end if;
  select f.unit_id into v_unit from private.free_lockers(v_resource.id) as f
  where v_wish is null or f.unit_id = v_wish limit 1;
  if v_unit is null then
    perform private.refuse('locker.none_free', jsonb_build_object(
      'resource', v_resource.id,
      'free', (select count(*) from private.free_lockers(v_resource.id))
    ));
  end if;

  select o.trusted into v_trusted from public.organisations as o where o.id = v_booking.organisation_id;
  v_booking.status := case
    when not v_is_staff and (
      v_resource.approval = 'review'
      or v_resource.approval = 'auto_for_trusted' and v_trusted is not true
    ) then 'pending' else 'confirmed' end;
  -- a request made on the day itself is held for as long as any other
  v_booking.hold_until := case when v_booking.status = 'pending' then
    now() + private.minutes(v_centre.pending_hold_minutes)
  end;
  v_booking.rules_version := v_centre.rules_version;
  v_booking.version := 1;
  v_booking.created_at := now();
  insert into public.bookings values (v_booking.*);
  insert into public.booking_resources (booking_id, resource_id) values (v_booking.id, v_resource.id);
  perform private.hold_locker(v_booking.id, v_resource, v_unit, v_booking.during);
  return private.booking_json(v_booking.id) || jsonb_build_object('unit', v_unit);
end
$$;

-- The booking of a locker, locked; and its resource.
create function private.lock_term(
  p_person uuid, p_args jsonb, out booking public.bookings, out resource public.resources
)
language plpgsql volatile set search_path = '' as $$
begin
  booking := private.lock_booking(p_person, p_args);
  select r.* into resource
  from public.booking_resources as br
  join public.resources as r on r.id = br.resource_id and r.kind = 'locker'
  where br.booking_id = (booking).id;
  if (resource).id is null then
    perform private.refuse('request.invalid', '{"field": "booking"}');
  end if;
end
$$;

-- The holder goes on where the term ends, from some days before its end to the last day of grace;
-- nobody else can have the locker until then.
create function private.renew_term(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_term record := private.lock_term(p_person, p_args);
  v_booking public.bookings := v_term.booking;
  v_resource public.resources := v_term.resource;
  v_zone text := (select c.time_zone from public.centres as c where c.id = v_booking.centre_id);
  v_months integer := private.read_months(p_args, v_resource.max_months);
  v_end timestamptz := upper(v_booking.during);
  v_opens timestamptz := v_end - make_interval(days => v_resource.renewal_days);
  v_during tstzrange;
begin
  if v_booking.status <> 'confirmed' then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif now() < v_opens then
    perform private.refuse('locker.renewal_not_open', jsonb_build_object('from', private.iso(v_opens)));
  elsif now() >= v_end + make_interval(days => v_resource.grace_days) then
    perform private.refuse('locker.term_over', jsonb_build_object('until', private.iso(v_end)));
  end if;
  perform private.check_person(p_person, v_booking.centre_id, null);
  v_during := tstzrange(
    lower(v_booking.during),
    upper(private.term(v_zone, (v_end at time zone v_zone)::date, v_months))
  );
  update public.bookings set during = v_during, version = version + 1 where id = v_booking.id;
  update public.allocations
  set during = v_during,
    blocked = tstzrange(lower(v_during), upper(v_during) + make_interval(days => v_resource.grace_days))
  where booking_id = v_booking.id and active;
  return private.booking_json(v_booking.id);
end
$$;

-- Staff have emptied the locker, or got it back early: it is free at once, and its code is forgotten.
create function private.clear_locker(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_term record := private.lock_term(p_person, p_args);
  v_booking public.bookings := v_term.booking;
  v_note text := private.read_note(p_args);
begin
  if not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('auth.forbidden');
  elsif v_booking.status <> 'confirmed' then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  end if;
  perform set_config('mam.reason', coalesce(v_note, ''), true);
  delete from public.unit_secrets as s
  using public.allocations as a
  where a.booking_id = v_booking.id and a.unit_id = s.unit_id and a.active;
  update public.bookings set status = 'completed', version = version + 1 where id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

create function private.set_locker_code(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_unit public.units;
  v_code text := btrim(p_args ->> 'code');
begin
  select u.* into v_unit
  from public.units as u
  join public.resource_units as ru on ru.unit_id = u.id
  join public.resources as r on r.id = ru.resource_id and r.kind = 'locker'
  where u.id = (p_args ->> 'unit')::uuid limit 1;
  if v_unit.id is null or not private.is_staff(p_person, v_unit.centre_id) then
    perform private.refuse('auth.forbidden');
  elsif v_code is null or not private.is_line(v_code, 1, 60) then
    perform private.refuse('request.invalid', '{"field": "code"}');
  end if;
  insert into public.unit_secrets (unit_id, centre_id, code, changed_by)
  values (v_unit.id, v_unit.centre_id, v_code, p_person)
  on conflict (unit_id) do update
  set code = excluded.code, changed_at = now(), changed_by = excluded.changed_by;
  return jsonb_build_object('unit', v_unit.id);
end
$$;

-- A locker of a cancelled term that is taken back is kept for its days of grace again, and nobody's
-- locker is ever moved to make room.
create or replace function private.allocate(p_booking uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_need record;
  v_resource public.resources;
  v_unit uuid;
begin
  for v_need in
    select b.during, br.resource_id, br.quantity, r.take, r.kind
    from public.bookings as b
    join public.booking_resources as br on br.booking_id = b.id
    join public.resources as r on r.id = br.resource_id
    where b.id = p_booking
    order by r.take, br.resource_id
  loop
    if v_need.kind = 'locker' then
      select * into v_resource from public.resources as r where r.id = v_need.resource_id;
      select f.unit_id into v_unit from private.free_lockers(v_need.resource_id) as f limit 1;
      if v_unit is null then
        perform private.refuse('locker.none_free', jsonb_build_object('resource', v_need.resource_id, 'free', 0));
      end if;
      perform private.hold_locker(p_booking, v_resource, v_unit, v_need.during);
    elsif v_need.take = 'all' then
      perform private.take_all(p_booking, v_need.resource_id, v_need.during);
    else
      perform private.take_any(p_booking, v_need.resource_id, v_need.quantity, v_need.during);
    end if;
  end loop;
end
$$;

-- Lockers of a centre with their state, for everybody: free, taken or out of service, and nobody's
-- name. Definer, because callers may not read allocations of others.
create function private.locker_is_taken(p_unit uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.allocations as a
    join public.bookings as b on b.id = a.booking_id
    where a.unit_id = p_unit and a.active and upper(a.blocked) > now()
      and private.effective_status(b.status, b.hold_until) <> 'expired'
  )
$$;

create function public.locker_plan(p_centre text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_centre public.centres;
begin
  select * into v_centre from public.centres as c where c.slug = p_centre;
  if v_centre.id is null then
    perform private.refuse('centre.unknown');
  end if;
  return jsonb_build_object(
    'today', private.today(v_centre.time_zone),
    'sizes', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'id', r.id, 'slug', r.slug, 'name', r.name, 'description', r.description,
            'max_months', r.max_months, 'open_to', r.open_to, 'statement', r.statement,
            'last_day', private.today(v_centre.time_zone) + r.horizon_days,
            'lockers', (
              select coalesce(
                jsonb_agg(
                  jsonb_build_object('id', u.id, 'label', u.label, 'state', case
                    when not u.in_service then 'out_of_service'
                    when private.locker_is_taken(u.id) then 'taken'
                    else 'free'
                  end)
                  order by length(u.label), u.label
                ),
                '[]'
              )
              from public.resource_units as ru
              join public.units as u on u.id = ru.unit_id
              where ru.resource_id = r.id
            )
          )
          order by r.position, r.slug
        ),
        '[]'
      )
      from public.resources as r
      where r.centre_id = v_centre.id and r.active and r.kind = 'locker'
    )
  );
end
$$;
comment on function public.locker_plan is
  'The lockers of a centre by size, and which are free, for everybody.';

-- What the app calls.

create function public.request_locker(
  p_key uuid, p_resource uuid, p_from date, p_months integer, p_purpose text, p_rules_version integer,
  p_unit uuid default null, p_organisation uuid default null, p_note text default null,
  p_statement_accepted boolean default false
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'request_locker', jsonb_build_object(
    'resource', p_resource, 'from', p_from, 'months', p_months, 'purpose', p_purpose,
    'rules_version', p_rules_version, 'unit', p_unit, 'organisation', p_organisation,
    'note', p_note, 'statement_accepted', p_statement_accepted
  ))
$$;
comment on function public.request_locker is
  'Asks for a locker of a size for months from a day on: p_unit, or any that is free.';

create function public.renew_term(p_key uuid, p_booking uuid, p_version integer, p_months integer)
returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'renew_term', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'months', p_months
  ))
$$;
comment on function public.renew_term is 'The holder of a locker goes on for months after the end of the term.';

create function public.clear_locker(p_key uuid, p_booking uuid, p_version integer, p_note text default null)
returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'clear_locker', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'note', p_note
  ))
$$;
comment on function public.clear_locker is 'Staff end a term whose locker is empty; its code is forgotten.';

create function public.set_locker_code(p_key uuid, p_unit uuid, p_code text) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'set_locker_code', jsonb_build_object('unit', p_unit, 'code', p_code))
$$;
comment on function public.set_locker_code is 'Staff set the code of a locker.';

revoke execute on all functions in schema private from public;
grant execute on function private.locker_is_taken(uuid) to anon, authenticated;
grant execute on function private.my_lockers() to authenticated;
grant execute on function public.locker_plan(text) to anon, authenticated;
grant execute on function
  public.request_locker(uuid, uuid, date, integer, text, integer, uuid, uuid, text, boolean),
  public.renew_term(uuid, uuid, integer, integer),
  public.clear_locker(uuid, uuid, integer, text),
  public.set_locker_code(uuid, uuid, text)
to authenticated;
