-- A thing of several parts cannot be used while one of them is closed: the whole hall, when one of its
-- halves is painted.

-- Does a closure of that resource (null: of the whole centre) close this one too? A pool has other units.
create function private.closes(p_closed uuid, p_resource uuid) returns boolean
language sql stable set search_path = '' as $$
  select p_closed is null or p_closed = p_resource or exists (
    select from public.resources as r
    join public.resource_units as part on part.resource_id = r.id
    join public.resource_units as closed on closed.unit_id = part.unit_id and closed.resource_id = p_closed
    where r.id = p_resource and r.take = 'all'
  )
$$;

-- When a centre, or one of its resources, can be used in the local days [p_from, p_until): opening
-- hours, narrowed by the resource's own hours and season, without closures and public holidays.
create or replace function private.open_times(p_centre uuid, p_resource uuid, p_from date, p_until date)
returns tstzmultirange
language plpgsql stable set search_path = '' as $$
declare
  v_centre public.centres;
  v_resource public.resources;
  v_open tstzmultirange;
begin
  select * into v_centre from public.centres as c where c.id = p_centre;
  v_open := coalesce(private.hours(p_centre, null, v_centre.time_zone, p_from, p_until), '{}');
  v_open := v_open - coalesce(
    (
      select range_agg(c.during) from public.closures as c
      where c.centre_id = p_centre
        and private.closes(c.resource_id, p_resource)
        and c.during && tstzrange(
          p_from::timestamp at time zone v_centre.time_zone,
          p_until::timestamp at time zone v_centre.time_zone
        )
    ),
    '{}'
  );
  if not v_centre.open_on_public_holidays then
    v_open := v_open - coalesce(
      (
        select range_agg(private.day_range(v_centre.time_zone, h.day))
        from private.public_holidays(p_from, p_until) as h
      ),
      '{}'
    );
  end if;
  if p_resource is not null then
    select * into v_resource from public.resources as r where r.id = p_resource;
    v_open := v_open
      * coalesce(
        private.hours(p_centre, p_resource, v_centre.time_zone, p_from, p_until),
        tstzmultirange(tstzrange(null, null))
      );
    if v_resource.season_from is not null then
      v_open := v_open * coalesce(
        (
          select range_agg(private.day_range(v_centre.time_zone, s.at::date))
          from generate_series(p_from, p_until - 1, interval '1 day') as s (at)
          where private.in_season(v_resource.season_from, v_resource.season_until, s.at::date)
        ),
        '{}'
      );
    end if;
  end if;
  return v_open;
end
$$;

-- Opening hours, season, closures.
create or replace function private.check_open(p_resource public.resources, p_zone text, p_during tstzrange)
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
  where c.centre_id = p_resource.centre_id and private.closes(c.resource_id, p_resource.id)
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

revoke execute on all functions in schema private from public;
grant execute on function private.closes(uuid, uuid) to anon, authenticated;
