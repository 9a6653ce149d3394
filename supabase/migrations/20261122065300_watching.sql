-- Getting in line for a time, leaving it, and answering an offer.

-- A wish as it was sent, checked as far as it can be before anything is locked.
create function private.read_watch(p_person uuid, p_args jsonb) returns public.slot_watches
language plpgsql stable set search_path = '' as $$
declare
  v_watch public.slot_watches;
  v_words public.bookings;
begin
  v_watch.id := gen_random_uuid();
  v_watch.person_id := p_person;
  v_watch.organisation_id := (p_args ->> 'organisation')::uuid;
  v_watch.resource_id := (p_args ->> 'resource')::uuid;
  v_watch.kind := p_args ->> 'kind';
  v_watch.quantity := coalesce((p_args ->> 'quantity')::integer, 1);
  v_watch.people := (p_args ->> 'people')::integer;
  v_watch.purpose := btrim(p_args ->> 'purpose');
  v_words.purpose := v_watch.purpose;
  v_words.attendees := v_watch.people;
  perform private.check_words(v_words);
  if (v_watch.resource_id is null) = (v_watch.kind is null) or v_watch.kind <> 'room' then
    perform private.refuse('request.invalid', '{"field": "resource"}');
  elsif v_watch.quantity not between 1 and 100 then
    perform private.refuse('request.invalid', '{"field": "quantity"}');
  end if;
  if v_watch.resource_id is not null then
    select r.centre_id into v_watch.centre_id
    from private.wanted_resources(array[v_watch.resource_id]) as r;
  else
    select c.id into v_watch.centre_id from public.centres as c where c.slug = p_args ->> 'centre';
    if v_watch.centre_id is null then
      perform private.refuse('centre.unknown');
    end if;
  end if;
  v_watch.during := private.read_wish(
    array[v_watch.resource_id], (p_args ->> 'starts')::timestamptz, (p_args ->> 'ends')::timestamptz
  );
  if lower(v_watch.during) <= now() then
    perform private.refuse('booking.in_the_past');
  end if;
  return v_watch;
end
$$;

