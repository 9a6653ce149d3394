-- Two rules that know of waiting: who is limited waits for staff, and an offer is not yet a booking.

-- Does a booking that all rules let through wait for staff to decide? What staff ask for does not;
-- what somebody with too many strikes asks for always does.
create or replace function private.awaits_review(p_booking public.bookings, p_resources uuid[]) returns boolean
language sql stable set search_path = '' as $$
  select not private.is_staff(p_booking.requested_by, p_booking.centre_id) and (
    private.is_limited(p_booking.requested_by, p_booking.centre_id)
    or exists (
      select from public.resources as r
      where r.id = any (p_resources) and (
        r.approval = 'review'
        or r.approval = 'auto_for_trusted' and not exists (
          select from public.organisations as o where o.id = p_booking.organisation_id and o.trusted
        )
      )
    )
  )
$$;

-- Weekly hours of a person, or of the organisation booked for (then only of that). The week is the
-- centre's, from Monday; a booking counts in the week in which it starts; cancelled ones do not count,
-- and what is only offered neither.
create or replace function private.check_quota(
  p_resource public.resources, p_zone text, p_person uuid, p_organisation uuid, p_during tstzrange
) returns void
language plpgsql stable set search_path = '' as $$
declare
  v_monday date := date_trunc('week', lower(p_during) at time zone p_zone)::date;
  v_week tstzrange := tstzrange(
    v_monday::timestamp at time zone p_zone, (v_monday + 7)::timestamp at time zone p_zone
  );
  v_limit integer := case when p_organisation is null
    then p_resource.weekly_minutes_per_person else p_resource.weekly_minutes_per_organisation end;
  v_used integer;
begin
  if v_limit is null then
    return;
  end if;
  select coalesce(sum(extract(epoch from upper(b.during) - lower(b.during)) / 60), 0) into v_used
  from public.bookings as b
  join public.booking_resources as br on br.booking_id = b.id and br.resource_id = p_resource.id
  where case when p_organisation is null
      then b.requested_by = p_person and b.organisation_id is null
      else b.organisation_id = p_organisation end
    and private.effective_status(b.status, b.hold_until) not in ('cancelled', 'declined', 'expired', 'offered')
    and lower(b.during) >= lower(v_week) and lower(b.during) < upper(v_week);
  if v_used + extract(epoch from upper(p_during) - lower(p_during)) / 60 > v_limit then
    perform private.refuse('booking.over_quota', jsonb_build_object(
      'resource', p_resource.id,
      'minutes_used', v_used,
      'minutes_limit', v_limit,
      'week', v_monday,
      'whose', case when p_organisation is null then 'person' else 'organisation' end
    ));
  end if;
end
$$;
