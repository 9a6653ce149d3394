-- When a thing can be lent, by the rules of who asks; and what is lent whole is not there while a part of
-- it is broken or not back.
drop function public.loan_calendar(uuid, date, integer);
create function public.loan_calendar(
  p_resource uuid, p_from date, p_days integer default 42, p_organisation uuid default null
)
returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_resource public.resources;
  v_zone text;
begin
  select * into v_resource from public.resources as r
  where r.id = p_resource and r.active and r.lent_home;
  select c.time_zone into v_zone from public.centres as c where c.id = v_resource.centre_id;
  if v_zone is null then
    perform private.refuse('resource.unknown');
  elsif p_from is null or abs(p_from - private.today(v_zone)) > 800 then
    perform private.refuse('request.invalid', '{"field": "from"}');
  elsif p_days is null or p_days not between 1 and 120 then
    perform private.refuse('request.invalid', '{"field": "days"}');
  end if;
  v_resource := private.rules_for(v_resource, auth.uid(), p_organisation);
  return jsonb_build_object(
    'resource', v_resource.id,
    'time_zone', v_zone,
    'units', (
      select case
        when v_resource.take = 'any' then count(*) filter (where is_there)
        -- what is lent whole is there when all of it is, or not at all
        when count(*) > 0 and bool_and(is_there) then 1 else 0
      end
      from public.resource_units as ru
      join public.units as u on u.id = ru.unit_id
      cross join lateral (select u.in_service and not private.is_overdue(u.id) as is_there) as here
      where ru.resource_id = v_resource.id
    ),
    'turnaround', (
      select coalesce(max(u.turnaround_minutes), 0) from public.resource_units as ru
      join public.units as u on u.id = ru.unit_id and u.in_service
      where ru.resource_id = v_resource.id
    ),
    'min_days', v_resource.min_days,
    'max_days', v_resource.max_days,
    'earliest', private.iso(greatest(
      now() + private.minutes(v_resource.lead_minutes),
      case when v_resource.lead_working_days > 0
        then private.first_day(v_resource, v_zone)::timestamp at time zone v_zone end
    )),
    'last_day', private.today(v_zone) + v_resource.horizon_days,
    'days', (
      select jsonb_agg(
        jsonb_build_object('date', d.day, 'open', private.open_times_json(
          private.open_times(v_resource.centre_id, v_resource.id, d.day, d.day + 1)
            * tstzmultirange(private.day_range(v_zone, d.day))
        ))
        order by d.day
      )
      from generate_series(p_from, p_from + p_days - 1, interval '1 day') as s (at)
      cross join lateral (select s.at::date as day) as d
    ),
    'taken', private.lent_periods(v_resource.id, tstzrange(
      p_from::timestamp at time zone v_zone, (p_from + p_days)::timestamp at time zone v_zone
    ))
  );
end
$$;
comment on function public.loan_calendar is
  'When a thing can be fetched and brought back by who asks, and when its units are taken.';
grant execute on function public.loan_calendar(uuid, date, integer, uuid) to anon, authenticated;
