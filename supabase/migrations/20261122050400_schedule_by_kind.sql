-- The programme and its alternatives by kind of person: the programme stays the same for everybody and
-- says where the rules of a kind differ; the alternatives are those of whoever asks.

-- The rules of a resource as the programme gives them.
create function private.rules_json(p_resource public.resources, p_zone text) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'step', p_resource.step_minutes, 'min', p_resource.min_minutes, 'max', p_resource.max_minutes,
    'lead_minutes', p_resource.lead_minutes,
    'first_day', private.first_day(p_resource, p_zone),
    'last_day', private.today(p_zone) + p_resource.horizon_days,
    'approval', p_resource.approval
  )
$$;

-- {"rules": {kind: what differs}} of a resource; nothing where it treats everybody alike.
create function private.rules_by_kind(p_resource public.resources, p_zone text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(
    (
      select jsonb_build_object('rules', jsonb_object_agg(rr.who, (
        select coalesce(jsonb_object_agg(own.key, own.value), '{}')
        from jsonb_each(private.rules_json(rules, p_zone)) as own
        where own.value <> private.rules_json(p_resource, p_zone) -> own.key
      )))
      from public.resource_rules as rr
      cross join lateral private.with_rules(p_resource, rr.who) as rules
      where rr.resource_id = p_resource.id
      having count(*) > 0
    ),
    '{}'
  )
$$;

-- What can be booked by the hour, with its rules. "open" is null where it is as the centre's.
create or replace function private.schedule_resources(p_centre public.centres, p_monday date) returns jsonb
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
          join public.units as u
            on u.id = ru.unit_id and u.in_service and not private.is_overdue(u.id)
          where ru.resource_id = r.id
            -- a hall with a broken half has nothing to give as a whole
            and (r.take = 'any' or not exists (
              select from public.resource_units as part
              join public.units as broken
                on broken.id = part.unit_id
                and (not broken.in_service or private.is_overdue(broken.id))
              where part.resource_id = r.id
            ))
        ),
        'open_to', r.open_to, 'statement', r.statement, 'age', r.min_age, 'adults', r.adult_for_minors,
        'lent_home', r.lent_home,
        'open', case
          when r.season_from is not null
            or exists (select from public.opening_hours as o where o.resource_id = r.id)
            or exists (
              select from public.closures as c
              where c.centre_id = r.centre_id and c.resource_id is not null
                and private.closes(c.resource_id, r.id)
            )
          then private.open_times_json(private.open_times(p_centre.id, r.id, p_monday, p_monday + 7))
        end
      ) || private.rules_json(r, p_centre.time_zone) || private.rules_by_kind(r, p_centre.time_zone)
      order by case r.kind when 'room' then 0 else 1 end, r.position, r.slug
    ),
    '[]'
  )
  from public.resources as r
  where r.centre_id = p_centre.id and r.active and r.kind <> 'locker' and not r.lent_home
$$;

-- As before, by the rules of who asks, or of the organisation for which they ask.
drop function public.find_slots(
  text, jsonb, timestamptz, timestamptz, text, integer, text[], text[], integer
);
create function public.find_slots(
  p_centre text,
  p_resources jsonb,
  p_starts timestamptz,
  p_ends timestamptz,
  p_kind text default null,
  p_attendees integer default null,
  p_features text[] default null,
  p_accessibility text[] default null,
  p_limit integer default 6,
  p_organisation uuid default null
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
        cross join lateral private.rules_for(r, auth.uid(), p_organisation) as rules
        cross join lateral private.possible_starts(
          rules, v_centre.time_zone,
          case when r.id = v_main or v_main is null then v_day - 1 else v_day end,
          case when r.id = v_main or v_main is null then v_day + 14 else v_day + 1 end,
          p_ends - p_starts
        ) as starts (during)
        where r.centre_id = v_centre.id and r.active and not r.lent_home and r.kind <> 'locker'
          and (r.id = v_main or r.kind = v_kind)
          and extract(epoch from p_ends - p_starts) / 60 between rules.min_minutes and rules.max_minutes
          and mod(extract(epoch from p_ends - p_starts) / 60, rules.step_minutes) = 0
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
  'Free alternatives nearest to a wish, by the rules of who asks: the same resource at other times, other rooms at the same time; extras stay.';

revoke execute on all functions in schema private from public;
grant execute on function
  private.rules_json(public.resources, text),
  private.rules_by_kind(public.resources, text)
to anon, authenticated;
grant execute on function
  public.find_slots(text, jsonb, timestamptz, timestamptz, text, integer, text[], text[], integer, uuid)
to anon, authenticated;
