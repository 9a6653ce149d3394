-- Series ask by the same rules: a preview lays those of the caller's kind over the resources, and counts
-- the dates before in every quota and share.

-- Every date of a rule with what private.request_booking would say to it now, for the caller. Quotas
-- count the dates of the series before it. Definer: it looks at what others hold, and tells of it only
-- what the calendar tells everybody. Declarations count as accepted: they are asked for later.
create or replace function private.preview_series(p_args jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_person uuid := auth.uid();
  v_organisation uuid := (p_args ->> 'organisation')::uuid;
  v_attendees integer := (p_args ->> 'attendees')::integer;
  v_rule jsonb := private.read_series_rule(p_args -> 'rule');
  v_needs jsonb := p_args -> 'resources';
  v_resources public.resources[];
  v_resource public.resources;
  v_quantity integer;
  v_zone text;
  v_date record;
  v_refusal jsonb;
  v_detail text;
  v_state text;
  -- what quotas are asked about, and the earlier dates of the series, which count in them
  v_wish public.bookings;
  v_several boolean;
  v_is_limited boolean;
  v_planned tstzrange[] := '{}';
  v_dates jsonb[] := '{}';
begin
  if v_person is null or not exists (select from public.profiles as p where p.id = v_person) then
    perform private.refuse('auth.required');
  elsif v_attendees is null or v_attendees not between 1 and 10000 then
    perform private.refuse('request.invalid', '{"field": "attendees"}');
  end if;
  v_resources := array(
    select rules from private.wanted_resources(
      array(select n.resource_id from private.read_needs(v_needs) as n)
    ) as r
    cross join lateral private.rules_for(r, v_person, v_organisation) as rules
  );
  v_zone := (select c.time_zone from public.centres as c where c.id = v_resources[1].centre_id);
  perform private.check_person(v_person, v_resources[1].centre_id, v_organisation);
  v_wish.centre_id := v_resources[1].centre_id;
  v_wish.requested_by := v_person;
  v_wish.organisation_id := v_organisation;
  v_is_limited := (select bool_or(private.has_limits(r)) from unnest(v_resources) as r);
  v_several := jsonb_array_length(v_needs) > 1 or coalesce(v_needs #>> '{0,quantity}', '1') <> '1';

  for v_date in select p.date, p.during from private.series_periods(v_rule, v_zone) as p loop
    v_refusal := null;
    begin
      if isempty(v_date.during) then
        perform private.refuse('booking.too_short', jsonb_build_object('min', v_resources[1].min_minutes));
      elsif lower(v_date.during) < now() then
        perform private.refuse('booking.in_the_past');
      end if;
      foreach v_resource in array v_resources loop
        perform private.check_resource(
          v_resource, v_zone, v_person, v_organisation, v_date.during, v_attendees, true
        );
      end loop;
      if v_is_limited and (cardinality(v_planned) > 0 or v_several) then
        v_wish.during := v_date.during;
        perform private.check_fair_use(v_wish, v_zone, v_needs, v_planned);
      end if;
      foreach v_resource in array v_resources loop
        v_quantity := coalesce(
          (
            select (n ->> 'quantity')::integer from jsonb_array_elements(v_needs) as n
            where (n ->> 'id')::uuid = v_resource.id
          ),
          1
        );
        perform private.check_free(v_resource, v_quantity, v_date.during);
      end loop;
      v_planned := v_planned || v_date.during;
    exception when sqlstate 'P0001' then
      get stacked diagnostics v_detail = pg_exception_detail;
      v_refusal := v_detail::jsonb;
    end;
    v_state := case
      when v_refusal is null then 'free'
      when v_refusal ->> 'error' in ('booking.slot_taken', 'booking.not_enough_units') then 'taken'
      when v_refusal ->> 'error' in ('booking.closed', 'booking.outside_opening_hours') then 'closed'
      else 'rule'
    end;
    v_dates := v_dates || jsonb_build_object(
      'date', v_date.date,
      'starts', private.iso(coalesce(lower(v_date.during), (v_date.date + (v_rule ->> 'starts')::time) at time zone v_zone)),
      'ends', private.iso(coalesce(upper(v_date.during), (v_date.date + (v_rule ->> 'ends')::time) at time zone v_zone)),
      'state', v_state,
      'refusal', v_refusal,
      'alternative', case when v_state in ('taken', 'closed') then private.series_alternative(
        v_resources[1], v_needs, v_zone, v_attendees, v_date.during
      ) end
    );
  end loop;
  return jsonb_build_object('rule', v_rule, 'time_zone', v_zone, 'dates', to_jsonb(v_dates));
end
$$;

-- What an occurrence was refused for, with its date, so that the person knows which one to change.
-- Refusals that are about the whole request go out as they are.
create or replace function private.refuse_date(p_date date, p_detail text) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if p_detail::jsonb ->> 'error' in (
    'booking.slot_taken', 'booking.not_enough_units', 'booking.outside_opening_hours', 'booking.closed',
    'booking.off_step', 'booking.too_short', 'booking.too_long', 'booking.too_soon', 'booking.too_far',
    'booking.in_the_past', 'booking.over_quota', 'booking.over_share', 'booking.over_capacity'
  ) then
    perform private.refuse('series.date_refused', jsonb_build_object(
      'date', p_date, 'refusal', p_detail::jsonb
    ));
  end if;
  perform private.refuse(p_detail::jsonb ->> 'error', p_detail::jsonb - 'error');
end
$$;
