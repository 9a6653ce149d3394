-- Rules changed later leave bookings alone (invariant 14): they are listed for staff, and can still be
-- renamed and cancelled.

-- Why a booking could not be made today, or null. Not asked: lead times, since it was made in time, and
-- quotas, since it counts in them itself.
create function private.refusal_today(p_booking public.bookings, p_zone text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_resource public.resources;
  v_detail text;
begin
  begin
    for v_resource in
      select r.* from public.booking_resources as br
      join public.resources as r on r.id = br.resource_id
      where br.booking_id = p_booking.id and r.kind <> 'locker'
      order by r.position, r.id
    loop
      if not v_resource.active then
        perform private.refuse('resource.unknown');
      end if;
      perform private.check_open_to(v_resource, p_booking.requested_by, p_booking.organisation_id);
      if v_resource.lent_home then
        perform private.check_days(v_resource, p_zone, p_booking.during);
        perform private.check_door(v_resource, p_zone, p_booking.during);
      else
        perform private.check_length(v_resource, p_zone, p_booking.during);
        perform private.check_open(v_resource, p_zone, p_booking.during);
      end if;
      if v_resource.kind = 'room' and p_booking.attendees > v_resource.capacity then
        perform private.refuse('booking.over_capacity', jsonb_build_object(
          'capacity', v_resource.capacity, 'resource', v_resource.id
        ));
      end if;
    end loop;
  exception when sqlstate 'P0001' then
    get stacked diagnostics v_detail = pg_exception_detail;
  end;
  return v_detail::jsonb;
end
$$;

-- Definer, because the rules themselves are not for callers; it answers staff of that centre only.
create function private.outside_rules(p_centre uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_zone text := (select c.time_zone from public.centres as c where c.id = p_centre);
begin
  if not private.is_staff(auth.uid(), p_centre) then
    perform private.refuse('auth.forbidden');
  end if;
  return (
    select coalesce(jsonb_agg(
      private.met_booking_json(one.booking) || jsonb_build_object(
        'refusal', one.refusal, 'override_reason', (one.booking).override_reason
      )
      order by lower((one.booking).during), (one.booking).id
    ), '[]')
    from (
      select b as booking, private.refusal_today(b, v_zone) as refusal
      from public.bookings as b
      where b.id in (
        select coming.id from public.bookings as coming
        where coming.centre_id = p_centre and coming.status in ('pending', 'confirmed')
          and (coming.status <> 'pending' or coming.hold_until > now())
          and lower(coming.during) > now()
        order by lower(coming.during), coming.id limit 2000
      )
      -- asked once for each
      offset 0
    ) as one
    where one.refusal is not null
  );
end
$$;

create function public.outside_rules(p_centre uuid) returns jsonb
language sql stable set search_path = '' as $$
  select private.outside_rules(p_centre)
$$;
comment on function public.outside_rules is
  'For staff: coming bookings that could not be made under today''s rules, each with the refusal and any reason for an override.';

-- Changes what a booking says about itself. No rule of time is asked again; a number of people may not
-- grow past what a room holds. A public title that nobody has vouched for is not shown.
create function private.rename_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_before public.bookings := v_booking;
  v_capacity record;
begin
  if v_booking.status not in ('pending', 'confirmed', 'checked_in', 'handed_over')
    or upper(v_booking.during) <= now()
  then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  end if;
  v_booking.purpose := btrim(p_args ->> 'purpose');
  v_booking.note := nullif(btrim(p_args ->> 'note'), '');
  v_booking.public_title := nullif(btrim(p_args ->> 'public_title'), '');
  v_booking.attendees := (p_args ->> 'attendees')::integer;
  perform private.check_words(v_booking);
  select r.id, r.capacity into v_capacity
  from public.booking_resources as br
  join public.resources as r on r.id = br.resource_id
  where br.booking_id = v_booking.id and r.kind = 'room' and r.capacity < v_booking.attendees
  order by r.capacity limit 1;
  -- what was more before a room became smaller may stay as it is
  if found and v_booking.attendees > v_before.attendees then
    perform private.refuse('booking.over_capacity', jsonb_build_object(
      'capacity', v_capacity.capacity, 'resource', v_capacity.id
    ));
  end if;
  if v_booking.public_title is distinct from v_before.public_title then
    -- staff vouch for what they write, others for nothing that was vouched for before
    v_booking.title_public := private.is_staff(p_person, v_booking.centre_id) or exists (
      select from public.organisations as o
      where o.id = v_booking.organisation_id and o.verified_at is not null
    );
  end if;
  update public.bookings as b set
    purpose = v_booking.purpose, note = v_booking.note, public_title = v_booking.public_title,
    attendees = v_booking.attendees, title_public = v_booking.title_public, version = b.version + 1
  where b.id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

create function public.rename_booking(
  p_key uuid, p_booking uuid, p_version integer, p_purpose text, p_attendees integer,
  p_note text default null, p_public_title text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'rename_booking', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'purpose', p_purpose, 'attendees', p_attendees,
    'note', p_note, 'public_title', p_public_title
  ))
$$;
comment on function public.rename_booking is
  'Changes purpose, note, public title and number of people; time and resources stay, whatever today''s rules say.';

revoke execute on all functions in schema private from public;
grant execute on function private.outside_rules(uuid) to authenticated;
grant execute on function
  public.outside_rules(uuid),
  public.rename_booking(uuid, uuid, integer, text, integer, text, text)
to authenticated;