-- Gets in line. What could be booked at once is not to be waited for; what no rule would ever let
-- through is refused now and not when it is free. A quota may have room again by then.
create function private.watch_slot(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_watch public.slot_watches := private.read_watch(p_person, p_args);
  v_candidates uuid[] := array(select r.id from private.wished_resources(v_watch) as r);
  v_resource uuid;
  v_detail text;
  v_fits boolean := false;
begin
  if cardinality(v_candidates) = 0 then
    perform private.refuse('watch.nothing_fits', jsonb_build_object('people', v_watch.people));
  end if;
  perform private.lock_claims(v_candidates, p_person, v_watch.organisation_id);
  perform private.expire_holds(v_candidates);
  foreach v_resource in array v_candidates loop
    begin
      perform private.check_wish(v_watch, v_resource);
      v_fits := true;
      if private.is_available(v_resource, v_watch.quantity, v_watch.during) then
        v_detail := null;
        exit;
      end if;
    exception when sqlstate 'P0001' then
      get stacked diagnostics v_detail = pg_exception_detail;
      v_fits := v_fits or v_detail::jsonb ->> 'error' in (
        'booking.over_quota', 'booking.too_many', 'booking.over_share'
      );
    end;
    v_resource := null;
  end loop;
  if v_resource is not null then
    perform private.refuse('watch.free', jsonb_build_object('resource', v_resource));
  elsif not v_fits then
    perform private.refuse(v_detail::jsonb ->> 'error', v_detail::jsonb - 'error');
  end if;

  -- waiting twice for the same is waiting once
  select coalesce((
    select w.id from public.slot_watches as w
    where w.person_id = p_person and w.state in ('waiting', 'offered') and w.during = v_watch.during
      and w.resource_id is not distinct from v_watch.resource_id
      and w.kind is not distinct from v_watch.kind
      and w.organisation_id is not distinct from v_watch.organisation_id
    limit 1
  ), v_watch.id) into v_watch.id;
  if not exists (select from public.slot_watches as w where w.id = v_watch.id) then
    if (
      select count(*) >= 20 from public.slot_watches as w
      where w.person_id = p_person and w.state in ('waiting', 'offered') and lower(w.during) > now()
    ) then
      perform private.refuse('watch.too_many', '{"cap": 20}');
    end if;
    insert into public.slot_watches (
      id, centre_id, person_id, organisation_id, resource_id, kind, quantity, during, people, purpose
    ) values (
      v_watch.id, v_watch.centre_id, p_person, v_watch.organisation_id, v_watch.resource_id,
      v_watch.kind, v_watch.quantity, v_watch.during, v_watch.people, v_watch.purpose
    );
  end if;
  return private.watch_json(v_watch.id);
end
$$;

-- A wish of this person; other people's and those that never were look alike.
create function private.own_watch(p_person uuid, p_args jsonb) returns public.slot_watches
language plpgsql stable set search_path = '' as $$
declare
  v_watch public.slot_watches;
begin
  select * into v_watch from public.slot_watches as w
  where w.id = (p_args ->> 'watch')::uuid and w.person_id = p_person;
  if v_watch.id is null then
    perform private.refuse('watch.not_found');
  end if;
  return v_watch;
end
$$;

-- Leaves the line; an offer that was made meanwhile is declined with it.
create function private.unwatch_slot(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_watch public.slot_watches := private.own_watch(p_person, p_args);
begin
  update public.slot_watches set state = 'removed', updated_at = now()
  where id = v_watch.id and state = 'waiting';
  if not found then
    v_watch := private.own_watch(p_person, p_args);
    if v_watch.state = 'offered' then
      perform private.decline_offer(p_person, jsonb_build_object(
        'booking', v_watch.booking_id,
        'version', (select b.version from public.bookings as b where b.id = v_watch.booking_id)
      ));
    end if;
  end if;
  return private.watch_json(v_watch.id);
end
$$;

-- Gets in line again: on the old place within ten minutes of leaving it, else at the end. What has
-- become free meanwhile is offered at the end of this change.
create function private.rewatch_slot(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_watch public.slot_watches := private.own_watch(p_person, p_args);
  v_candidates uuid[] := array(select r.id from private.wished_resources(v_watch) as r);
begin
  perform private.lock_claims(v_candidates, p_person, v_watch.organisation_id);
  perform private.expire_holds(v_candidates);
  v_watch := private.own_watch(p_person, p_args);
  if v_watch.state in ('accepted') then
    perform private.refuse('watch.not_found');
  elsif lower(v_watch.during) <= now() then
    perform private.refuse('booking.in_the_past');
  elsif v_watch.state not in ('waiting', 'offered') then
    update public.slot_watches set
      state = 'waiting',
      line_at = case when state = 'removed' and updated_at > now() - interval '10 minutes'
        then line_at else now() end,
      updated_at = now()
    where id = v_watch.id;
    perform private.hand_on(v_candidates);
  end if;
  return private.watch_json(v_watch.id);
end
$$;

-- The booking of an offer that this person may answer, still open.
create function private.lock_offer(p_person uuid, p_args jsonb) returns public.bookings
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
begin
  if v_booking.requested_by is distinct from p_person then
    perform private.refuse('auth.forbidden');
  elsif v_booking.offered_at is null then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif v_booking.status <> 'offered' then
    perform private.refuse('offer.over', jsonb_build_object('status', v_booking.status));
  end if;
  return v_booking;
end
$$;

-- Takes what is offered, by the rules of this moment. It is not in its own way: while they are asked
-- it wants nothing. Its units stay as they are.
create function private.accept_offer(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_offer(p_person, p_args);
  v_centre public.centres;
  v_needs jsonb := private.needs_of(v_booking.id);
  v_resources uuid[] := array(select n.resource_id from private.read_needs(v_needs) as n);
  v_review boolean;
begin
  select * into v_centre from public.centres as c where c.id = v_booking.centre_id;
  perform private.check_person(p_person, v_booking.centre_id, v_booking.organisation_id);
  if (p_args ->> 'rules_version')::integer is distinct from v_centre.rules_version then
    perform private.refuse('booking.rules_not_accepted', jsonb_build_object('version', v_centre.rules_version));
  end if;
  delete from public.booking_resources where booking_id = v_booking.id;
  perform private.check_rules(
    v_booking, v_centre.time_zone, v_needs,
    case when (p_args ->> 'statement_accepted')::boolean then v_resources end
  );
  insert into public.booking_resources (booking_id, resource_id, quantity)
  select v_booking.id, n.resource_id, n.quantity from private.read_needs(v_needs) as n;
  v_review := private.awaits_review(v_booking, v_resources);
  update public.bookings set
    status = case when v_review then 'pending' else 'confirmed' end,
    hold_until = case when v_review then
      least(now() + private.minutes(v_centre.pending_hold_minutes), lower(v_booking.during)) end,
    rules_version = v_centre.rules_version,
    title_public = private.is_staff(p_person, v_centre.id) or exists (
      select from public.organisations as o
      where o.id = v_booking.organisation_id and o.verified_at is not null
    ),
    version = version + 1
  where id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

create function private.decline_offer(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_offer(p_person, p_args);
begin
  update public.bookings set status = 'declined', version = version + 1 where id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

-- How many stand in line before a wish whose time overlaps and who could be served by the same
-- units, plus one. Definer: it counts others' wishes, and tells of them nothing else.
create function private.watch_place(p_watch uuid) returns integer
language sql stable security definer set search_path = '' as $$
  select 1 + count(*)::integer
  from public.slot_watches as w
  join public.slot_watches as before
    on before.centre_id = w.centre_id and before.state = 'waiting' and before.during && w.during
    and (before.line_at, before.id) < (w.line_at, w.id)
  where w.id = p_watch and exists (
    select from private.wished_resources(w) as mine
    join public.resource_units as one on one.resource_id = mine.id
    join public.resource_units as other on other.unit_id = one.unit_id
    where other.resource_id in (select r.id from private.wished_resources(before) as r)
  )
$$;

-- What of a wish is free at this moment, where it can be told in steps: [{"resource", "starts",
-- "ends"}, …], the longest first, at most three. Definer, because callers may not read bookings.
create function private.free_parts(p_watch uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(part.json), '[]')
  from (
    select jsonb_build_object(
      'resource', r.id, 'name', r.name,
      'starts', private.iso(lower(run)), 'ends', private.iso(upper(run))
    ) as json
    from public.slot_watches as w
    cross join lateral (
      select x.* from private.wished_resources(w) as x where not x.lent_home limit 6
    ) as r
    cross join lateral (
      select range_agg(s.during) as free
      from (
        select tstzrange(at, at + private.minutes(r.step_minutes)) as during
        from generate_series(
          lower(w.during), upper(w.during) - private.minutes(r.step_minutes),
          private.minutes(r.step_minutes)
        ) as at
      ) as s
      where lower(s.during) > now() and private.is_available(r.id, w.quantity, s.during)
    ) as steps
    cross join lateral unnest(steps.free) as run
    where w.id = p_watch and upper(w.during) > now()
      and upper(run) - lower(run) >= private.minutes(r.min_minutes)
    order by upper(run) - lower(run) desc, lower(run)
    limit 3
  ) as part
$$;

-- A wish as its functions answer it.
create function private.watch_json(p_watch uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', w.id, 'state', w.state, 'place', private.watch_place(w.id), 'booking', w.booking_id
  )
  from public.slot_watches as w where w.id = p_watch
$$;

-- What the app calls.

create function public.watch_slot(
  p_key uuid, p_starts timestamptz, p_ends timestamptz, p_purpose text, p_people integer,
  p_resource uuid default null, p_quantity integer default 1, p_centre text default null,
  p_kind text default null, p_organisation uuid default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'watch_slot', jsonb_build_object(
    'starts', p_starts, 'ends', p_ends, 'purpose', p_purpose, 'people', p_people,
    'resource', p_resource, 'quantity', p_quantity, 'centre', p_centre, 'kind', p_kind,
    'organisation', p_organisation
  ))
$$;
comment on function public.watch_slot is
  'Gets in line for a time that is taken: of p_resource, or of any room (p_kind room) of p_centre.';

create function public.unwatch_slot(p_key uuid, p_watch uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'unwatch_slot', jsonb_build_object('watch', p_watch))
$$;
comment on function public.unwatch_slot is 'Leaves the line; an offer is declined with it.';

create function public.rewatch_slot(p_key uuid, p_watch uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'rewatch_slot', jsonb_build_object('watch', p_watch))
$$;
comment on function public.rewatch_slot is
  'Gets in line again: on the old place within ten minutes of leaving it, else at the end.';

create function public.accept_offer(
  p_key uuid, p_booking uuid, p_version integer, p_rules_version integer,
  p_statement_accepted boolean default false
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'accept_offer', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'rules_version', p_rules_version,
    'statement_accepted', p_statement_accepted
  ))
$$;
comment on function public.accept_offer is 'Takes a time that is offered: confirmed, or pending where it is reviewed.';

create function public.decline_offer(p_key uuid, p_booking uuid, p_version integer) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'decline_offer', jsonb_build_object(
    'booking', p_booking, 'version', p_version
  ))
$$;
comment on function public.decline_offer is 'Leaves a time that is offered to the next in line.';

-- Wishes that the caller may see, in the shape in which they are shown.
create view public.my_watches with (security_invoker = true) as
select
  w.id, w.centre_id, c.slug as centre_slug, c.name as centre_name, c.time_zone, c.rules_version,
  w.person_id, w.organisation_id, o.name as organisation_name, w.kind, w.quantity, w.people, w.purpose,
  lower(w.during) as starts,
  upper(w.during) as ends,
  case
    when w.state = 'offered' and private.effective_status(b.status, b.hold_until) = 'expired' then 'missed'
    when w.state = 'waiting' and lower(w.during) <= now() then 'over'
    else w.state
  end as state,
  w.created_at,
  w.updated_at,
  case when w.state = 'waiting' and lower(w.during) > now() then private.watch_place(w.id) end as place,
  case when w.state = 'waiting' and lower(w.during) > now() then private.free_parts(w.id) else '[]' end
    as free_parts,
  w.passed_over,
  w.booking_id,
  b.version as booking_version,
  b.hold_until as offered_until,
  case when r.id is not null then jsonb_build_object(
    'id', r.id, 'slug', r.slug, 'kind', r.kind, 'name', r.name, 'colour', r.colour,
    'statement', r.statement
  ) end as resource
from public.slot_watches as w
join public.centres as c on c.id = w.centre_id
left join public.organisations as o on o.id = w.organisation_id
left join public.bookings as b on b.id = w.booking_id
-- what was wished, or what any room has become
left join public.resources as r on r.id = coalesce(
  w.resource_id,
  (select br.resource_id from public.booking_resources as br where br.booking_id = w.booking_id limit 1)
);
comment on view public.my_watches is
  'Times that people wait for, ready to show: place in the line, what is free, what is offered.';
grant select on public.my_watches to authenticated;

revoke execute on all functions in schema private from public;
grant execute on function private.watch_place(uuid), private.free_parts(uuid) to authenticated;
grant execute on function
  public.watch_slot(uuid, timestamptz, timestamptz, text, integer, uuid, integer, text, text, uuid),
  public.unwatch_slot(uuid, uuid),
  public.rewatch_slot(uuid, uuid),
  public.accept_offer(uuid, uuid, integer, integer, boolean),
  public.decline_offer(uuid, uuid, integer)
to authenticated;
