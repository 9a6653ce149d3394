-- Waiting for a time that is taken. What becomes free is offered to the first in line, as a booking
-- that holds its units until it is accepted or its time runs out; then the next one has it.
--
-- The rule that keeps the line: whoever has locked units first hands on what is free of them
-- (private.expire_holds), and only then takes any. So nobody overtakes, and no timer is needed.

create table public.slot_watches (
  id uuid primary key default gen_random_uuid(),
  centre_id uuid not null references public.centres (id) on delete cascade,
  person_id uuid not null references public.profiles (id) on delete cascade,
  organisation_id uuid references public.organisations (id) on delete cascade,
  -- one resource, or any room that is large enough
  resource_id uuid references public.resources (id) on delete cascade,
  kind text,
  quantity integer not null default 1,
  during tstzrange not null,
  people integer not null,
  purpose text not null,
  state text not null default 'waiting',
  -- the place in the line
  line_at timestamptz not null default now(),
  -- what it has been offered, or was offered last
  booking_id uuid references public.bookings (id) on delete set null,
  -- the refusal for which a free time went past
  passed_over jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint slot_watches_target check (
    (resource_id is null) <> (kind is null) and (kind is null or kind = 'room')
  ),
  constraint slot_watches_quantity_range check (quantity between 1 and 100),
  constraint slot_watches_people_range check (people between 1 and 10000),
  constraint slot_watches_purpose_length check (char_length(purpose) between 2 and 200),
  constraint slot_watches_state_known check (
    state in ('waiting', 'offered', 'accepted', 'declined', 'missed', 'removed')
  ),
  constraint slot_watches_offered_has_booking check (state <> 'offered' or booking_id is not null),
  constraint slot_watches_during_bounded check (
    not isempty(during) and not lower_inf(during) and not upper_inf(during)
    and lower_inc(during) and not upper_inc(during)
  )
);
comment on table public.slot_watches is 'Who waits for which time to become free, and in which order.';
create index slot_watches_waiting on public.slot_watches (centre_id, line_at) where state = 'waiting';
create index slot_watches_centre on public.slot_watches (centre_id);
create index slot_watches_person on public.slot_watches (person_id, created_at);
create index slot_watches_organisation on public.slot_watches (organisation_id);
create index slot_watches_resource on public.slot_watches (resource_id);
create index slot_watches_booking on public.slot_watches (booking_id);

alter table public.slot_watches enable row level security;
create policy slot_watches_read on public.slot_watches for select to authenticated
  using (person_id = (select auth.uid()) or centre_id in (select private.my_centres()));
grant select on public.slot_watches to authenticated;
-- Not granted: any write. Watches are made and ended by watch_slot and unwatch_slot.

create trigger write_audit after insert or update or delete on public.slot_watches
  for each row execute function private.write_audit('id');

-- What could fulfil a wish: the resource itself, or rooms for so many people, the smallest first.
create function private.wished_resources(p_watch public.slot_watches) returns setof public.resources
language sql stable set search_path = '' as $$
  select r.* from public.resources as r
  where r.centre_id = p_watch.centre_id and r.active and r.kind <> 'locker'
    and case when p_watch.resource_id is not null then r.id = p_watch.resource_id
      else r.kind = p_watch.kind and not r.lent_home and coalesce(r.capacity, p_watch.people) >= p_watch.people
    end
  order by r.capacity nulls last, r.position, r.id
$$;

-- Refuses as a request for the wish would be refused, the declaration left for when it is accepted.
create function private.check_wish(p_watch public.slot_watches, p_resource uuid) returns void
language plpgsql stable set search_path = '' as $$
declare
  v_booking public.bookings;
