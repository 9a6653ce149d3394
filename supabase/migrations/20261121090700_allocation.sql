-- Units for a booking (invariants 1, 2, 8). Everything here runs under private.lock_claims.

-- Writes down that holds of the units that these resources could touch have run out, so that they
-- are free at once and not when a timer comes by. The version stays: nobody changed the booking, and
-- people were told that it has expired from the moment it had. In one order, because a booking may
-- hold units that the caller has not locked, and another caller expires it at the same time.
create function private.expire_holds(p_resources uuid[]) returns void
language sql volatile set search_path = '' as $$
  update public.bookings as b set status = 'expired'
  where b.id in (
    select due.id from public.bookings as due
    where due.status = 'pending' and due.hold_until <= now()
      and exists (
        select from public.allocations as a
        where a.booking_id = due.id and a.active
          and a.unit_id in (select private.claimed_units(p_resources))
      )
    order by due.id
    for update
  )
$$;

-- What a unit is blocked for when it is used for a period.
create function private.blocked(p_during tstzrange, p_turnaround_minutes integer) returns tstzrange
language sql immutable set search_path = '' as $$
  select tstzrange(lower(p_during), upper(p_during) + make_interval(mins => p_turnaround_minutes))
$$;

-- Units of a resource that can be used at all, in the order in which they are given out.
create function private.units_of(p_resource uuid)
returns table (unit_id uuid, turnaround_minutes integer)
language sql stable set search_path = '' as $$
  select u.id, u.turnaround_minutes
  from public.resource_units as ru
  join public.units as u on u.id = ru.unit_id
  where ru.resource_id = p_resource and u.in_service
  order by length(u.label), u.label, u.id
$$;

-- Units of a resource that nobody holds at any moment of the period.
create function private.free_units(p_resource uuid, p_during tstzrange)
returns table (unit_id uuid, turnaround_minutes integer)
language sql stable set search_path = '' as $$
  select u.unit_id, u.turnaround_minutes
  from private.units_of(p_resource) as u
  where not exists (
    select from public.allocations as a
    where a.unit_id = u.unit_id and a.active
      and a.blocked && private.blocked(p_during, u.turnaround_minutes)
  )
$$;

-- The largest number of a resource's units that are held at one instant of the period.
create function private.peak_use(p_resource uuid, p_during tstzrange) returns integer
language sql stable set search_path = '' as $$
  with held as (
    select a.blocked, private.blocked(p_during, u.turnaround_minutes) as wanted
    from private.units_of(p_resource) as u
    join public.allocations as a on a.unit_id = u.unit_id and a.active
    join public.bookings as b on b.id = a.booking_id
    where a.blocked && private.blocked(p_during, u.turnaround_minutes)
      and private.effective_status(b.status, b.hold_until) <> 'expired'
  )
  select coalesce(max(at_once.count), 0)::integer
  from held as h
  cross join lateral (
    select count(*) as count from held as other
    where other.blocked @> greatest(lower(h.blocked), lower(h.wanted))
  ) as at_once
$$;

-- Units of a pool are interchangeable until handed over: finds places for p_count new uses of the
-- period by moving the pool's other holds between units, and moves them. p_avoid are units that must
-- be clear in that period (a composite wants them). True when all found a place; else nothing changed.
--
-- Holds are placed in order of their start, each on the first unit that is free: without immovable
-- holds this finds a plan whenever no instant has more uses than units (interval graphs are perfect:
-- Golumbic, Algorithmic Graph Theory, ch. 8). With immovable ones the search steps back, up to a bound.
create function private.repin(
  p_resource uuid, p_during tstzrange, p_count integer, p_avoid uuid[],
  out done boolean, out units uuid[]
)
language plpgsql volatile set search_path = '' as $$
declare
  v_units uuid[];
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
    where a.unit_id = any (v_units) and a.active and a.blocked && v_window;
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
    where a.resource_id = p_resource and a.unit_id = any (v_units) and a.active
      and a.blocked && v_window and b.status in ('pending', 'confirmed')
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
  where a.id = v_ids[x.n] and b.id = a.booking_id and b.status in ('pending', 'confirmed');
  units := array(
    select v_units[v_place[x.n]] from generate_series(1, v_count) as x (n) where v_ids[x.n] is null
  );
  done := true;
