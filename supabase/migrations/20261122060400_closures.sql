-- Closures over bookings that are there already (edge case 38): each of them is shown first, and staff
-- decide about each: cancel it with a message, move it to a free room, or keep it.

-- The resources that a closure takes: its own and those that share a unit with it, or all of a centre.
create function private.closed_resources(p_centre uuid, p_resource uuid) returns uuid[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(distinct r.id), '{}')
  from public.resources as r
  where r.centre_id = p_centre and (
    p_resource is null or r.id = p_resource or exists (
      select from public.resource_units as ours
      join public.resource_units as theirs on theirs.unit_id = ours.unit_id
      where ours.resource_id = p_resource and theirs.resource_id = r.id
    )
  )
$$;

-- Coming bookings that a closure meets. What is lent home is met at the door only, at pick-up or
-- return; a locker is met when it is the lockers that are closed.
create function private.bookings_in(p_centre uuid, p_resource uuid, p_during tstzrange)
returns setof public.bookings
language sql stable set search_path = '' as $$
  select b.*
  from public.bookings as b
  where b.centre_id = p_centre
    and b.status in ('pending', 'confirmed', 'checked_in', 'handed_over')
    and (b.status <> 'pending' or b.hold_until > now())
    and b.during && p_during and upper(b.during) > now()
    and exists (
      select from public.booking_resources as br
      join public.resources as r on r.id = br.resource_id
      where br.booking_id = b.id and r.id = any (private.closed_resources(p_centre, p_resource))
        and case
          when r.kind = 'locker' then r.id = p_resource
          when r.lent_home then lower(b.during) <@ p_during or upper(b.during) - interval '1 minute' <@ p_during
          else true
        end
    )
  order by lower(b.during), b.id
$$;

-- A free room for a booking of a room that is closed: of the same centre, large enough, open, not
-- itself closed then. The booking's other things stay with it.
create function private.rooms_instead(p_booking public.bookings, p_closed uuid[]) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) order by r.position, r.id), '[]')
  from public.resources as r
  join public.centres as c on c.id = r.centre_id
  where r.centre_id = p_booking.centre_id and r.active and r.kind = 'room' and not r.id = any (p_closed)
    and coalesce(r.capacity, p_booking.attendees) >= p_booking.attendees
    and private.is_available(r.id, 1, p_booking.during)
    and private.open_times(
      r.centre_id, r.id, (lower(p_booking.during) at time zone c.time_zone)::date,
      (upper(p_booking.during) at time zone c.time_zone)::date + 1
    ) @> p_booking.during
    and exists (
      select from public.booking_resources as br
      join public.resources as own on own.id = br.resource_id and own.kind = 'room'
      where br.booking_id = p_booking.id and own.id = any (p_closed)
    )
$$;

create function private.closure_period(p_starts timestamptz, p_ends timestamptz) returns tstzrange
language plpgsql immutable set search_path = '' as $$
begin
  if p_starts is null or not isfinite(p_starts)
    or p_starts not between '2000-01-01T00:00:00Z' and '2200-01-01T00:00:00Z'
  then
    perform private.refuse('request.invalid', '{"field": "starts"}');
  elsif p_ends is null or not isfinite(p_ends) or p_ends <= p_starts
    or p_ends > p_starts + interval '366 days'
  then
    perform private.refuse('request.invalid', '{"field": "ends"}');
  end if;
  return tstzrange(p_starts, p_ends);
end
$$;

-- A booking as staff see it in a list of those that are met.
create function private.met_booking_json(p_booking public.bookings) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_booking.id, 'version', p_booking.version, 'status', p_booking.status,
    'starts', private.iso(lower(p_booking.during)), 'ends', private.iso(upper(p_booking.during)),
    'purpose', p_booking.purpose, 'attendees', p_booking.attendees,
    'name', coalesce(p.display_name, w.name), 'phone', coalesce(p.phone, w.phone),
    'organisation', o.name,
    'resources', (
      select jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'quantity', br.quantity) order by r.position, r.id)
      from public.booking_resources as br
      join public.resources as r on r.id = br.resource_id
      where br.booking_id = p_booking.id
    )
  )
  from (select p_booking.id as id) as one
  left join public.profiles as p on p.id = p_booking.requested_by
  left join public.booking_walk_ins as w on w.booking_id = one.id
  left join public.organisations as o on o.id = p_booking.organisation_id
$$;

create function private.check_centre_staff(p_centre uuid) returns void
language plpgsql stable set search_path = '' as $$
begin
  if p_centre is null or p_centre not in (select private.my_centres()) then
    perform private.refuse('auth.forbidden');
  end if;
end
$$;

