-- Equipment lent home: from a pick-up in opening hours to a return in opening hours, days later.

alter table public.resources
  -- days are the centre's: from the day of pick-up to the day of return, the same day counting as one
  add column min_days integer not null default 1,
  add column max_days integer not null default 7,
  add column deposit_note jsonb,
  -- whether a document is to be shown at hand-out: that it was is noted, what stood in it never
  add column document_needed boolean not null default false,
  add constraint resources_days_range check (min_days >= 1 and max_days between min_days and 365),
  add constraint resources_deposit_note_localized check (private.is_localized(deposit_note));

create table public.handovers (
  id uuid primary key default gen_random_uuid(),
  centre_id uuid not null references public.centres (id) on delete cascade,
  booking_id uuid not null references public.bookings (id) on delete cascade,
  resource_id uuid not null references public.resources (id) on delete restrict,
  unit_id uuid not null references public.units (id) on delete restrict,
  handed_out_at timestamptz not null default now(),
  handed_out_by uuid references public.profiles (id) on delete set null,
  -- until when it was lent; later than that, and not back, it is overdue
  due_at timestamptz not null,
  document_shown boolean,
  note_out text,
  returned_at timestamptz,
  returned_by uuid references public.profiles (id) on delete set null,
  damaged boolean not null default false,
  note_back text,
  constraint handovers_note_out_length check (char_length(note_out) between 1 and 500),
  constraint handovers_note_back_length check (char_length(note_back) between 1 and 500),
  constraint handovers_returned_later check (returned_at >= handed_out_at)
);
comment on table public.handovers is
  'A unit that was given out for a booking, in which condition, and when and how it came back.';
-- a thing cannot be in two hands at once
create unique index handovers_out on public.handovers (unit_id) where (returned_at is null);
create index handovers_centre on public.handovers (centre_id, handed_out_at);
create index handovers_booking on public.handovers (booking_id);
create index handovers_resource on public.handovers (resource_id);
create index handovers_unit on public.handovers (unit_id);
create index handovers_handed_out_by on public.handovers (handed_out_by);
create index handovers_returned_by on public.handovers (returned_by);

alter table public.handovers enable row level security;
create policy handovers_read on public.handovers for select to authenticated
  using (exists (select from public.bookings as b where b.id = booking_id));
grant select on public.handovers to authenticated;
-- Not granted: any write. Rows come from hand_over and take_back.

create trigger write_audit after insert or update or delete on public.handovers
  for each row execute function private.write_audit('id');

-- Is this thing out longer than it was lent for? Nobody knows when it will be back, so until then it
-- cannot be had for any time to come. Definer, because callers may not read hand-overs of others.
create function private.is_overdue(p_unit uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.handovers as h
    where h.unit_id = p_unit and h.returned_at is null and h.due_at <= now()
  )
$$;

-- Units of a resource that can be used at all, in the order in which they are given out.
create or replace function private.units_of(p_resource uuid)
returns table (unit_id uuid, turnaround_minutes integer)
language sql stable set search_path = '' as $$
  select u.id, u.turnaround_minutes
  from public.resource_units as ru
  join public.units as u on u.id = ru.unit_id
  where ru.resource_id = p_resource and u.in_service
    and not exists (
      select from public.handovers as h
      where h.unit_id = u.id and h.returned_at is null and h.due_at <= now()
    )
  order by length(u.label), u.label, u.id
$$;

-- Units of a resource that are out too long: what is promised on them needs another one.
create function private.overdue_units(p_resource uuid) returns setof uuid
language sql stable set search_path = '' as $$
  select h.unit_id
  from public.resource_units as ru
  join public.handovers as h on h.unit_id = ru.unit_id
  where ru.resource_id = p_resource and h.returned_at is null and h.due_at <= now()
$$;

