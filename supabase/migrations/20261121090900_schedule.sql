-- What everybody may see of a week, and the nearest free times to a wish.

-- Bookings of a centre that hold units in a period, without a word about people: a title only where
-- staff or a verified organisation vouch for it. Definer, because callers may not read bookings.
create function private.schedule_entries(p_centre uuid, p_during tstzrange) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(entry.json order by entry.starts, entry.id), '[]')
  from (
    select
      b.id,
      lower(b.during) as starts,
      jsonb_build_object(
        'id', b.id,
        'starts', private.iso(lower(b.during)),
        'ends', private.iso(upper(b.during)),
        'free_from', private.iso(max(upper(a.blocked))),
        'title', case when b.title_public and b.status <> 'pending' then b.public_title end,
        'organisation', case when b.title_public and b.status <> 'pending' and b.public_title is not null
          then o.name end,
        'status', case when b.status = 'pending' then 'pending' else 'confirmed' end,
        'resources', jsonb_agg(distinct a.resource_id),
        'units', jsonb_agg(distinct a.unit_id)
      ) as json
    from public.bookings as b
    join public.allocations as a on a.booking_id = b.id and a.active
    left join public.organisations as o on o.id = b.organisation_id
    where b.centre_id = p_centre
      and b.status in ('pending', 'confirmed', 'checked_in', 'handed_over')
      and b.during && p_during
      and private.effective_status(b.status, b.hold_until) <> 'expired'
    group by b.id, o.name
  ) as entry
$$;

-- The seven local days of a week, with the centre's open times and why a day is closed.
create function private.schedule_days(p_centre public.centres, p_monday date) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(
    jsonb_build_object(
      'date', d.day,
      'open', private.open_times_json(t.open * tstzmultirange(private.day_range(p_centre.time_zone, d.day))),
      'closed', case
        when h.name is not null and not p_centre.open_on_public_holidays
          then jsonb_build_object('reason', h.name, 'public_holiday', true)
        when c.reason is not null
          then jsonb_build_object('reason', c.reason, 'public_holiday', false)
      end
    )
    order by d.day
  )
  from generate_series(p_monday, p_monday + 6, interval '1 day') as s (at)
  cross join lateral (select s.at::date as day) as d
  cross join lateral (
    select private.open_times(p_centre.id, null, d.day, d.day + 1) as open
  ) as t
  left join private.public_holidays(p_monday, p_monday + 7) as h on h.day = d.day
  left join lateral (
    select c.reason from public.closures as c
    where c.centre_id = p_centre.id and c.resource_id is null
      and c.during && private.day_range(p_centre.time_zone, d.day)
    order by lower(c.during) limit 1
  ) as c on true
$$;

-- What can be booked by the hour, with its rules. "open" is null where it is as the centre's.
create function private.schedule_resources(p_centre public.centres, p_monday date) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'id', r.id, 'slug', r.slug, 'kind', r.kind, 'name', r.name, 'place', r.place,
        'capacity', r.capacity, 'features', r.features, 'accessibility', r.accessibility,
        'colour', r.colour, 'take', r.take,
        'units', (
          select coalesce(
            jsonb_agg(
              jsonb_build_object('id', u.id, 'label', u.label, 'turnaround', u.turnaround_minutes)
              order by length(u.label), u.label
            ),
            '[]'
          )
          from public.resource_units as ru
          join public.units as u on u.id = ru.unit_id and u.in_service
          where ru.resource_id = r.id
            -- a hall with a broken half has nothing to give as a whole
            and (r.take = 'any' or not exists (
              select from public.resource_units as part
              join public.units as broken on broken.id = part.unit_id and not broken.in_service
              where part.resource_id = r.id
            ))
        ),
        'step', r.step_minutes, 'min', r.min_minutes, 'max', r.max_minutes,
        'lead_minutes', r.lead_minutes,
        'first_day', private.first_day(r, p_centre.time_zone),
        'last_day', private.today(p_centre.time_zone) + r.horizon_days,
        'approval', r.approval, 'open_to', r.open_to, 'statement', r.statement,
        'lent_home', r.lent_home,
        'open', case
          when r.season_from is not null
            or exists (select from public.opening_hours as o where o.resource_id = r.id)
            or exists (select from public.closures as c where c.resource_id = r.id)
          then private.open_times_json(private.open_times(p_centre.id, r.id, p_monday, p_monday + 7))
        end
      )
      order by case r.kind when 'room' then 0 else 1 end, r.position, r.slug
    ),
    '[]'
  )
  from public.resources as r
  where r.centre_id = p_centre.id and r.active and r.kind <> 'locker' and not r.lent_home
$$;

-- The Monday of an ISO week ("2026-W48"), or null where there is no such week.
create function private.monday_of(p_week text) returns date
language plpgsql immutable set search_path = '' as $$
declare
  v_monday date;