begin
  v_booking.centre_id := p_watch.centre_id;
  v_booking.requested_by := p_watch.person_id;
  v_booking.organisation_id := p_watch.organisation_id;
  v_booking.during := p_watch.during;
  v_booking.attendees := p_watch.people;
  v_booking.purpose := p_watch.purpose;
  perform private.check_person(p_watch.person_id, p_watch.centre_id, p_watch.organisation_id);
  perform private.check_rules(
    v_booking, (select c.time_zone from public.centres as c where c.id = p_watch.centre_id),
    jsonb_build_array(jsonb_build_object('id', p_resource, 'quantity', p_watch.quantity)),
    array[p_resource]
  );
end
$$;

-- Now, or in the morning: nobody has to answer, or is woken by a mail that could wait.
create function private.waking_time(p_zone text, p_at timestamptz default now()) returns timestamptz
language sql stable set search_path = '' as $$
  select case
    when extract(hour from wall.at) < 7 then (wall.at::date + time '07:00') at time zone p_zone
    when extract(hour from wall.at) >= 21 then (wall.at::date + 1 + time '07:00') at time zone p_zone
    else p_at
  end
  from (select p_at at time zone p_zone as at) as wall
$$;

-- Offers a free time to who waits for it: true when it is held for them now. Rules that refuse them
-- are kept with the wish, and the next in line is asked. A wish that is being served elsewhere at
-- this moment is left alone. Their quotas are looked at without a lock: they count when it is accepted.
create function private.offer(p_watch public.slot_watches, p_resource uuid) returns boolean
language plpgsql volatile set search_path = '' as $$
declare
  v_id uuid := gen_random_uuid();
  v_centre public.centres;
  v_series text := coalesce(current_setting('mam.series', true), '');
  v_reason text := coalesce(current_setting('mam.reason', true), '');
  v_refusal jsonb;
  v_detail text;
begin
  begin
    perform from public.slot_watches as w
    where w.id = p_watch.id and w.state = 'waiting' for update skip locked;
    if not found then
      return false;
    end if;
    perform private.check_wish(p_watch, p_resource);
    select * into v_centre from public.centres as c where c.id = p_watch.centre_id;
    -- it is made on the way of another change, whose series and reason are not its own
    perform set_config('mam.series', '', true), set_config('mam.reason', '', true);
    insert into public.bookings (
      id, centre_id, requested_by, organisation_id, purpose, attendees, during, status, hold_until,
      rules_version, offered_at
    ) values (
      v_id, p_watch.centre_id, p_watch.person_id, p_watch.organisation_id, p_watch.purpose,
      p_watch.people, p_watch.during, 'offered',
      least(
        private.waking_time(v_centre.time_zone) + private.minutes(v_centre.offer_minutes),
        lower(p_watch.during)
      ),
      v_centre.rules_version, now()
    );
    insert into public.booking_resources (booking_id, resource_id, quantity)
    values (v_id, p_resource, p_watch.quantity);
    perform private.allocate(v_id);
    update public.slot_watches set
      state = 'offered', booking_id = v_id, passed_over = null, updated_at = now()
    where id = p_watch.id;
    perform set_config('mam.series', v_series, true), set_config('mam.reason', v_reason, true);
    return true;
  exception
    when sqlstate 'P0001' then
      get stacked diagnostics v_detail = pg_exception_detail;
      v_refusal := v_detail::jsonb;
    when exclusion_violation then
      v_refusal := '{"error": "booking.slot_taken"}';
  end;
  if v_refusal ->> 'error' not in ('booking.slot_taken', 'booking.not_enough_units') then
    update public.slot_watches set passed_over = v_refusal, updated_at = now()
    where id in (
      select w.id from public.slot_watches as w
      where w.id = p_watch.id and w.passed_over is distinct from v_refusal
      for update skip locked
    );
  end if;
  return false;
end
$$;

