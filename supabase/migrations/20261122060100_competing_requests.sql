-- Requests that wait without holding anything, so that several may want the same time; and decisions
-- that check again (edge cases 5 and 6).

alter table public.resources add column pending_holds boolean not null default true;
comment on column public.resources.pending_holds is
  'Whether a request that waits keeps the time for itself; where it does not, staff choose among several.';

-- As before, and what waits for a resource that is not held for requests gets no units: it is only
-- asked whether it could have them now.
create or replace function private.allocate(p_booking uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_need record;
  v_resource public.resources;
  v_unit uuid;
begin
  for v_need in
    select b.during, br.resource_id, br.quantity, r.take, r.kind,
      b.status <> 'pending' or r.pending_holds as holds
    from public.bookings as b
    join public.booking_resources as br on br.booking_id = b.id
    join public.resources as r on r.id = br.resource_id
    where b.id = p_booking
    order by r.take, br.resource_id
  loop
    if v_need.kind = 'locker' then
      select * into v_resource from public.resources as r where r.id = v_need.resource_id;
      select f.unit_id into v_unit from private.free_lockers(v_need.resource_id) as f limit 1;
      if v_unit is null then
        perform private.refuse('locker.none_free', jsonb_build_object('resource', v_need.resource_id, 'free', 0));
      end if;
      perform private.hold_locker(p_booking, v_resource, v_unit, v_need.during);
    elsif v_need.take = 'all' then
      perform private.take_all(p_booking, v_need.resource_id, v_need.during);
    else
      perform private.take_any(p_booking, v_need.resource_id, v_need.quantity, v_need.during);
    end if;
    if not v_need.holds and v_need.kind <> 'locker' then
      delete from public.allocations
      where booking_id = p_booking and resource_id = v_need.resource_id;
    end if;
  end loop;
end
$$;

-- As before, and a request that holds nothing expires too when somebody comes to change it:
-- private.expire_holds finds only those that hold units.
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
  update public.bookings as b set status = 'expired'
  where b.id = v_booking.id and b.status = 'pending' and b.hold_until <= now();
  select * into v_booking from public.bookings as b where b.id = v_booking.id for update;
  if v_booking.version <> (p_args ->> 'version')::integer then
    perform private.refuse('booking.changed_meanwhile', jsonb_build_object('version', v_booking.version));
  end if;
  return v_booking;
end
$$;

-- Does a booking want something that it does not hold?
create function private.is_unheld(p_booking uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from public.booking_resources as br
    where br.booking_id = p_booking and not exists (
      select from public.allocations as a
      where a.booking_id = br.booking_id and a.resource_id = br.resource_id and a.active
    )
  )
$$;

-- Requests that wait for a time of the same units as these resources, with the gap between two uses.
create function private.requests_for(p_centre uuid, p_resources uuid[], p_during tstzrange)
returns setof uuid
language sql stable set search_path = '' as $$
  select other.id
  from public.bookings as other
  where other.centre_id = p_centre and other.status = 'pending' and other.hold_until > now()
    -- no turnaround is longer than half a day; the exact one follows
    and other.during && tstzrange(lower(p_during) - interval '12 hours', upper(p_during) + interval '12 hours')
    and exists (
      select from public.booking_resources as br
      join public.resource_units as theirs on theirs.resource_id = br.resource_id
      join public.resource_units as ours on ours.unit_id = theirs.unit_id
      join public.units as u on u.id = ours.unit_id
      where br.booking_id = other.id and ours.resource_id = any (p_resources)
        and private.blocked(other.during, u.turnaround_minutes)
          && private.blocked(p_during, u.turnaround_minutes)
    )
$$;

-- Requests that compete with this one: the same time of the same units, and not both can be had
-- because at least one of the two holds nothing yet.
create function private.rivals_of(p_booking uuid) returns setof uuid
language sql stable set search_path = '' as $$
  select rival.id
  from public.bookings as b
  cross join lateral private.requests_for(b.centre_id, array(
    select br.resource_id from public.booking_resources as br where br.booking_id = b.id
  ), b.during) as rival (id)
  where b.id = p_booking and rival.id <> b.id
    and (private.is_unheld(b.id) or private.is_unheld(rival.id))
$$;

-- How many others ask for the same time. Definer: it tells a number and nobody's name.
create function private.count_requests(
  p_centre uuid, p_resources uuid[], p_during tstzrange, p_except uuid
) returns integer
language sql stable security definer set search_path = '' as $$
  select count(*)::integer
  from private.requests_for(p_centre, p_resources, p_during) as rival (id)
  where rival.id is distinct from p_except
    and (private.is_unheld(rival.id) or private.is_unheld(p_except))
$$;

create function public.competing_requests(p_resources jsonb, p_starts timestamptz, p_ends timestamptz)
returns integer
language plpgsql stable set search_path = '' as $$
declare
  v_resources uuid[] := array(select n.resource_id from private.read_needs(p_resources) as n);
  v_centre uuid := (
    select r.centre_id from public.resources as r where r.id = any (v_resources) limit 1
  );
begin
  return private.count_requests(v_centre, v_resources, private.read_period(p_starts, p_ends), null);
end
$$;
comment on function public.competing_requests is
  'How many requests wait for a time of these resources without holding it.';

-- Staff confirm or decline a waiting request. Confirming takes the units that it does not hold yet, or
-- is refused and leaves it waiting; p_args.rivals_why declines, with that reason, the requests that can
-- no longer be had then.
create or replace function private.decide_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_request(p_person, p_args);
  v_why text := nullif(btrim(p_args ->> 'why'), '');
  v_rivals_why text := nullif(btrim(p_args ->> 'rivals_why'), '');
  v_decision text := p_args ->> 'decision';
  v_declined uuid[] := '{}';
begin
  if v_decision is null or v_decision not in ('confirmed', 'declined') then
    perform private.refuse('request.invalid', '{"field": "decision"}');
  elsif char_length(v_why) > 500 then
    perform private.refuse('request.invalid', '{"field": "why"}');
  elsif char_length(v_rivals_why) > 500 then
    perform private.refuse('request.invalid', '{"field": "rivals_why"}');
  end if;
  if v_decision = 'confirmed' and v_rivals_why is not null then
    -- before the decision: afterwards it holds its units and is nobody's rival
    v_declined := array(select r from private.rivals_of(v_booking.id) as r);
  end if;
  perform set_config('mam.reason', coalesce(v_why, ''), true);
  update public.bookings set
    status = v_decision, decided_by = p_person, decided_at = now(), decided_why = v_why,
    title_public = title_public or v_decision = 'confirmed', version = version + 1
  where id = v_booking.id;
  if v_decision = 'confirmed' and private.is_unheld(v_booking.id) then
    delete from public.allocations where booking_id = v_booking.id;
    perform private.allocate(v_booking.id);
  end if;
  if cardinality(v_declined) > 0 then
    perform set_config('mam.reason', v_rivals_why, true);
    -- of a pool there may be enough for several
    v_declined := array(
      select b.id from public.bookings as b
      where b.id = any (v_declined) and exists (
        select from public.booking_resources as br
        where br.booking_id = b.id
          and private.is_available(br.resource_id, br.quantity, b.during) is not true
          and not exists (
            select from public.allocations as a
            where a.booking_id = b.id and a.resource_id = br.resource_id and a.active
          )
      )
      order by b.id
    );
    update public.bookings set
      status = 'declined', decided_by = p_person, decided_at = now(), decided_why = v_rivals_why,
      version = version + 1
    where id = any (v_declined) and status = 'pending';
  end if;
  return private.booking_json(v_booking.id) || jsonb_build_object('declined', to_jsonb(v_declined));
end
$$;

-- Takes a decision back within ten minutes, by whoever made it: the request waits again, and holds
-- again what it held. A declined one whose time was taken since stays declined.
create function private.undo_decision(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
begin
  if v_booking.status not in ('confirmed', 'declined') or v_booking.decided_at is null then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif v_booking.decided_by is distinct from p_person
    or v_booking.decided_at + interval '10 minutes' <= now()
    or lower(v_booking.during) <= now()
  then
    perform private.refuse('booking.undo_expired');
  end if;
  delete from public.allocations where booking_id = v_booking.id;
  update public.bookings as b set
    status = 'pending', decided_by = null, decided_at = null, decided_why = null,
    -- as long as any request, from the moment at which somebody first looked at it
    hold_until = least(b.decided_at + private.minutes(c.pending_hold_minutes), lower(b.during)),
    title_public = exists (
      select from public.organisations as o
      where o.id = b.organisation_id and o.verified_at is not null
    ),
    version = b.version + 1
  from public.centres as c
  where b.id = v_booking.id and c.id = b.centre_id;
  perform private.allocate(v_booking.id);
  return private.booking_json(v_booking.id);
end
$$;

-- One argument more; two functions of one name would leave it to the caller which of them answers.
drop function public.decide_booking(uuid, uuid, integer, text, text);
create function public.decide_booking(
  p_key uuid, p_booking uuid, p_version integer, p_decision text, p_why text default null,
  p_rivals_why text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'decide_booking', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'decision', p_decision, 'why', p_why,
    'rivals_why', p_rivals_why
  ))
$$;
comment on function public.decide_booking is
  'Staff confirm or decline a waiting request; p_rivals_why also declines those that it leaves nothing to.';

create function public.undo_decision(p_key uuid, p_booking uuid, p_version integer) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'undo_decision', jsonb_build_object(
    'booking', p_booking, 'version', p_version
  ))
$$;
comment on function public.undo_decision is 'Takes a decision about a request back within ten minutes.';

revoke execute on all functions in schema private from public;
grant execute on function
  private.count_requests(uuid, uuid[], tstzrange, uuid),
  private.requests_for(uuid, uuid[], tstzrange),
  private.rivals_of(uuid),
  private.is_unheld(uuid),
  private.blocked(tstzrange, integer)
to authenticated;
grant execute on function
  public.competing_requests(jsonb, timestamptz, timestamptz),
  public.decide_booking(uuid, uuid, integer, text, text, text),
  public.undo_decision(uuid, uuid, integer)
to authenticated;