-- The largest number of a resource's units that are held at one instant of the period; what is
-- promised on a unit that is overdue counts, because it will take one of the others.
create or replace function private.peak_use(p_resource uuid, p_during tstzrange) returns integer
language sql stable set search_path = '' as $$
  with held as (
    select a.blocked, private.blocked(p_during, u.turnaround_minutes) as wanted
    from (
      select x.unit_id, x.turnaround_minutes from private.units_of(p_resource) as x
      union all
      select late.id, late.turnaround_minutes
      from public.units as late
      where late.in_service and late.id in (select private.overdue_units(p_resource))
    ) as u
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

-- Any p_quantity units of a pool. Refused only if more units than there are would be in use at one
-- instant (invariant 2).
create or replace function private.take_any(
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
  if cardinality(v_units) < p_quantity or exists (
    -- somebody's unit is not back: theirs comes first
    select from public.allocations as a
    join public.units as u on u.id = a.unit_id
    where a.unit_id in (select private.overdue_units(p_resource)) and a.active
      and a.blocked && private.blocked(p_during, u.turnaround_minutes)
  ) then
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

-- The period of a request for these resources: up to two days, and up to a year for what goes home.
create function private.read_wish(p_resources uuid[], p_starts timestamptz, p_ends timestamptz)
returns tstzrange
language plpgsql stable set search_path = '' as $$
begin
  if p_starts < p_ends and p_ends <= p_starts + interval '366 days' and exists (
    select from public.resources as r where r.id = any (p_resources) and r.lent_home
  ) then
    return tstzrange(
      lower(private.read_period(p_starts, p_starts + interval '1 minute')),
      upper(private.read_period(p_ends - interval '1 minute', p_ends))
    );
  end if;
  return private.read_period(p_starts, p_ends);
end
$$;

-- For how many days a thing is lent: local days from pick-up to return, the same day is one.
create function private.days_of(p_zone text, p_from timestamptz, p_until timestamptz) returns integer
language sql immutable set search_path = '' as $$
  select greatest((p_until at time zone p_zone)::date - (p_from at time zone p_zone)::date, 1)
$$;

-- Step and number of days of a loan; both ends are counted on the clock on the wall, so that a change
-- of clocks between them moves neither.
create function private.check_days(p_resource public.resources, p_zone text, p_during tstzrange)
returns void
language plpgsql stable set search_path = '' as $$
declare
  v_days integer := private.days_of(p_zone, lower(p_during), upper(p_during));
begin
  if exists (
    select from unnest(array[lower(p_during), upper(p_during)]) as e (at)
    cross join lateral (select e.at at time zone p_zone as local) as wall
    where mod(
      extract(epoch from wall.local - date_trunc('day', wall.local)), p_resource.step_minutes * 60
    ) <> 0
  ) then
    perform private.refuse('booking.off_step', jsonb_build_object('step', p_resource.step_minutes));
  elsif v_days < p_resource.min_days then
    perform private.refuse('loan.too_short', jsonb_build_object('days', p_resource.min_days));
  elsif v_days > p_resource.max_days then
    perform private.refuse('loan.too_long', jsonb_build_object('days', p_resource.max_days));
  end if;
end
$$;

-- Somebody must be there to give it out and to take it back; between the two the centre may be closed.
create function private.check_door(p_resource public.resources, p_zone text, p_during tstzrange)
returns void
language plpgsql stable set search_path = '' as $$
begin
  perform private.check_open(
    p_resource, p_zone, tstzrange(lower(p_during), lower(p_during) + interval '1 minute')
  );
  perform private.check_open(
    p_resource, p_zone, tstzrange(upper(p_during) - interval '1 minute', upper(p_during))
  );
end
$$;

-- All rules of one resource for one period.
create or replace function private.check_resource(
  p_resource public.resources, p_zone text, p_person uuid, p_organisation uuid,
  p_during tstzrange, p_attendees integer, p_statement_accepted boolean
) returns void
language plpgsql stable set search_path = '' as $$
begin
  perform private.check_open_to(p_resource, p_person, p_organisation);
  if p_resource.lent_home then
    perform private.check_days(p_resource, p_zone, p_during);
    perform private.check_ahead(p_resource, p_zone, p_during);
    perform private.check_door(p_resource, p_zone, p_during);
  else
    perform private.check_length(p_resource, p_zone, p_during);
    perform private.check_ahead(p_resource, p_zone, p_during);
    perform private.check_open(p_resource, p_zone, p_during);
  end if;
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

-- The resources of a request: all there, all active, all of one centre, and lent home or
-- used on the spot, not both: their hours and days would not be the same.
create or replace function private.wanted_resources(p_needs uuid[]) returns setof public.resources
language plpgsql stable set search_path = '' as $$
begin
  if (select count(*) from public.resources as r where r.id = any (p_needs) and r.active)
    <> cardinality(p_needs)
  then
    perform private.refuse('resource.unknown');
  elsif (select count(distinct r.centre_id) from public.resources as r where r.id = any (p_needs)) > 1
    or exists (
      select from public.resources as r
      where r.id = any (p_needs) and r.kind = 'locker'
    )
    or (
      select count(distinct r.lent_home) from public.resources as r where r.id = any (p_needs)
    ) > 1
  then
    perform private.refuse('request.invalid', '{"field": "resources"}');
  end if;
  return query
    select * from public.resources as r where r.id = any (p_needs)
    order by case r.kind when 'room' then 0 else 1 end, r.position, r.id;
end
$$;

create or replace function private.request_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings;
  v_centre public.centres;
  v_resource public.resources;
  v_resources uuid[] := array(
    select n.resource_id from private.read_needs(p_args -> 'resources') as n
  );
  v_statement boolean := coalesce((p_args ->> 'statement_accepted')::boolean, false);
  v_is_staff boolean;
  v_trusted boolean;
  v_verified boolean;
  v_review boolean := false;
begin
  v_booking.id := gen_random_uuid();
  v_booking.requested_by := p_person;
  v_booking.organisation_id := (p_args ->> 'organisation')::uuid;
  v_booking.during := private.read_wish(
    v_resources, (p_args ->> 'starts')::timestamptz, (p_args ->> 'ends')::timestamptz
  );
  v_booking.purpose := btrim(p_args ->> 'purpose');
  v_booking.note := nullif(btrim(p_args ->> 'note'), '');
  v_booking.public_title := nullif(btrim(p_args ->> 'public_title'), '');
  v_booking.attendees := (p_args ->> 'attendees')::integer;
  v_booking.override_reason := nullif(btrim(p_args ->> 'override_reason'), '');
  perform private.check_words(v_booking);

  select r.centre_id into v_booking.centre_id from private.wanted_resources(v_resources) as r limit 1;
  select * into v_centre from public.centres as c where c.id = v_booking.centre_id;
  v_is_staff := private.is_staff(p_person, v_centre.id);
  perform private.check_person(p_person, v_centre.id, v_booking.organisation_id);
  if v_booking.override_reason is not null and not v_is_staff then
    perform private.refuse('auth.forbidden');
  elsif (p_args ->> 'rules_version')::integer is distinct from v_centre.rules_version then
    perform private.refuse('booking.rules_not_accepted', jsonb_build_object('version', v_centre.rules_version));
  elsif lower(v_booking.during) < now() and v_booking.override_reason is null then
    perform private.refuse('booking.in_the_past');
  end if;
  v_booking.rules_version := v_centre.rules_version;

  perform private.lock_claims(v_resources, p_person, v_booking.organisation_id);
  perform private.expire_holds(v_resources);

  select o.trusted, o.verified_at is not null into v_trusted, v_verified
  from public.organisations as o where o.id = v_booking.organisation_id;
  for v_resource in select * from private.wanted_resources(v_resources) loop
    if v_booking.override_reason is null then
      perform private.check_resource(
        v_resource, v_centre.time_zone, p_person, v_booking.organisation_id,
        v_booking.during, v_booking.attendees, v_statement
      );
    end if;
    v_review := v_review
      or v_resource.approval = 'review'
      or (v_resource.approval = 'auto_for_trusted' and v_trusted is not true);
  end loop;

  v_booking.status := case when v_review and not v_is_staff then 'pending' else 'confirmed' end;
  v_booking.hold_until := case when v_booking.status = 'pending' then
    least(now() + private.minutes(v_centre.pending_hold_minutes), lower(v_booking.during))
  end;
  v_booking.title_public := v_is_staff or coalesce(v_verified, false);
  v_booking.version := 1;
  v_booking.created_at := now();
  perform set_config('mam.reason', coalesce(v_booking.override_reason, ''), true);

  insert into public.bookings values (v_booking.*);
  insert into public.booking_resources (booking_id, resource_id, quantity)
  select v_booking.id, n.resource_id, n.quantity from private.read_needs(p_args -> 'resources') as n;
  perform private.allocate(v_booking.id);
  return private.booking_json(v_booking.id);
end
$$;

-- Bookings of a centre that hold units in a period, without a word about people: a title only where
-- staff or a verified organisation vouch for it. What is lent home is here only where its units are
-- used on the spot, too. Definer, because callers may not read bookings.
create or replace function private.schedule_entries(p_centre uuid, p_during tstzrange) returns jsonb
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
      and exists (
        select from public.resource_units as ru
        join public.resources as r on r.id = ru.resource_id
        where ru.unit_id = a.unit_id and r.kind <> 'locker' and not r.lent_home
      )
      and b.status in ('pending', 'confirmed', 'checked_in', 'handed_over')
      and b.during && p_during
      and private.effective_status(b.status, b.hold_until) <> 'expired'
    group by b.id, o.name
  ) as entry
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

-- Could these units be had for the period? Pools count what is in use at once, because holds can be
-- moved between their units. Definer: it reads allocations and tells only yes or no.
create or replace function private.is_available(p_resource uuid, p_quantity integer, p_during tstzrange) returns boolean
language sql stable security definer set search_path = '' as $$
  select case r.take
    when 'all' then
      not exists (
        select from public.resource_units as ru
        join public.units as u on u.id = ru.unit_id
        where ru.resource_id = r.id and (
          not u.in_service
          or private.is_overdue(u.id)
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