create function public.preview_closure(
  p_centre uuid, p_starts timestamptz, p_ends timestamptz, p_resource uuid default null
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_during tstzrange := private.closure_period(p_starts, p_ends);
  v_closed uuid[] := private.closed_resources(p_centre, p_resource);
begin
  perform private.check_centre_staff(p_centre);
  return jsonb_build_object('bookings', (
    select coalesce(jsonb_agg(
      private.met_booking_json(b) || jsonb_build_object('rooms', private.rooms_instead(b, v_closed))
      order by lower(b.during), b.id
    ), '[]')
    from private.bookings_in(p_centre, p_resource, v_during) as b
  ));
end
$$;
comment on function public.preview_closure is
  'For staff: the bookings that a closure would meet, each with the free rooms that it could move to.';

-- Closes and decides about every booking that this meets, all or nothing: one that nobody has decided
-- about, made a moment ago perhaps, refuses the whole and is named.
create function private.create_closure(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_centre uuid := (p_args ->> 'centre')::uuid;
  v_resource uuid := (p_args ->> 'resource')::uuid;
  v_during tstzrange := private.closure_period((p_args ->> 'starts')::timestamptz, (p_args ->> 'ends')::timestamptz);
  v_reason text := btrim(p_args ->> 'reason');
  v_decisions jsonb := coalesce(nullif(p_args -> 'decisions', 'null'), '[]');
  v_closed uuid[] := private.closed_resources(v_centre, v_resource);
  v_closure uuid;
  v_one record;
  v_undecided jsonb;
  v_detail text;
  v_resources jsonb;
  v_answers jsonb := '[]';
begin
  if v_centre is null or not private.is_staff(p_person, v_centre) then
    perform private.refuse('auth.forbidden');
  elsif v_resource is not null and not exists (
    select from public.resources as r where r.id = v_resource and r.centre_id = v_centre
  ) then
    perform private.refuse('resource.unknown');
  elsif private.is_line(v_reason, 2, 160) is not true then
    perform private.refuse('request.invalid', '{"field": "reason"}');
  elsif upper(v_during) <= now() then
    perform private.refuse('booking.in_the_past');
  elsif jsonb_typeof(v_decisions) <> 'array' or jsonb_array_length(v_decisions) > 500 or exists (
    select from jsonb_array_elements(v_decisions) as e
    where jsonb_typeof(e) <> 'object'
      or coalesce(e ->> 'booking', '') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      or coalesce(e ->> 'version', '') !~ '^[1-9][0-9]{0,8}$'
      or coalesce(e ->> 'action', '') not in ('cancel', 'move', 'keep')
      or char_length(e ->> 'message') > 500
      or e ->> 'action' = 'move'
        and coalesce(e ->> 'room', '') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  ) then
    perform private.refuse('request.invalid', '{"field": "decisions"}');
  end if;
  -- every unit that could be booked into the closure or out of it: nobody books while this is decided
  perform private.lock_all(
    array(
      select r.id from public.resources as r
      where r.centre_id = v_centre and (r.id = any (v_closed) or r.id in (
        select (e ->> 'room')::uuid from jsonb_array_elements(v_decisions) as e where e ->> 'action' = 'move'
      ))
      union
      select br.resource_id
      from private.bookings_in(v_centre, v_resource, v_during) as b
      join public.booking_resources as br on br.booking_id = b.id
    ),
    array(
      select unnest(array[b.requested_by, b.organisation_id])
      from private.bookings_in(v_centre, v_resource, v_during) as b
    )
  );
  perform private.expire_holds(v_closed);

  select jsonb_agg(b.id order by lower(b.during), b.id) into v_undecided
  from private.bookings_in(v_centre, v_resource, v_during) as b
  where not exists (
    select from jsonb_array_elements(v_decisions) as e where (e ->> 'booking')::uuid = b.id
  );
  if v_undecided is not null then
    perform private.refuse('closure.undecided', jsonb_build_object(
      'bookings', v_undecided, 'count', jsonb_array_length(v_undecided)
    ));
  end if;
  perform set_config('mam.reason', v_reason, true);
  insert into public.closures (centre_id, resource_id, during, reason)
  values (v_centre, v_resource, v_during, jsonb_build_object('pl', v_reason))
  returning id into v_closure;

  for v_one in
    select b as booking, e.version, e.action, e.room, nullif(btrim(e.message), '') as message
    from private.bookings_in(v_centre, v_resource, v_during) as b
    join jsonb_to_recordset(v_decisions) as e (booking uuid, version integer, action text, room uuid, message text)
      on e.booking = b.id
    order by lower(b.during), b.id
  loop
    begin
      if v_one.action = 'cancel' then
        perform private.cancel_booking(p_person, jsonb_build_object(
          'booking', (v_one.booking).id, 'version', v_one.version,
          'reason', coalesce(v_one.message, v_reason)
        ));
      elsif v_one.action = 'move' then
        if not private.rooms_instead(v_one.booking, v_closed) @> jsonb_build_array(
          jsonb_build_object('id', v_one.room)
        ) then
          perform private.refuse('booking.slot_taken', jsonb_build_object('resource', v_one.room));
        end if;
        select jsonb_build_array(jsonb_build_object('id', v_one.room, 'quantity', 1)) || coalesce(
          jsonb_agg(jsonb_build_object('id', br.resource_id, 'quantity', br.quantity)), '[]'
        ) into v_resources
        from public.booking_resources as br
        join public.resources as r on r.id = br.resource_id
        where br.booking_id = (v_one.booking).id and not (r.kind = 'room' and r.id = any (v_closed));
        -- moved by the centre: the rules for asking are not asked again
        perform private.reschedule_booking(p_person, jsonb_build_object(
          'booking', (v_one.booking).id, 'version', v_one.version,
          'starts', lower((v_one.booking).during), 'ends', upper((v_one.booking).during),
          'resources', v_resources, 'override_reason', coalesce(v_one.message, v_reason)
        ));
      elsif (v_one.booking).version <> v_one.version then
        perform private.refuse('booking.changed_meanwhile', jsonb_build_object(
          'version', (v_one.booking).version
        ));
      end if;
    exception
      when sqlstate 'P0001' then
        get stacked diagnostics v_detail = pg_exception_detail;
        perform private.refuse('closure.decision_refused', jsonb_build_object(
          'booking', (v_one.booking).id, 'purpose', (v_one.booking).purpose, 'refusal', v_detail::jsonb
        ));
    end;
    v_answers := v_answers || jsonb_build_object('booking', (v_one.booking).id, 'action', v_one.action);
  end loop;
  return jsonb_build_object('id', v_closure, 'bookings', v_answers);
end
$$;

create function private.remove_closure(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_closure public.closures;
begin
  select * into v_closure from public.closures as c where c.id = (p_args ->> 'closure')::uuid;
  if v_closure.id is null then
    perform private.refuse('closure.not_found');
  elsif not private.is_staff(p_person, v_closure.centre_id) then
    perform private.refuse('auth.forbidden');
  end if;
  delete from public.closures as c where c.id = v_closure.id;
  return jsonb_build_object('id', v_closure.id);
end
$$;

create function public.create_closure(
  p_key uuid, p_centre uuid, p_starts timestamptz, p_ends timestamptz, p_reason text,
  p_resource uuid default null, p_decisions jsonb default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'create_closure', jsonb_build_object(
    'centre', p_centre, 'resource', p_resource, 'starts', p_starts, 'ends', p_ends,
    'reason', p_reason, 'decisions', p_decisions
  ))
$$;
comment on function public.create_closure is
  'Staff close the centre or a resource; p_decisions: [{"booking", "version", "action": cancel|move|keep, "room"?, "message"?}] about every booking that it meets.';

create function public.remove_closure(p_key uuid, p_closure uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'remove_closure', jsonb_build_object('closure', p_closure))
$$;
comment on function public.remove_closure is 'Staff open again what was closed; what was cancelled for it stays cancelled.';

create function public.list_closures(p_centre uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  perform private.check_centre_staff(p_centre);
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', c.id, 'starts', private.iso(lower(c.during)), 'ends', private.iso(upper(c.during)),
      'reason', c.reason, 'resource', c.resource_id, 'name', r.name,
      'kept', (
        select coalesce(jsonb_agg(private.met_booking_json(b) order by lower(b.during), b.id), '[]')
        from private.bookings_in(p_centre, c.resource_id, c.during) as b
      )
    ) order by lower(c.during), c.id), '[]')
    from (
      select * from public.closures as coming
      where coming.centre_id = p_centre and upper(coming.during) > now()
      order by lower(coming.during), coming.id limit 200
    ) as c
    left join public.resources as r on r.id = c.resource_id
  );
end
$$;
comment on function public.list_closures is
  'For staff: closures going on or to come, each with the bookings that stay in spite of it.';

revoke execute on all functions in schema private from public;
grant execute on function
  private.closed_resources(uuid, uuid),
  private.bookings_in(uuid, uuid, tstzrange),
  private.rooms_instead(public.bookings, uuid[]),
  private.closure_period(timestamptz, timestamptz),
  private.met_booking_json(public.bookings),
  private.check_centre_staff(uuid)
to authenticated;
grant execute on function
  public.preview_closure(uuid, timestamptz, timestamptz, uuid),
  public.create_closure(uuid, uuid, timestamptz, timestamptz, text, uuid, jsonb),
  public.remove_closure(uuid, uuid),
  public.list_closures(uuid)
to authenticated;
