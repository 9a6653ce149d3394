-- What books asks the rules for everything that is wanted together, quantities included.

create or replace function private.request_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings;
  v_centre public.centres;
  v_resources uuid[] := array(
    select n.resource_id from private.read_needs(p_args -> 'resources') as n
  );
  v_is_staff boolean;
  v_for_another boolean;
begin
  v_booking.id := gen_random_uuid();
  v_booking.organisation_id := (p_args ->> 'organisation')::uuid;
  v_booking.during := private.read_wish(
    v_resources, (p_args ->> 'starts')::timestamptz, (p_args ->> 'ends')::timestamptz
  );
  v_booking.purpose := btrim(p_args ->> 'purpose');
  v_booking.note := nullif(btrim(p_args ->> 'note'), '');
  v_booking.public_title := nullif(btrim(p_args ->> 'public_title'), '');
  v_booking.attendees := (p_args ->> 'attendees')::integer;
  v_booking.for_minors := (p_args ->> 'for_minors')::boolean;
  v_booking.override_reason := nullif(btrim(p_args ->> 'override_reason'), '');
  perform private.check_words(v_booking);

  select r.centre_id into v_booking.centre_id from private.wanted_resources(v_resources) as r limit 1;
  select * into v_centre from public.centres as c where c.id = v_booking.centre_id;
  v_is_staff := private.is_staff(p_person, v_centre.id);
  v_booking.requested_by := private.read_requester(p_person, p_args, v_centre.id);
  v_for_another := v_booking.requested_by is distinct from p_person;
  perform private.check_person(
    v_booking.requested_by, v_centre.id,
    -- staff book for any organisation, whoever stands at the counter for it
    case when not v_for_another then v_booking.organisation_id end
  );
  if v_booking.override_reason is not null and not v_is_staff then
    perform private.refuse('auth.forbidden');
  elsif v_for_another and v_booking.organisation_id is not null and not exists (
    select from public.organisations as o where o.id = v_booking.organisation_id
  ) then
    perform private.refuse('request.invalid', '{"field": "organisation"}');
  elsif (p_args ->> 'rules_version')::integer is distinct from v_centre.rules_version then
    perform private.refuse('booking.rules_not_accepted', jsonb_build_object('version', v_centre.rules_version));
  elsif lower(v_booking.during) < now() and v_booking.override_reason is null then
    perform private.refuse('booking.in_the_past');
  end if;
  v_booking.rules_version := v_centre.rules_version;

  perform private.lock_claims(v_resources, v_booking.requested_by, v_booking.organisation_id);
  perform private.expire_holds(v_resources);
  perform private.check_rules(
    v_booking, v_centre.time_zone, p_args -> 'resources',
    case when (p_args ->> 'statement_accepted')::boolean then v_resources end
  );

  v_booking.status := case
    when not v_is_staff and private.awaits_review(v_booking, v_resources)
    then 'pending' else 'confirmed' end;
  v_booking.hold_until := case when v_booking.status = 'pending' then
    least(now() + private.minutes(v_centre.pending_hold_minutes), lower(v_booking.during))
  end;
  v_booking.title_public := v_is_staff or exists (
    select from public.organisations as o
    where o.id = v_booking.organisation_id and o.verified_at is not null
  );
  v_booking.version := 1;
  v_booking.created_at := now();
  perform set_config('mam.reason', coalesce(v_booking.override_reason, ''), true);

  insert into public.bookings values (v_booking.*);
  insert into public.booking_resources (booking_id, resource_id, quantity)
  select v_booking.id, n.resource_id, n.quantity from private.read_needs(p_args -> 'resources') as n;
  if jsonb_typeof(p_args -> 'walk_in') = 'object' then
    insert into public.booking_walk_ins (booking_id, centre_id, name, phone)
    values (
      v_booking.id, v_booking.centre_id, btrim(p_args #>> '{walk_in,name}'),
      nullif(btrim(p_args #>> '{walk_in,phone}'), '')
    );
  end if;
  perform private.allocate(v_booking.id);
  return private.booking_json(v_booking.id);
end
$$;

-- Moves a booking to another period, and to other resources where they are named. It is never in its
-- own way, neither in time nor in a quota, and a refusal leaves it as it was: what is taken away first
-- comes back with the transaction. What was confirmed waits again where the new place is reviewed.
create or replace function private.reschedule_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_wish public.bookings := v_booking;
  v_is_staff boolean := private.is_staff(p_person, v_booking.centre_id);
  v_until timestamptz := private.change_until(v_booking);
  v_before jsonb;
  v_after jsonb;
  v_centre public.centres;
  v_resources uuid[];
  v_review boolean;
begin
  v_wish.during := private.read_period((p_args ->> 'starts')::timestamptz, (p_args ->> 'ends')::timestamptz);
  v_wish.override_reason := nullif(btrim(p_args ->> 'override_reason'), '');
  if char_length(v_wish.override_reason) not between 3 and 500 then
    perform private.refuse('request.invalid', '{"field": "override_reason"}');
  elsif v_wish.override_reason is not null and not v_is_staff then
    perform private.refuse('auth.forbidden');
  elsif v_booking.status not in ('pending', 'confirmed') then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif now() >= v_until and not v_is_staff then
    perform private.refuse('booking.too_late_to_cancel', jsonb_build_object('until', private.iso(v_until)));
  elsif lower(v_wish.during) < now() and v_wish.override_reason is null then
    perform private.refuse('booking.in_the_past');
  end if;
  perform private.check_person(
    -- whoever moves it must act for the organisation now; who asked for it may have left it since
    case when v_is_staff then v_booking.requested_by else p_person end, v_booking.centre_id,
    case when not v_is_staff then v_booking.organisation_id end
  );

  v_before := private.needs_of(v_booking.id);
  v_after := case when jsonb_typeof(p_args -> 'resources') = 'null' then v_before else p_args -> 'resources' end;
  v_resources := array(select n.resource_id from private.read_needs(v_after) as n);
  if exists (
    select from private.wanted_resources(v_resources) as r where r.centre_id <> v_booking.centre_id
  ) then
    perform private.refuse('request.invalid', '{"field": "resources"}');
  end if;

  select * into v_centre from public.centres as c where c.id = v_booking.centre_id;
  delete from public.allocations where booking_id = v_booking.id;
  delete from public.booking_resources where booking_id = v_booking.id;
  perform private.check_rules(
    v_wish, v_centre.time_zone, v_after,
    case when (p_args ->> 'statement_accepted')::boolean then v_resources else
      -- accepted once for this booking
      array(select n.resource_id from private.read_needs(v_before) as n)
    end
  );

  v_review := not v_is_staff and private.awaits_review(v_wish, v_resources);
  perform set_config('mam.reason', coalesce(v_wish.override_reason, ''), true);
  insert into public.booking_resources (booking_id, resource_id, quantity)
  select v_booking.id, n.resource_id, n.quantity from private.read_needs(v_after) as n;
  update public.bookings as b set
    during = v_wish.during,
    -- what staff move stays as it was decided, or waiting
    status = case when v_review then 'pending' when v_is_staff then b.status else 'confirmed' end,
    hold_until = case
      when v_review then least(now() + private.minutes(v_centre.pending_hold_minutes), lower(v_wish.during))
      when v_is_staff and b.status = 'pending' then least(b.hold_until, lower(v_wish.during))
    end,
    decided_by = case when not v_review then b.decided_by end,
    decided_at = case when not v_review then b.decided_at end,
    decided_why = case when not v_review then b.decided_why end,
    override_reason = coalesce(v_wish.override_reason, b.override_reason),
    version = b.version + 1
  where b.id = v_booking.id;
  perform private.allocate(v_booking.id);
  return private.booking_json(v_booking.id);
end
$$;

create or replace function private.request_locker(p_person uuid, p_args jsonb) returns jsonb
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
  v_resource := private.rules_for(v_resource, p_person, (p_args ->> 'organisation')::uuid);
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
  perform private.check_age(v_resource, p_person, false);

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
  perform private.check_fair_use(
    v_booking, v_centre.time_zone, jsonb_build_array(jsonb_build_object('id', v_resource.id))
  );
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

-- Undo of a cancellation: within ten minutes, by whoever cancelled, if the units are still free and
-- nothing else has used up the quota. Other rules are not checked again: it was a valid booking a moment
-- ago (invariant 14).
create or replace function private.restore_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_pending boolean;
begin
  if v_booking.status <> 'cancelled' then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif v_booking.cancelled_by is distinct from p_person
    or v_booking.cancelled_at + interval '10 minutes' <= now()
    or lower(v_booking.during) <= now()
    or v_booking.hold_until <= now() and v_booking.decided_at is null
  then
    perform private.refuse('booking.undo_expired');
  end if;
  v_pending := v_booking.hold_until is not null and v_booking.decided_at is null;
  delete from public.allocations where booking_id = v_booking.id;
  update public.bookings set
    status = case when v_pending then 'pending' else 'confirmed' end,
    cancelled_by = null, cancelled_at = null, cancelled_why = null, version = version + 1
  where id = v_booking.id;
  -- nor is it a way round a quota: cancelled, another one booked, and taken back
  if v_booking.override_reason is null then
    perform private.check_fair_use(
      v_booking, c.time_zone, private.needs_of(v_booking.id)
    ) from public.centres as c where c.id = v_booking.centre_id;
  end if;
  perform private.allocate(v_booking.id);
  return private.booking_json(v_booking.id);
end
$$;

-- One argument more, so the old function goes.
drop function public.request_booking(
  uuid, jsonb, timestamptz, timestamptz, text, integer, integer, uuid, text, text, boolean, text, uuid, jsonb
);
create function public.request_booking(
  p_key uuid,
  p_resources jsonb,
  p_starts timestamptz,
  p_ends timestamptz,
  p_purpose text,
  p_attendees integer,
  p_rules_version integer,
  p_organisation uuid default null,
  p_public_title text default null,
  p_note text default null,
  p_statement_accepted boolean default false,
  p_override_reason text default null,
  p_on_behalf_of uuid default null,
  p_walk_in jsonb default null,
  p_for_minors boolean default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'request_booking', jsonb_build_object(
    'resources', p_resources, 'starts', p_starts, 'ends', p_ends, 'purpose', p_purpose,
    'attendees', p_attendees, 'rules_version', p_rules_version, 'organisation', p_organisation,
    'public_title', p_public_title, 'note', p_note, 'statement_accepted', p_statement_accepted,
    'override_reason', p_override_reason, 'on_behalf_of', p_on_behalf_of, 'walk_in', p_walk_in,
    'for_minors', p_for_minors
  ))
$$;
comment on function public.request_booking is
  'Books resources for a period, all or nothing. p_resources: [{"id": uuid, "quantity": n}]. Staff may override rules 3 and 4 with a reason, and book for another: p_on_behalf_of, or p_walk_in {"name", "phone"?}. p_for_minors: children or young people come.';

revoke execute on all functions in schema private from public;
grant execute on function public.request_booking(
  uuid, jsonb, timestamptz, timestamptz, text, integer, integer, uuid, text, text, boolean, text, uuid, jsonb, boolean
) to authenticated;