end
$$;

-- Writes holds of these units.
create function private.hold_units(
  p_booking uuid, p_resource uuid, p_units uuid[], p_during tstzrange
) returns void
language sql volatile set search_path = '' as $$
  insert into public.allocations (booking_id, resource_id, unit_id, during, blocked)
  select p_booking, p_resource, u.id, p_during, private.blocked(p_during, u.turnaround_minutes)
  from public.units as u
  where u.id = any (p_units)
$$;

-- All units of a resource that is taken whole. Pool holds in the way move elsewhere if they can.
create function private.take_all(p_booking uuid, p_resource uuid, p_during tstzrange) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_units uuid[] := array(select u.unit_id from private.units_of(p_resource) as u);
  v_all integer := (select count(*) from public.resource_units as ru where ru.resource_id = p_resource);
  v_pool uuid;
  v_in_the_way record;
begin
  if v_all = 0 or v_all > cardinality(v_units) then
    perform private.refuse('booking.not_enough_units', jsonb_build_object(
      'resource', p_resource, 'units', v_all, 'free', cardinality(v_units)
    ));
  end if;
  for v_pool in
    select distinct r.id
    from public.allocations as a
    join public.resources as r on r.id = a.resource_id and r.take = 'any'
    join public.units as u on u.id = a.unit_id
    where a.unit_id = any (v_units) and a.active
      and a.blocked && private.blocked(p_during, u.turnaround_minutes)
  loop
    perform private.repin(v_pool, p_during, 0, v_units);
  end loop;
  select b.during, a.blocked into v_in_the_way
  from public.allocations as a
  join public.bookings as b on b.id = a.booking_id
  join public.units as u on u.id = a.unit_id
  where a.unit_id = any (v_units) and a.active
    and a.blocked && private.blocked(p_during, u.turnaround_minutes)
  order by upper(a.blocked) desc limit 1;
  if found then
    perform private.refuse('booking.slot_taken', jsonb_build_object(
      'resource', p_resource,
      'starts', private.iso(lower(v_in_the_way.during)),
      'ends', private.iso(upper(v_in_the_way.during)),
      'free_from', private.iso(upper(v_in_the_way.blocked))
    ));
  end if;
  perform private.hold_units(p_booking, p_resource, v_units, p_during);
end
$$;

-- Any p_quantity units of a pool. Refused only if more units than there are would be in use at one
-- instant (invariant 2).
create function private.take_any(
  p_booking uuid, p_resource uuid, p_quantity integer, p_during tstzrange
) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_units uuid[] := array(
    select f.unit_id from private.free_units(p_resource, p_during) as f limit p_quantity
  );
  v_repinned record;
  v_total integer;
begin
  if cardinality(v_units) < p_quantity then
    select * into v_repinned from private.repin(p_resource, p_during, p_quantity, '{}');
    if not v_repinned.done then
      v_total := (select count(*) from private.units_of(p_resource));
      perform private.refuse('booking.not_enough_units', jsonb_build_object(
        'resource', p_resource,
        'units', v_total,
        'free', greatest(v_total - private.peak_use(p_resource, p_during), 0)
      ));
    end if;
    v_units := v_repinned.units;
  end if;
  perform private.hold_units(p_booking, p_resource, v_units, p_during);
end
$$;

-- Units for everything that a booking asks for: all of it, or a refusal. Whole resources first:
-- they have no choice.
create function private.allocate(p_booking uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_need record;
begin
  for v_need in
    select b.during, br.resource_id, br.quantity, r.take
    from public.bookings as b
    join public.booking_resources as br on br.booking_id = b.id
    join public.resources as r on r.id = br.resource_id
    where b.id = p_booking
    order by r.take, br.resource_id
  loop
    if v_need.take = 'all' then
      perform private.take_all(p_booking, v_need.resource_id, v_need.during);
    else
      perform private.take_any(p_booking, v_need.resource_id, v_need.quantity, v_need.during);
    end if;
  end loop;
end
$$;