begin
  if p_week is null or p_week !~ '^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$' then
    return null;
  end if;
  v_monday := to_date(p_week, 'IYYY-"W"IW');
  -- most years have no week 53
  return case when to_char(v_monday, 'IYYY-"W"IW') = p_week then v_monday end;
end
$$;

create function public.centre_schedule(p_centre text, p_week text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_centre public.centres;
  v_monday date := private.monday_of(p_week);
  v_week tstzrange;
  v_schedule jsonb;
begin
  select * into v_centre from public.centres as c where c.slug = p_centre;
  if v_centre.id is null then
    perform private.refuse('centre.unknown');
  elsif v_monday is null
    or abs(v_monday - private.today(v_centre.time_zone)) > 800
  then
    perform private.refuse('schedule.unknown_week');
  end if;
  -- a booking that ended just before still blocks its unit for the turnaround, half a day at most
  v_week := tstzrange(
    v_monday::timestamp at time zone v_centre.time_zone - interval '12 hours',
    (v_monday + 7)::timestamp at time zone v_centre.time_zone
  );
  v_schedule := jsonb_build_object(
    'week', p_week,
    'centre', jsonb_build_object(
      'id', v_centre.id, 'slug', v_centre.slug, 'name', v_centre.name,
      'municipality', v_centre.municipality, 'time_zone', v_centre.time_zone
    ),
    'days', private.schedule_days(v_centre, v_monday),
    'resources', private.schedule_resources(v_centre, v_monday),
    'entries', private.schedule_entries(v_centre.id, v_week)
  );
  return jsonb_build_object(
    'version', left(encode(sha256(convert_to(v_schedule::text, 'UTF8')), 'hex'), 12)
  ) || v_schedule;
end
$$;
comment on function public.centre_schedule is
  'One week of a centre for everybody: days, resources with rules, entries without people. version is a hash of the rest.';

-- Could these units be had for the period? Pools count what is in use at once, because holds can be
-- moved between their units. Definer: it reads allocations and tells only yes or no.
create function private.is_available(p_resource uuid, p_quantity integer, p_during tstzrange) returns boolean
language sql stable security definer set search_path = '' as $$
  select case r.take
    when 'all' then
      not exists (
        select from public.resource_units as ru
        join public.units as u on u.id = ru.unit_id
        where ru.resource_id = r.id and (
          not u.in_service
          or exists (
            select from public.allocations as a
            join public.bookings as b on b.id = a.booking_id
            where a.unit_id = u.id and a.active
              and a.blocked && private.blocked(p_during, u.turnaround_minutes)
              and private.effective_status(b.status, b.hold_until) <> 'expired'
          )
        )
      )
      and exists (select from public.resource_units as ru where ru.resource_id = r.id)
    else
      (select count(*) from private.units_of(r.id)) - private.peak_use(r.id, p_during) >= p_quantity
  end
  from public.resources as r where r.id = p_resource
$$;

-- Starts that a resource's rules allow for a length, in the days [p_from, p_until).
create function private.possible_starts(
  p_resource public.resources, p_zone text, p_from date, p_until date, p_length interval
) returns setof tstzrange
language plpgsql stable set search_path = '' as $$
declare
  v_step interval := private.minutes(p_resource.step_minutes);
  v_from timestamptz := greatest(
    now() + private.minutes(p_resource.lead_minutes),
    private.first_day(p_resource, p_zone)::timestamp at time zone p_zone
  );
  v_until timestamptz := (private.today(p_zone) + p_resource.horizon_days + 1)::timestamp at time zone p_zone;
begin
  return query
    select tstzrange(s.at, s.at + p_length)
    from unnest(private.open_times(p_resource.centre_id, p_resource.id, p_from, p_until)) as open
    cross join lateral generate_series(
      -- the first step at or after opening, counted on the clock on the wall
      date_bin(
        v_step, lower(open) at time zone p_zone + v_step - interval '1 microsecond',
        timestamp '2000-01-03'
      ) at time zone p_zone,
      upper(open) - p_length,
      v_step
    ) as s (at)
    where s.at >= v_from and s.at < v_until;
end
$$;

create function public.find_slots(
  p_centre text,
  p_resources jsonb,
  p_starts timestamptz,
  p_ends timestamptz,
  p_kind text default null,
  p_attendees integer default null,
  p_features text[] default null,
  p_accessibility text[] default null,
  p_limit integer default 6
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_centre public.centres;
  v_during tstzrange := private.read_period(p_starts, p_ends);
  v_day date;
  v_main uuid;
  v_kind text := coalesce(p_kind, 'room');
  v_needs jsonb := coalesce(p_resources, '[]');
begin
  select * into v_centre from public.centres as c where c.slug = p_centre;
  if v_centre.id is null then
    perform private.refuse('centre.unknown');
  elsif v_kind not in ('room', 'equipment') then
    perform private.refuse('request.invalid', '{"field": "kind"}');
  elsif p_limit is null or p_limit not between 1 and 24 then
    perform private.refuse('request.invalid', '{"field": "limit"}');
  elsif p_attendees not between 1 and 10000 then
    perform private.refuse('request.invalid', '{"field": "attendees"}');
  elsif cardinality(p_features) > 20 or cardinality(p_accessibility) > 20 then
    perform private.refuse('request.invalid', '{"field": "features"}');
  elsif lower(v_during) > now() + interval '2 years' then
    perform private.refuse('request.invalid', '{"field": "starts"}');
  end if;
  v_day := greatest((p_starts at time zone v_centre.time_zone)::date, private.today(v_centre.time_zone));

  -- the first wanted room (or thing, where there is no room) is what may be exchanged; the rest stays
  if v_needs <> '[]' then
    select r.id into v_main
    from private.read_needs(v_needs) as n
    join public.resources as r on r.id = n.resource_id
    order by case r.kind when 'room' then 0 else 1 end, r.position limit 1;
  end if;

  -- an extra that is not there so often is not there at any time: no need to look at two weeks
  if exists (
    select from jsonb_to_recordset(v_needs) as n (id uuid, quantity integer)
    where n.id is distinct from v_main
      and private.is_available(
        n.id, coalesce(n.quantity, 1), tstzrange('2199-01-01T00:00:00Z', '2199-01-02T00:00:00Z')
      ) is not true
  ) then
    return '{"slots": []}';
  end if;

  -- nearest first, and only then the dear question whether it is free, until there are enough
  return jsonb_build_object('slots', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'resource', slot.resource_id,
          'starts', private.iso(lower(slot.during)),
          'ends', private.iso(upper(slot.during))
        )
        order by slot.distance, slot.position, lower(slot.during)
      ),
      '[]'
    )
    from (
      select candidate.*
      from (
        select
          r.id as resource_id,
          r.position,
          starts.during,
          -- another room at the wished time is as near as two hours later in the same one
          abs(extract(epoch from lower(starts.during) - p_starts))
            + case when r.id is not distinct from v_main then 0 else 7200 end as distance
        from public.resources as r
        cross join lateral private.possible_starts(
          r, v_centre.time_zone,
          case when r.id = v_main or v_main is null then v_day - 1 else v_day end,
          case when r.id = v_main or v_main is null then v_day + 14 else v_day + 1 end,
          p_ends - p_starts
        ) as starts (during)
        where r.centre_id = v_centre.id and r.active and not r.lent_home and r.kind <> 'locker'
          and (r.id = v_main or r.kind = v_kind)
          and extract(epoch from p_ends - p_starts) / 60 between r.min_minutes and r.max_minutes
          and mod(extract(epoch from p_ends - p_starts) / 60, r.step_minutes) = 0
          and (p_attendees is null or r.capacity is null or r.capacity >= p_attendees)
          and r.features @> coalesce(p_features, '{}')
          and r.accessibility @> coalesce(p_accessibility, '{}')
          and (r.id = v_main or v_main is null or lower(starts.during) = p_starts)
        order by distance, r.position, lower(starts.during)
        offset 0
      ) as candidate
      where private.is_available(
          candidate.resource_id,
          coalesce(
            (
              select n.quantity from jsonb_to_recordset(v_needs) as n (id uuid, quantity integer)
              where n.id = candidate.resource_id
            ),
            1
          ),
          candidate.during
        )
        and not exists (
          select from jsonb_to_recordset(v_needs) as n (id uuid, quantity integer)
          where n.id <> candidate.resource_id and n.id is distinct from v_main
            and private.is_available(n.id, coalesce(n.quantity, 1), candidate.during) is not true
        )
      limit p_limit
    ) as slot
  ));
