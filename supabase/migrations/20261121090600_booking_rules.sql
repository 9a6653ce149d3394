-- What must hold before a booking is taken (invariants 3, 4, 12, 13): each function looks at one
-- rule and refuses by its code. None of them writes.

-- The wanted resources as rows, from [{"id": uuid, "quantity": n}]. Refuses anything else.
create function private.read_needs(p_resources jsonb)
returns table (resource_id uuid, quantity integer)
language plpgsql stable set search_path = '' as $$
begin
  if jsonb_typeof(p_resources) is distinct from 'array'
    or jsonb_array_length(p_resources) not between 1 and 10
    or exists (
      select from jsonb_array_elements(p_resources) as e
      where jsonb_typeof(e) <> 'object'
        or coalesce(e ->> 'id', '') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        or coalesce(e ->> 'quantity', '1') !~ '^[1-9][0-9]?$'
    )
    or (
      select count(distinct e ->> 'id') <> count(*) from jsonb_array_elements(p_resources) as e
    )
  then
    perform private.refuse('request.invalid', '{"field": "resources"}');
  end if;
  return query
    select (e ->> 'id')::uuid, coalesce(e ->> 'quantity', '1')::integer
    from jsonb_array_elements(p_resources) as e;
end
$$;

-- The units that a booking of these resources could touch: their own, and all of a pool that shares
-- one of them, since its holds may be moved.
create function private.claimed_units(p_resources uuid[]) returns setof uuid
language sql stable set search_path = '' as $$
  select ru.unit_id from public.resource_units as ru where ru.resource_id = any (p_resources)
  union
  select sibling.unit_id
  from public.resource_units as ru
  join public.resource_units as shared on shared.unit_id = ru.unit_id
  join public.resources as pool on pool.id = shared.resource_id and pool.take = 'any'
  join public.resource_units as sibling on sibling.resource_id = pool.id
  where ru.resource_id = any (p_resources)
$$;

-- Takes one lock for every unit that could be touched, and for everyone whose quota is counted, in one
-- ascending order, and holds them to the end of the transaction. Whoever wants any of them waits
-- here and then sees what was written: no deadlock, and quotas and pools are counted by one at a time.
create function private.lock_claims(p_resources uuid[], p_person uuid, p_organisation uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_key bigint;
begin
  for v_key in
    select distinct hashtextextended(claim.id::text, 0) as key
    from (
      select u as id from private.claimed_units(p_resources) as u
      union all select p_person
      union all select p_organisation
    ) as claim
    where claim.id is not null
    order by key
  loop
    perform pg_advisory_xact_lock(v_key);
  end loop;
end
$$;

-- Is this person staff of that centre?
create function private.is_staff(p_person uuid, p_centre uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from public.centre_people as cp
    where cp.person_id = p_person and cp.centre_id = p_centre and cp.role in ('animator', 'coordinator')
  )
$$;

-- Open times as the app shows them: [{"opens": instant, "closes": instant}, …].
create function private.open_times_json(p_open tstzmultirange) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object('opens', private.iso(lower(o)), 'closes', private.iso(upper(o))) order by o
    ),
    '[]'
  )
  from unnest(p_open) as o
$$;

-- Step, shortest and longest length; wall-clock starts are counted from midnight in the centre's zone.
create function private.check_length(p_resource public.resources, p_zone text, p_during tstzrange)
returns void
language plpgsql stable set search_path = '' as $$
declare
  v_start timestamp := lower(p_during) at time zone p_zone;
  v_minutes numeric := extract(epoch from upper(p_during) - lower(p_during)) / 60;
begin
  if mod(extract(epoch from v_start - date_trunc('day', v_start)), p_resource.step_minutes * 60) <> 0
    or mod(v_minutes, p_resource.step_minutes) <> 0
  then
    perform private.refuse('booking.off_step', jsonb_build_object('step', p_resource.step_minutes));
  elsif v_minutes < p_resource.min_minutes then
    perform private.refuse('booking.too_short', jsonb_build_object('min', p_resource.min_minutes));
  elsif v_minutes > p_resource.max_minutes then
    perform private.refuse('booking.too_long', jsonb_build_object('max', p_resource.max_minutes));
  end if;
end
$$;

-- The first local day that can be booked today, by the lead time in working days.
create function private.first_day(p_resource public.resources, p_zone text) returns date
language sql stable set search_path = '' as $$
  select private.add_working_days(
    p_resource.centre_id, private.today(p_zone), p_resource.lead_working_days
  )
$$;

-- Lead time and horizon.
create function private.check_ahead(p_resource public.resources, p_zone text, p_during tstzrange)
returns void
language plpgsql stable set search_path = '' as $$
declare
  v_first_day date := private.first_day(p_resource, p_zone);
  v_last_day date := private.today(p_zone) + p_resource.horizon_days;
  v_earliest timestamptz := greatest(
    now() + private.minutes(p_resource.lead_minutes),
    case when p_resource.lead_working_days > 0 then v_first_day::timestamp at time zone p_zone end
  );
begin
  if lower(p_during) < v_earliest then
    perform private.refuse('booking.too_soon', jsonb_build_object('earliest', private.iso(v_earliest)));
  elsif (lower(p_during) at time zone p_zone)::date > v_last_day then
    perform private.refuse('booking.too_far', jsonb_build_object('last_day', v_last_day));
  end if;
end
$$;

