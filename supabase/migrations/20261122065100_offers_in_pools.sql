-- What is offered to somebody can be moved between the units of a pool like any other promise.

-- Units of a pool are interchangeable until handed over: finds places for p_count new uses of the
-- period by moving the pool's other holds between units, and moves them. p_avoid are units that must
-- be clear in that period (a composite wants them). True when all found a place; else nothing changed.
--
-- Holds are placed in order of their start, each on the first unit that is free: without immovable
-- holds this finds a plan whenever no instant has more uses than units (interval graphs are perfect:
-- Golumbic, Algorithmic Graph Theory, ch. 8). With immovable ones the search steps back, up to a bound.
create or replace function private.repin(
  p_resource uuid, p_during tstzrange, p_count integer, p_avoid uuid[],
  out done boolean, out units uuid[]
)
language plpgsql volatile set search_path = '' as $$
declare
  v_units uuid[];
  -- out too long: nothing new goes there, and what is promised on them is placed with the rest
  v_late uuid[] := array(select private.overdue_units(p_resource));
  v_turnaround integer[];
  v_units_count integer;
  v_shortest integer;
  v_longest integer;
  v_window tstzrange;
  v_wider tstzrange;
  -- movable holds and new uses (without an id), and where the search has put them
  v_ids uuid[];
  v_periods tstzrange[];
  v_place integer[];
  v_blocked tstzrange[];
  v_count integer;
  -- what nothing can move: on which unit, and for how long
  v_fixed integer[];
  v_fixed_blocked tstzrange[];
  i integer := 1;
  v_steps integer := 0;
begin
  done := false;
  units := '{}';
  select
    array_agg(x.unit_id), array_agg(x.turnaround_minutes), count(*),
    min(x.turnaround_minutes), max(x.turnaround_minutes)
  into v_units, v_turnaround, v_units_count, v_shortest, v_longest
  from private.units_of(p_resource) as x;
  if v_units_count = 0 then
    return;
  end if;

  -- everything that touches the period, and what touches that, until nothing more does
  v_window := private.blocked(p_during, v_longest);
  loop
    select range_merge(v_window, coalesce(range_merge(range_agg(a.blocked)), v_window)) into v_wider
    from public.allocations as a
    where a.unit_id = any (v_units || v_late) and a.active and a.blocked && v_window;
    exit when v_wider = v_window;
    v_window := v_wider;
  end loop;

  -- what can be moved, and the new uses (without an id), in order of their start
  select array_agg(x.id order by lower(x.during), x.id), array_agg(x.during order by lower(x.during), x.id)
  into v_ids, v_periods
  from (
    select a.id, a.during
    from public.allocations as a
    join public.bookings as b on b.id = a.booking_id
    where a.resource_id = p_resource and a.unit_id = any (v_units || v_late) and a.active
      and a.blocked && v_window and b.status in ('offered', 'pending', 'confirmed')
    union all
    select null, p_during from generate_series(1, p_count)
  ) as x;
  v_count := coalesce(array_length(v_ids, 1), 0);

  -- a moved hold may be blocked for longer on its new unit, so these are looked for a little further
  select array_agg(x.place), array_agg(x.blocked) into v_fixed, v_fixed_blocked
  from (
    select array_position(v_units, a.unit_id) as place, a.blocked
    from public.allocations as a
    where a.unit_id = any (v_units) and a.active
      and a.blocked && tstzrange(lower(v_window), upper(v_window) + private.minutes(v_longest))
      and not (a.id = any (array_remove(v_ids, null)))
    union all
    select array_position(v_units, avoid.id), private.blocked(p_during, u.turnaround_minutes)
    from unnest(p_avoid) as avoid (id)
    join private.units_of(p_resource) as u on u.unit_id = avoid.id
  ) as x;

  -- more uses than units at one instant: no plan can help, and looking for one would take long
  if exists (
    with uses as (
      select private.blocked(p, v_shortest) as blocked from unnest(v_periods) as p
      union all
      select f from unnest(v_fixed_blocked) as f
    )
    select from uses as one
    where one.blocked && private.blocked(p_during, v_shortest)
      and (select count(*) from uses as other where other.blocked @> lower(one.blocked)) > v_units_count
  ) then
    return;
  end if;

  v_place := array_fill(0, array[v_count + 1]);
  v_blocked := array_fill(null::tstzrange, array[v_count + 1]);
  while i between 1 and v_count loop
    v_steps := v_steps + 1;
    if v_steps > 1000 then
      return;
    end if;
    -- the next unit that is free for it, after the one where it was before
    v_place[i] := (
      select min(n)
      from generate_series(v_place[i] + 1, v_units_count) as n
      where not exists (
          select from unnest(v_place[1:i - 1], v_blocked[1:i - 1]) as placed (place, blocked)
          where placed.place = n and placed.blocked && private.blocked(v_periods[i], v_turnaround[n])
        )
        and not exists (
          select from unnest(v_fixed, v_fixed_blocked) as fixed (place, blocked)
          where fixed.place = n and fixed.blocked && private.blocked(v_periods[i], v_turnaround[n])
        )
    );
    if v_place[i] is null then
      v_place[i] := 0;
      i := i - 1;
    else
      v_blocked[i] := private.blocked(v_periods[i], v_turnaround[v_place[i]]);
      i := i + 1;
      v_place[i] := 0;
    end if;
  end loop;
  if i = 0 then
    return;
  end if;

  -- off and on again, so that two holds that change places never meet in the constraint; not on
  -- again where the booking has expired meanwhile under the locks of its other units
  update public.allocations as a set active = false
  where a.id = any (array_remove(v_ids, null));
  update public.allocations as a
  set unit_id = v_units[v_place[x.n]], blocked = v_blocked[x.n], active = true
  from generate_series(1, v_count) as x (n), public.bookings as b
  where a.id = v_ids[x.n] and b.id = a.booking_id and b.status in ('offered', 'pending', 'confirmed');
  units := array(
    select v_units[v_place[x.n]] from generate_series(1, v_count) as x (n) where v_ids[x.n] is null
  );
  done := true;
end
$$;

-- The units that a booking of these resources could touch, which are all that hang together by any
-- resource: who frees one half of a hall may offer the whole of it to somebody who waits, and must
-- not have to ask for another lock then.
create or replace function private.claimed_units(p_resources uuid[]) returns setof uuid
language sql stable set search_path = '' as $$
  with recursive claimed as (
    select ru.unit_id from public.resource_units as ru where ru.resource_id = any (p_resources)
    union
    select sibling.unit_id
    from claimed as c
    join public.resource_units as shared on shared.unit_id = c.unit_id
    join public.resource_units as sibling on sibling.resource_id = shared.resource_id
  )
  select c.unit_id from claimed as c
$$;

revoke execute on all functions in schema private from public;
