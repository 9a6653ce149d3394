-- What somebody may still have, told before they ask: as what kind of person a centre knows them, and how
-- much of each quota and share is used up. One's own, or that of an organisation for which one books.

-- Definer: as private.preview_series, it counts by the functions that count for a request.
create function private.my_quota(p_centre text, p_organisation uuid, p_day date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_person uuid := auth.uid();
  v_profile public.profiles;
  v_centre public.centres;
  v_who text;
  v_whose text := case when p_organisation is null then 'person' else 'organisation' end;
  v_day date;
begin
  select * into v_profile from public.profiles as p where p.id = v_person;
  select * into v_centre from public.centres as c where c.slug = p_centre;
  v_day := coalesce(p_day, private.today(v_centre.time_zone));
  if v_profile.id is null then
    perform private.refuse('auth.required');
  elsif v_centre.id is null then
    perform private.refuse('centre.unknown');
  elsif p_organisation is not null and p_organisation not in (select private.my_organisations()) then
    perform private.refuse('auth.forbidden');
  elsif not isfinite(v_day) or abs(v_day - private.today(v_centre.time_zone)) > 800 then
    perform private.refuse('request.invalid', '{"field": "day"}');
  end if;
  v_who := private.kind_of(v_centre.id, v_person, p_organisation);

  return jsonb_build_object(
    'who', v_who,
    'declared_age', v_profile.declared_age,
    'quotas', (
      with bound as (
        select distinct
          q.*, coalesce(q.kind, case when q.resource_id is not null then private.quota_kind(r) end)
            in ('equipment', 'loan') as counts_things, null::smallint as percent
        from public.resources as r
        cross join lateral private.quotas_of(r, v_who, v_whose) as q
        where r.centre_id = v_centre.id and r.active
        union all
        select
          r.id, null, 'share', private.share_limit(r, date_trunc('month', v_day::timestamp)::date), null,
          false, r.share_cap_percent
        from public.resources as r
        where r.centre_id = v_centre.id and r.active and r.share_cap_percent is not null
          and (v_who <> 'staff' or p_organisation is not null)
      )
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'resource', b.resource_id, 'kind', b.kind, 'per', b.per, 'percent', b.percent,
            'from', (lower(period.during) at time zone v_centre.time_zone)::date,
            'minutes_used', case when b.minutes is not null then round(u.minutes) end,
            'minutes_limit', b.minutes,
            'count_used', case
              when b.count is not null and b.counts_things then u.things
              when b.count is not null then u.bookings end,
            'count_limit', b.count,
            'things', coalesce(b.counts_things, false)
          )
          order by b.resource_id nulls last, b.kind nulls last, b.per
        ),
        '[]'
      )
      from bound as b
      cross join lateral (
        select private.quota_period(
          case b.per when 'share' then 'month' else b.per end,
          v_centre.time_zone, v_day::timestamp at time zone v_centre.time_zone
        ) as during
      ) as period
      cross join lateral private.used(
        v_centre.id, b.resource_id, b.kind, v_person, p_organisation, period.during, null
      ) as u
    )
  );
end
$$;

create function public.my_quota(p_centre text, p_organisation uuid default null, p_day date default null)
returns jsonb
language sql stable set search_path = '' as $$
  select private.my_quota(p_centre, p_organisation, p_day)
$$;
comment on function public.my_quota is
  'As what a centre knows the caller (or their organisation), and what they have used of each quota in the week and month of a day.';

revoke execute on all functions in schema private from public;
grant execute on function private.my_quota(text, uuid, date) to authenticated;
grant execute on function public.my_quota(text, uuid, date) to authenticated;