-- Goes along the line of those who wait for anything that hangs together with these resources, and
-- offers what is free from beginning to end of a wish. Runs under private.lock_claims.
create function private.hand_on(p_resources uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_centre uuid := (select r.centre_id from public.resources as r where r.id = p_resources[1]);
  v_units uuid[];
  v_watch public.slot_watches;
  v_resource uuid;
begin
  for v_watch in
    select w.* from public.slot_watches as w
    where w.centre_id = v_centre and w.state = 'waiting' and lower(w.during) > now()
    order by w.line_at, w.id
  loop
    v_units := coalesce(v_units, array(select private.claimed_units(p_resources)));
    for v_resource in
      select r.id from private.wished_resources(v_watch) as r
      where exists (
        select from public.resource_units as ru
        where ru.resource_id = r.id and ru.unit_id = any (v_units)
      )
    loop
      continue when not private.is_available(v_resource, v_watch.quantity, v_watch.during);
      exit when private.offer(v_watch, v_resource);
    end loop;
  end loop;
end
$$;

-- Writes down what time has brought about with the units that these resources could touch, and hands
-- on what is free of them. In one order, because a booking may hold units that the caller has not
-- locked, and another caller writes it down at the same time. The version stays: nobody changed the
-- booking, and people were told so from the moment it was so.
create or replace function private.expire_holds(p_resources uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update public.bookings as b set
    status = case b.status when 'confirmed' then 'no_show' else 'expired' end
  where b.id in (
    select due.id from public.bookings as due
    where due.status in ('offered', 'pending', 'confirmed') and due.hold_until <= now()
      and exists (
        select from public.allocations as a
        where a.booking_id = due.id and a.active
          and a.unit_id in (select private.claimed_units(p_resources))
      )
    order by due.id
    for update
  );
  perform private.hand_on(p_resources);
end
$$;

-- The wish follows what becomes of its offer.
create function private.follow_offer() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.slot_watches set
    state = case new.status
      when 'expired' then 'missed' when 'declined' then 'declined' else 'accepted' end,
    updated_at = now()
  where booking_id = new.id and state = 'offered';
  return null;
end
$$;
create trigger follow_offer after update of status on public.bookings
  for each row when (old.status = 'offered' and new.status <> 'offered')
  execute function private.follow_offer();

-- Takes the locks of everything that hangs together with these resources if that can be done without
-- waiting: to wait here, after others were taken, could be for ever.
create function private.try_claims(p_resources uuid[]) returns boolean
language plpgsql volatile set search_path = '' as $$
declare
  v_key bigint;
begin
  for v_key in select hashtextextended(u::text, 0) from private.claimed_units(p_resources) as u loop
    if not pg_try_advisory_xact_lock(v_key) then
      return false;
    end if;
  end loop;
  return true;
end
$$;

-- At the end of every change that has freed time, whatever it was: cancelled, declined, finished
-- early, moved, brought back. At the end, because a move frees units that it then takes again.
-- Where somebody else has the units locked they are handed on by whoever locks them next.
create function private.hand_on_freed() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_resources uuid[] := array(
    select ru.resource_id from public.resource_units as ru where ru.unit_id = old.unit_id order by 1
  );
begin
  if exists (
    select from public.slot_watches as w
    join public.resources as r on r.centre_id = w.centre_id and r.id = any (v_resources)
    where w.state = 'waiting'
  )
    -- a change of many dates frees the same units many times
    and current_setting('mam.handed_on', true) is distinct from v_resources::text
    and private.try_claims(v_resources)
  then
    perform private.hand_on(v_resources);
    perform set_config('mam.handed_on', v_resources::text, true);
  end if;
  return null;
end
$$;
create constraint trigger hand_on_changed after update on public.allocations
  deferrable initially deferred for each row
  when (
    old.active
    and (not new.active or old.blocked is distinct from new.blocked or old.unit_id <> new.unit_id)
  )
  execute function private.hand_on_freed();
create constraint trigger hand_on_deleted after delete on public.allocations
  deferrable initially deferred for each row when (old.active)
  execute function private.hand_on_freed();

revoke execute on all functions in schema private from public;
