-- A booking moves in place: to another time, to other resources, or to an earlier end.

-- As before, and also locks the resources that the change asks for: all in one ascending order, so
-- that two people who exchange their rooms wait for each other and never deadlock.
create or replace function private.lock_booking(p_person uuid, p_args jsonb) returns public.bookings
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings;
  v_resources uuid[];
begin
  if p_args ->> 'booking' is null then
    perform private.refuse('request.invalid', '{"field": "booking"}');
  elsif p_args ->> 'version' is null then
    perform private.refuse('request.invalid', '{"field": "version"}');
  end if;
  select * into v_booking from public.bookings as b where b.id = (p_args ->> 'booking')::uuid;
  if v_booking.id is null or not (
    v_booking.requested_by is not distinct from p_person
    or private.is_staff(p_person, v_booking.centre_id)
    or exists (
      select from public.organisation_members as om
      where om.organisation_id = v_booking.organisation_id and om.person_id = p_person
        and om.role in ('owner', 'editor')
    )
  ) then
    -- other people's bookings and those that never were look alike
    perform private.refuse('booking.not_found');
  end if;
  v_resources := array(
    select br.resource_id from public.booking_resources as br where br.booking_id = v_booking.id
  );
  if jsonb_typeof(p_args -> 'resources') <> 'null' then
    v_resources := v_resources || array(
      select n.resource_id from private.read_needs(p_args -> 'resources') as n
    );
  end if;
  perform private.lock_claims(v_resources, v_booking.requested_by, v_booking.organisation_id);
  perform private.expire_holds(v_resources);
  select * into v_booking from public.bookings as b where b.id = v_booking.id for update;
  if v_booking.version <> (p_args ->> 'version')::integer then
    perform private.refuse('booking.changed_meanwhile', jsonb_build_object('version', v_booking.version));
  end if;
  return v_booking;
end
$$;

-- From when on a booking can no longer be changed without asking the centre.
create function private.change_until(p_booking public.bookings) returns timestamptz
language sql stable set search_path = '' as $$
  -- a request that nobody has decided yet can be taken back or moved until it starts
  select case when p_booking.status = 'pending' then lower(p_booking.during) else
    lower(p_booking.during) - private.minutes((
      select max(r.cancel_until_minutes)
      from public.booking_resources as br
      join public.resources as r on r.id = br.resource_id
      where br.booking_id = p_booking.id
    ))
  end
$$;

create or replace function private.cancel_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_reason text := nullif(btrim(p_args ->> 'reason'), '');
  v_until timestamptz := private.change_until(v_booking);
begin
  if char_length(v_reason) > 500 then
    perform private.refuse('request.invalid', '{"field": "reason"}');
  elsif v_booking.status not in ('pending', 'confirmed') then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif now() >= v_until and not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('booking.too_late_to_cancel', jsonb_build_object('until', private.iso(v_until)));
  end if;
  perform set_config('mam.reason', coalesce(v_reason, ''), true);
  update public.bookings set
    status = 'cancelled', cancelled_by = p_person, cancelled_at = now(), cancelled_why = v_reason,
    version = version + 1
  where id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

