-- Giving back late, and ending early.

-- Cancels and frees at once. After the time until which that is free, who booked must say that they
-- mean it ("late"): it is allowed until the start, and counted as late (private.strikes).
create or replace function private.cancel_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_reason text := nullif(btrim(p_args ->> 'reason'), '');
  v_until timestamptz := private.change_until(v_booking);
  v_is_late boolean := now() >= v_until and not private.is_staff(p_person, v_booking.centre_id);
begin
  if char_length(v_reason) > 500 then
    perform private.refuse('request.invalid', '{"field": "reason"}');
  elsif v_booking.status not in ('pending', 'confirmed') then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif v_is_late and (
    now() >= lower(v_booking.during) or coalesce((p_args ->> 'late')::boolean, false) is not true
  ) then
    perform private.refuse('booking.too_late_to_cancel', jsonb_build_object('until', private.iso(v_until)));
  end if;
  perform set_config('mam.reason', coalesce(v_reason, ''), true);
  update public.bookings set
    status = 'cancelled', cancelled_by = p_person, cancelled_at = now(), cancelled_why = v_reason,
    cancelled_late = case when v_is_late then true end, version = version + 1
  where id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

-- Ends a booking that is going on, at the next full minute: the rest of its time is free for others,
-- after the turnaround that follows any use. Who ends it was there, checked in or not.
create or replace function private.finish_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_ends timestamptz := date_trunc('minute', now()) + interval '1 minute';
  v_during tstzrange;
begin
  if v_booking.status not in ('confirmed', 'checked_in')
    or not v_booking.during @> now()
  then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  end if;
  v_during := tstzrange(lower(v_booking.during), least(v_ends, upper(v_booking.during)));
  update public.bookings as b set
    during = v_during,
    status = case when b.hold_until is not null then 'checked_in' else b.status end,
    version = b.version + 1
  where b.id = v_booking.id and (b.during <> v_during or b.hold_until is not null);
  update public.allocations as a set
    during = v_during,
    blocked = private.blocked(v_during, u.turnaround_minutes)
  from public.units as u
  where a.booking_id = v_booking.id and u.id = a.unit_id and a.during <> v_during;
  return private.booking_json(v_booking.id);
end
$$;

-- The public function gets an argument more; the old one goes, because two of the same name would
-- leave it to the caller's arguments which of them answers.
drop function public.cancel_booking(uuid, uuid, integer, text);
create function public.cancel_booking(
  p_key uuid, p_booking uuid, p_version integer, p_reason text default null, p_late boolean default false
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'cancel_booking', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'reason', p_reason, 'late', p_late
  ))
$$;
comment on function public.cancel_booking is
  'Cancels a booking and frees its units at once; p_version is what the person saw. p_late: also after the time until which it is free, which counts.';

-- What a person may see of bookings, in the shape in which it is shown.
create or replace view public.my_bookings with (security_invoker = true) as
select
  b.id,
  b.centre_id,
  c.slug as centre_slug,
  c.name as centre_name,
  c.time_zone,
  b.organisation_id,
  o.name as organisation_name,
  -- by this column, not by is_mine, one's own are found through the index
  b.requested_by,
  p.display_name as requested_by_name,
  p.phone as requested_by_phone,
  coalesce(b.requested_by = (select auth.uid()), false) as is_mine,
  b.purpose,
  b.note,
  b.attendees,
  b.public_title,
  lower(b.during) as starts,
  upper(b.during) as ends,
  private.effective_status(b.status, b.hold_until) as status,
  b.hold_until,
  b.decided_why,
  b.cancelled_at,
  b.version,
  b.created_at,
  private.cancel_until(b) as cancel_until,
  (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'id', r.id, 'slug', r.slug, 'kind', r.kind, 'name', r.name, 'colour', r.colour,
          'quantity', br.quantity,
          'units', (
            select coalesce(jsonb_agg(u.label order by u.label), '[]')
            from public.allocations as a
            join public.units as u on u.id = a.unit_id
            where a.booking_id = b.id and a.resource_id = r.id
          )
        )
        order by case r.kind when 'room' then 0 else 1 end, r.position
      ),
      '[]'
    )
    from public.booking_resources as br
    join public.resources as r on r.id = br.resource_id
    where br.booking_id = b.id
  ) as resources,
  w.name as walk_in_name,
  w.phone as walk_in_phone,
  -- what was only offered to somebody who waited, and not taken, is listed with what they waited for
  b.offered_at is not null
    and private.effective_status(b.status, b.hold_until) in ('offered', 'expired', 'declined') as is_offer,
  b.cancelled_late,
  b.checked_in_at,
  -- by when somebody must be checked in; null where nobody has to
  case when b.status = 'confirmed' then b.hold_until end as check_in_until
from public.bookings as b
join public.centres as c on c.id = b.centre_id
left join public.organisations as o on o.id = b.organisation_id
left join public.profiles as p on p.id = b.requested_by
-- nobody but staff sees any of these
left join public.booking_walk_ins as w on w.booking_id = b.id;

revoke execute on all functions in schema private from public;
grant execute on function public.cancel_booking(uuid, uuid, integer, text, boolean) to authenticated;