end
$$;
comment on function public.find_slots is
  'Free alternatives nearest to a wish: the same resource at other times, other rooms at the same time; extras stay.';

revoke execute on all functions in schema private from public;
grant execute on function
  private.refuse(text, jsonb),
  private.iso(timestamptz),
  private.minutes(integer),
  private.today(text),
  private.day_range(text, date),
  private.easter_sunday(integer),
  private.public_holidays(date, date),
  private.is_closed_all_day(uuid, text, date),
  private.add_working_days(uuid, date, integer),
  private.in_season(smallint, smallint, date),
  private.hours(uuid, uuid, text, date, date),
  private.open_times(uuid, uuid, date, date),
  private.open_times_json(tstzmultirange),
  private.first_day(public.resources, text),
  private.monday_of(text),
  private.read_needs(jsonb),
  private.read_period(timestamptz, timestamptz),
  private.schedule_entries(uuid, tstzrange),
  private.schedule_days(public.centres, date),
  private.schedule_resources(public.centres, date),
  private.is_available(uuid, integer, tstzrange),
  private.possible_starts(public.resources, text, date, date, interval)
to anon, authenticated;
grant execute on function
  public.centre_schedule(text, text),
  public.find_slots(text, jsonb, timestamptz, timestamptz, text, integer, text[], text[], integer)
to anon, authenticated;