-- What a booking asks for, as requests word it.
create function private.needs_of(p_booking uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(
    jsonb_build_object('id', br.resource_id, 'quantity', br.quantity) order by br.resource_id
  )
  from public.booking_resources as br where br.booking_id = p_booking
$$;

-- Moves a booking to another period, and to other resources where they are named. It is never in its
-- own way, neither in time nor in a quota, and a refusal leaves it as it was: what is taken away first
-- comes back with the transaction. What was confirmed waits again where the new place is reviewed.
create function private.reschedule_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_during tstzrange := private.read_period((p_args ->> 'starts')::timestamptz, (p_args ->> 'ends')::timestamptz);
  v_override text := nullif(btrim(p_args ->> 'override_reason'), '');
  v_is_staff boolean := private.is_staff(p_person, v_booking.centre_id);
  v_until timestamptz := private.change_until(v_booking);
  v_before jsonb;
  v_after jsonb;
  v_centre public.centres;
  v_resources uuid[];
  v_resource public.resources;
  v_trusted boolean;
  v_review boolean := false;
begin
  if char_length(v_override) not between 3 and 500 then
    perform private.refuse('request.invalid', '{"field": "override_reason"}');
  elsif v_override is not null and not v_is_staff then
    perform private.refuse('auth.forbidden');
  elsif v_booking.status not in ('pending', 'confirmed') then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif now() >= v_until and not v_is_staff then
    perform private.refuse('booking.too_late_to_cancel', jsonb_build_object('until', private.iso(v_until)));
  elsif lower(v_during) < now() and v_override is null then
    perform private.refuse('booking.in_the_past');
  end if;
  perform private.check_person(
    v_booking.requested_by, v_booking.centre_id,
    -- staff move for people who may have left the organisation since
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
  select o.trusted into v_trusted from public.organisations as o where o.id = v_booking.organisation_id;
  delete from public.allocations where booking_id = v_booking.id;
  delete from public.booking_resources where booking_id = v_booking.id;
  for v_resource in select * from private.wanted_resources(v_resources) loop
    if v_override is null then
      perform private.check_resource(
        v_resource, v_centre.time_zone, coalesce(v_booking.requested_by, p_person),
        v_booking.organisation_id, v_during, v_booking.attendees,
        -- accepted once for this booking
        coalesce((p_args ->> 'statement_accepted')::boolean, false)
          or v_before @> jsonb_build_array(jsonb_build_object('id', v_resource.id))
      );
    end if;
    v_review := v_review
      or v_resource.approval = 'review'
      or (v_resource.approval = 'auto_for_trusted' and v_trusted is not true);
  end loop;

  v_review := v_review and not v_is_staff;
  perform set_config('mam.reason', coalesce(v_override, ''), true);
  insert into public.booking_resources (booking_id, resource_id, quantity)
  select v_booking.id, n.resource_id, n.quantity from private.read_needs(v_after) as n;
  update public.bookings as b set
    during = v_during,
    -- what staff move stays as it was decided, or waiting
    status = case when v_review then 'pending' when v_is_staff then b.status else 'confirmed' end,
    hold_until = case
      when v_review then least(now() + private.minutes(v_centre.pending_hold_minutes), lower(v_during))
      when v_is_staff and b.status = 'pending' then least(b.hold_until, lower(v_during))
    end,
    decided_by = case when not v_review then b.decided_by end,
    decided_at = case when not v_review then b.decided_at end,
    decided_why = case when not v_review then b.decided_why end,
    override_reason = coalesce(v_override, b.override_reason),
    version = b.version + 1
  where b.id = v_booking.id;
  perform private.allocate(v_booking.id);
  return private.booking_json(v_booking.id);
end
$$;

-- Ends a booking that is going on, at the next full minute: the rest of its time is free for others,
-- after the turnaround that follows any use.
create function private.finish_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_ends timestamptz := date_trunc('minute', now()) + interval '1 minute';
  v_during tstzrange;
begin
  if v_booking.status not in ('confirmed', 'checked_in')
    or not v_booking.during @> now()
  then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  end if;
  if v_ends < upper(v_booking.during) then
    v_during := tstzrange(lower(v_booking.during), v_ends);
    update public.bookings set during = v_during, version = version + 1 where id = v_booking.id;
    update public.allocations as a set
      during = v_during,
      blocked = private.blocked(v_during, u.turnaround_minutes)
    from public.units as u
    where a.booking_id = v_booking.id and u.id = a.unit_id;
  end if;
  return private.booking_json(v_booking.id);
end
$$;

create function public.reschedule_booking(
  p_key uuid,
  p_booking uuid,
  p_version integer,
  p_starts timestamptz,
  p_ends timestamptz,
  p_resources jsonb default null,
  p_statement_accepted boolean default false,
  p_override_reason text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'reschedule_booking', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'starts', p_starts, 'ends', p_ends,
    'resources', p_resources, 'statement_accepted', p_statement_accepted,
    'override_reason', p_override_reason
  ))
$$;
comment on function public.reschedule_booking is
  'Moves a booking in place, to other resources too if p_resources names them; refused, it stays as it was.';

create function public.finish_booking(p_key uuid, p_booking uuid, p_version integer) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'finish_booking', jsonb_build_object(
    'booking', p_booking, 'version', p_version
  ))
$$;
comment on function public.finish_booking is 'Ends a booking that is going on; the rest of its time is free at once.';

grant execute on function
  public.reschedule_booking(uuid, uuid, integer, timestamptz, timestamptz, jsonb, boolean, text),
  public.finish_booking(uuid, uuid, integer)
to authenticated;
