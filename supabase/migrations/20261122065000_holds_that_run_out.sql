-- What holds units for a time only: a request until it is decided, an offer until it is taken, and a
-- booking that nobody checks in until its grace is over. One column says until when: hold_until.

alter table public.centres
  -- for how long a freed time is kept for the first who waits for it
  add column offer_minutes integer not null default 120,
  -- after so many minutes without a check-in the time is free for others
  add column no_show_minutes integer not null default 15,
  -- so many strikes in so many days limit a person for so many days; 0 strikes: nobody is ever limited
  add column strike_limit integer not null default 3,
  add column strike_days integer not null default 90,
  add column limited_days integer not null default 30,
  add constraint centres_offer_range check (offer_minutes between 5 and 10080),
  add constraint centres_no_show_range check (no_show_minutes between 1 and 240),
  add constraint centres_strikes_range check (
    strike_limit between 0 and 20 and strike_days between 1 and 730 and limited_days between 1 and 365
  );

alter table public.resources
  add column needs_check_in boolean not null default false,
  -- its own minutes until it is released; null: as the centre has it
  add column no_show_minutes integer,
  add constraint resources_no_show_range check (no_show_minutes between 1 and 240),
  -- what is handed over, or kept for months, has its own way of beginning
  add constraint resources_check_in_on_the_spot check (
    not needs_check_in or kind <> 'locker' and not lent_home
  );

alter table public.bookings
  -- set where it began as an offer to somebody who waited
  add column offered_at timestamptz,
  add column checked_in_at timestamptz,
  add column checked_in_by uuid references public.profiles (id) on delete set null,
  -- cancelled by who booked it after the time until which that is free; null stands for no
  add column cancelled_late boolean,
  drop constraint bookings_status_known,
  drop constraint bookings_pending_has_hold,
  add constraint bookings_status_known check (
    status in (
      'offered', 'pending', 'confirmed', 'declined', 'expired', 'cancelled',
      'checked_in', 'no_show', 'completed', 'handed_over', 'returned'
    )
  ),
  add constraint bookings_pending_has_hold check (
    status not in ('offered', 'pending') or hold_until is not null
  );
create index bookings_checked_in_by on public.bookings (checked_in_by);

drop index public.bookings_held;
create index bookings_held on public.bookings using gist (centre_id, during)
  where (status in ('offered', 'pending', 'confirmed', 'checked_in', 'handed_over'));
drop index public.bookings_pending;
-- private.expire_holds looks for holds that ran out before every request
create index bookings_hold_until on public.bookings (hold_until)
  where status in ('offered', 'pending', 'confirmed') and hold_until is not null;

-- Does a booking in this state hold its units?
create or replace function private.is_held(p_status text) returns boolean
language sql immutable set search_path = '' as $$
  select p_status in ('offered', 'pending', 'confirmed', 'checked_in', 'handed_over')
$$;

-- The state that people are told: a request or an offer whose time ran out has expired, and who was
-- not checked in did not come, whether or not anything has come by to write it down (invariant 8).
create or replace function private.effective_status(p_status text, p_hold_until timestamptz) returns text
language sql stable set search_path = '' as $$
  select case
    when p_hold_until <= now() and p_status in ('offered', 'pending') then 'expired'
    when p_hold_until <= now() and p_status = 'confirmed' then 'no_show'
    else p_status
  end
$$;

-- Has a booking let go of its units by itself?
create function private.has_lapsed(p_status text, p_hold_until timestamptz) returns boolean
language sql stable set search_path = '' as $$
  select private.effective_status(p_status, p_hold_until) in ('expired', 'no_show')
$$;

-- By when somebody must be checked in for a booking; null where nobody has to. Staff may book what
-- has begun already: the time then counts from that moment.
create function private.check_in_until(p_booking public.bookings) returns timestamptz
language sql stable set search_path = '' as $$
  select greatest(lower(p_booking.during), now())
    + private.minutes(max(coalesce(r.no_show_minutes, c.no_show_minutes)))
  from public.booking_resources as br
  join public.resources as r on r.id = br.resource_id and r.needs_check_in
  join public.centres as c on c.id = r.centre_id
  where br.booking_id = p_booking.id
$$;

-- hold_until follows the state: a confirmed booking is held until its check-in is due, or for good.
create function private.keep_hold() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.status = 'confirmed' then
    new.hold_until := private.check_in_until(new);
  elsif tg_op = 'UPDATE' and old.status = 'confirmed' and new.status not in ('pending', 'no_show') then
    new.hold_until := null;
  end if;
  if new.status <> 'cancelled' then
    new.cancelled_late := null;
  end if;
  return new;
end
$$;
create trigger keep_hold before insert or update of status, during on public.bookings
  for each row execute function private.keep_hold();

-- A new booking learns of its check-in with the resource that asks for it.
create function private.ask_check_in() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.bookings as b set status = b.status
  from public.resources as r
  where b.id = new.booking_id and b.status = 'confirmed'
    and r.id = new.resource_id and r.needs_check_in;
  return null;
end
$$;
create trigger ask_check_in after insert on public.booking_resources
  for each row execute function private.ask_check_in();

-- Until now it also told until when a request had been held that was confirmed since.
update public.bookings set hold_until = null where status = 'confirmed' and hold_until is not null;

-- What time, and nobody, has brought about is not logged as anybody's doing.
create or replace function private.write_audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  v_after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  v_row jsonb := coalesce(v_after, v_before);
begin
  if v_before is distinct from v_after then
    insert into public.audit_log (actor, centre_id, entity, entity_id, action, before, after, reason)
    values (
      case
        when tg_table_name = 'bookings' and v_after ->> 'status' in ('expired', 'no_show', 'offered') then null
        else auth.uid()
      end,
      case when tg_table_name = 'centres' then (v_row ->> 'id')::uuid else (v_row ->> 'centre_id')::uuid end,
      tg_table_name,
      v_row ->> tg_argv[0],
      lower(tg_op),
      v_before,
      v_after,
      nullif(current_setting('mam.reason', true), '')
    );
  end if;
  return null;
end
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
      and not private.has_lapsed(b.status, b.hold_until)
  )
  select coalesce(max(at_once.count), 0)::integer
  from held as h
  cross join lateral (
    select count(*) as count from held as other
    where other.blocked @> greatest(lower(h.blocked), lower(h.wanted))
  ) as at_once
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
              and not private.has_lapsed(b.status, b.hold_until)
          )
        )
      )
      and exists (select from public.resource_units as ru where ru.resource_id = r.id)
    else
      (select count(*) from private.units_of(r.id)) - private.peak_use(r.id, p_during) >= p_quantity
  end
  from public.resources as r where r.id = p_resource
$$;

-- Bookings of a centre that hold units in a period, without a word about people: a title only where
-- staff or a verified organisation vouch for it. A time that is offered to somebody shows as held.
-- What is lent home is here only where its units are used on the spot, too. Definer, because callers
-- may not read bookings.
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
        'title', case when b.title_public and b.status not in ('offered', 'pending') then b.public_title end,
        'organisation', case
          when b.title_public and b.status not in ('offered', 'pending') and b.public_title is not null
          then o.name end,
        'status', case when b.status in ('offered', 'pending') then 'pending' else 'confirmed' end,
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
      and b.status in ('offered', 'pending', 'confirmed', 'checked_in', 'handed_over')
      and b.during && p_during
      and not private.has_lapsed(b.status, b.hold_until)
    group by b.id, o.name
  ) as entry
$$;

revoke execute on all functions in schema private from public;
