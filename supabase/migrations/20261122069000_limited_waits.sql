-- Does a booking that all rules let through wait for staff to decide? What staff ask for does not;
-- what somebody with too many strikes asks for always does.
create or replace function private.awaits_review(p_booking public.bookings, p_resources uuid[]) returns boolean
language sql stable set search_path = '' as $$
  select who.kind <> 'staff' and (
    private.is_limited(p_booking.requested_by, p_booking.centre_id)
    or exists (
      select from public.resources as r
      cross join lateral private.with_rules(r, who.kind) as rules
      where r.id = any (p_resources) and (
        rules.approval = 'review' or rules.approval = 'auto_for_trusted' and who.kind <> 'trusted'
      )
    )
  )
  from (
    select private.kind_of(p_booking.centre_id, p_booking.requested_by, p_booking.organisation_id) as kind
  ) as who
$$;