-- Opening hours, season, closures.
create function private.check_open(p_resource public.resources, p_zone text, p_during tstzrange)
returns void
language plpgsql stable set search_path = '' as $$
declare
  v_from date := (lower(p_during) at time zone p_zone)::date;
  v_until date := (upper(p_during) at time zone p_zone)::date + 1;
  v_open tstzmultirange := private.open_times(p_resource.centre_id, p_resource.id, v_from, v_until);
  v_reason jsonb;
  v_closed_until timestamptz;
begin
  if v_open @> p_during then
    return;
  end if;
  select c.reason, upper(c.during) into v_reason, v_closed_until
  from public.closures as c
  where c.centre_id = p_resource.centre_id and (c.resource_id is null or c.resource_id = p_resource.id)
    and c.during && p_during
  order by lower(c.during) limit 1;
  if v_reason is null then
    select h.name, upper(private.day_range(p_zone, h.day)) into v_reason, v_closed_until
    from private.public_holidays(v_from, v_until) as h
    join public.centres as c on c.id = p_resource.centre_id and not c.open_on_public_holidays
    where private.day_range(p_zone, h.day) && p_during
    order by h.day limit 1;
  end if;
  if v_reason is not null then
    perform private.refuse('booking.closed', jsonb_build_object(
      'resource', p_resource.id, 'reason', v_reason, 'until', private.iso(v_closed_until)
    ));
  end if;
  perform private.refuse('booking.outside_opening_hours', jsonb_build_object(
    'resource', p_resource.id, 'date', v_from, 'open', private.open_times_json(v_open)
  ));
end
$$;

-- Who may book it: everyone, people whom staff have verified, organisations, staff. An organisation
-- counts once staff have verified it: anybody can call a few friends one.
create function private.check_open_to(p_resource public.resources, p_person uuid, p_organisation uuid)
returns void
language plpgsql stable set search_path = '' as $$
begin
  if p_resource.open_to = 'everyone'
    or private.is_staff(p_person, p_resource.centre_id)
    or (
      p_resource.open_to in ('organisations', 'verified')
      and exists (
        select from public.organisations as o
        where o.id = p_organisation and o.verified_at is not null
      )
    )
    or (
      p_resource.open_to = 'verified'
      and exists (
        select from public.centre_people as cp
        where cp.person_id = p_person and cp.centre_id = p_resource.centre_id
          and cp.verified_at is not null
      )
    )
  then
    return;
  end if;
  perform private.refuse('booking.not_allowed', jsonb_build_object(
    'open_to', p_resource.open_to, 'resource', p_resource.id
  ));
end
$$;

-- Weekly hours of a person, or of the organisation booked for (then only of that). The week is the
-- centre's, from Monday; a booking counts in the week in which it starts; cancelled ones do not count.
create function private.check_quota(
  p_resource public.resources, p_zone text, p_person uuid, p_organisation uuid, p_during tstzrange
) returns void
language plpgsql stable set search_path = '' as $$
declare
  v_monday date := date_trunc('week', lower(p_during) at time zone p_zone)::date;
  v_week tstzrange := tstzrange(
    v_monday::timestamp at time zone p_zone, (v_monday + 7)::timestamp at time zone p_zone
  );
  v_limit integer := case when p_organisation is null
    then p_resource.weekly_minutes_per_person else p_resource.weekly_minutes_per_organisation end;
  v_used integer;
begin
  if v_limit is null then
    return;
  end if;
  select coalesce(sum(extract(epoch from upper(b.during) - lower(b.during)) / 60), 0) into v_used
  from public.bookings as b
  join public.booking_resources as br on br.booking_id = b.id and br.resource_id = p_resource.id
  where case when p_organisation is null
      then b.requested_by = p_person and b.organisation_id is null
      else b.organisation_id = p_organisation end
    and private.effective_status(b.status, b.hold_until) not in ('cancelled', 'declined', 'expired')
    and lower(b.during) >= lower(v_week) and lower(b.during) < upper(v_week);
  if v_used + extract(epoch from upper(p_during) - lower(p_during)) / 60 > v_limit then
    perform private.refuse('booking.over_quota', jsonb_build_object(
      'resource', p_resource.id,
      'minutes_used', v_used,
      'minutes_limit', v_limit,
      'week', v_monday,
      'whose', case when p_organisation is null then 'person' else 'organisation' end
    ));
  end if;
end
$$;

-- All rules of one resource for one period.
create function private.check_resource(
  p_resource public.resources, p_zone text, p_person uuid, p_organisation uuid,
  p_during tstzrange, p_attendees integer, p_statement_accepted boolean
) returns void
language plpgsql stable set search_path = '' as $$
begin
  perform private.check_open_to(p_resource, p_person, p_organisation);
  perform private.check_length(p_resource, p_zone, p_during);
  perform private.check_ahead(p_resource, p_zone, p_during);
  perform private.check_open(p_resource, p_zone, p_during);
  if p_resource.kind = 'room' and p_attendees > p_resource.capacity then
    perform private.refuse('booking.over_capacity', jsonb_build_object(
      'capacity', p_resource.capacity, 'resource', p_resource.id
    ));
  elsif p_resource.statement is not null and not p_statement_accepted then
    perform private.refuse('booking.statement_not_accepted', jsonb_build_object('resource', p_resource.id));
  end if;
  perform private.check_quota(p_resource, p_zone, p_person, p_organisation, p_during);
end
$$;
