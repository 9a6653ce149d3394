-- How much one person or organisation may have: hours and numbers in a week, in a month or at once, and
-- a share of the hours of one resource, so that no house is taken over by one group. Counted under the
-- locks of everyone whose quota it is, which every function that books has taken before it asks.

create table public.quotas (
  id uuid primary key default gen_random_uuid(),
  centre_id uuid not null references public.centres (id) on delete cascade,
  -- of one resource, or of everything of a kind, or with neither of all that the centre has
  resource_id uuid references public.resources (id) on delete cascade,
  kind text,
  -- null: everybody but staff, who book what the centre itself does
  who text,
  whose text not null default 'person',
  per text not null,
  minutes integer,
  -- bookings; of equipment, on the spot or lent home, things
  count integer,
  constraint quotas_scope_key unique nulls not distinct (centre_id, resource_id, kind, who, whose, per),
  constraint quotas_scope_one check (resource_id is null or kind is null),
  constraint quotas_kind_known check (kind in ('room', 'equipment', 'loan', 'locker')),
  constraint quotas_who_known check (who in ('resident', 'verified', 'organisation', 'trusted', 'staff')),
  constraint quotas_whose_known check (whose in ('person', 'organisation')),
  constraint quotas_per_known check (per in ('week', 'month', 'at_once')),
  constraint quotas_limit_positive check (minutes > 0 and count > 0),
  constraint quotas_limit_some check (minutes is not null or count is not null)
);
comment on table public.quotas is
  'How much a person, or an organisation, may have per week, per month or at once: of a resource, a kind, or all.';
create index quotas_resource on public.quotas (resource_id);

alter table public.resources
  -- how much of its open hours of a month one person or organisation may hold
  add column share_cap_percent smallint,
  add constraint resources_share_cap_range check (share_cap_percent between 1 and 100);

alter table public.quotas enable row level security;
create policy quotas_read on public.quotas for select to anon, authenticated using (true);
grant select on public.quotas to anon, authenticated;
-- Not granted: any write. Quotas are edited at the desk, through functions of its own.
create trigger write_audit after insert or update or delete on public.quotas
  for each row execute function private.write_audit('id');

-- What a resource counts as in quotas: lending is another matter than using on the spot.
create function private.quota_kind(p_resource public.resources) returns text
language sql immutable set search_path = '' as $$
  select case when p_resource.lent_home then 'loan' else p_resource.kind end
$$;

-- The quotas that bind a kind of person for a resource: where several are about the same, the one for
-- the most specific kind. The weekly hours of a resource's own row are such a quota, too, for everybody:
-- they stay there because it is the commonest of all, and whoever reads the resource has it at once.
create function private.quotas_of(p_resource public.resources, p_who text, p_whose text)
returns table (resource_id uuid, kind text, per text, minutes integer, count integer)
language sql stable set search_path = '' as $$
  (
    select distinct on (q.resource_id, q.kind, q.per) q.resource_id, q.kind, q.per, q.minutes, q.count
    from public.quotas as q
    where q.centre_id = p_resource.centre_id
      and (q.resource_id is null or q.resource_id = p_resource.id)
      and (q.kind is null or q.kind = private.quota_kind(p_resource))
      and (q.who is null and p_who <> 'staff' or q.who = any (private.kinds(p_who)))
      and q.whose = p_whose
    order by q.resource_id, q.kind, q.per, array_position(private.kinds(p_who), q.who)
  )
  union all
  select p_resource.id, null, 'week', w.minutes, null
  from (
    select case p_whose
      when 'person' then p_resource.weekly_minutes_per_person
      else p_resource.weekly_minutes_per_organisation
    end as minutes
  ) as w
  where w.minutes is not null
$$;

-- The time that a quota counts together: the centre's week from Monday, or its month.
create function private.quota_period(p_per text, p_zone text, p_at timestamptz) returns tstzrange
language sql stable set search_path = '' as $$
  select case p_per when 'at_once' then tstzrange(null, null) else tstzrange(
    first.day at time zone p_zone,
    (first.day + case p_per when 'week' then interval '7 days' else interval '1 month' end) at time zone p_zone
  ) end
  from (select date_trunc(
    case p_per when 'week' then 'week' else 'month' end, p_at at time zone p_zone
  ) as day) as first
$$;

-- What a person (for nobody else), or an organisation, has of a resource or kind: minutes, bookings and
-- things. A booking counts where it starts; cancelled, declined, expired and offered ones do not count; at
-- once is all that is still to come, under way, or out and not back.
create function private.used(
  p_centre uuid, p_resource uuid, p_kind text, p_person uuid, p_organisation uuid,
  p_period tstzrange, p_except uuid,
  out minutes numeric, out bookings integer, out things integer
)
language sql stable set search_path = '' as $$
  select coalesce(sum(one.minutes), 0), count(*)::integer, coalesce(sum(one.things), 0)::integer
  from (
    select
      extract(epoch from upper(b.during) - lower(b.during)) / 60 as minutes, sum(br.quantity) as things
    from public.bookings as b
    join public.booking_resources as br on br.booking_id = b.id
    join public.resources as r on r.id = br.resource_id
    where (
        b.requested_by = p_person and b.organisation_id is null and p_organisation is null
        or b.organisation_id = p_organisation
      )
      and b.centre_id = p_centre
      and b.id is distinct from p_except
      and (p_resource is null or r.id = p_resource)
      and (p_kind is null or private.quota_kind(r) = p_kind)
      -- nothing is booked, or lent and extended, for longer than two years
      and lower(b.during) >= coalesce(lower(p_period), now() - interval '800 days')
      and lower(b.during) < coalesce(upper(p_period), 'infinity')
      and case
        when b.status = 'offered' then false
        when lower_inf(p_period) then private.is_held(private.effective_status(b.status, b.hold_until))
          and (upper(b.during) > now() or b.status = 'handed_over')
        else private.effective_status(b.status, b.hold_until) not in ('cancelled', 'declined', 'expired')
      end
    group by b.id
  ) as one
$$;

-- Quotas that a booking of these needs would pass; a booking that is written already does not count
-- against itself. p_planned: other dates of the same series that are not written yet (case 32).
create function private.check_quotas(
  p_booking public.bookings, p_zone text, p_needs jsonb, p_planned tstzrange[]
) returns void
language plpgsql stable set search_path = '' as $$
declare
  v_who text;
  v_whose text := case when p_booking.organisation_id is null then 'person' else 'organisation' end;
  v_minutes numeric := extract(epoch from upper(p_booking.during) - lower(p_booking.during)) / 60;
  v_one record;
  v_period tstzrange;
  v_used record;
  v_things integer;
  v_dates integer;
  v_counts_things boolean;
  v_count_used integer;
begin
  v_who := private.kind_of(p_booking.centre_id, p_booking.requested_by, p_booking.organisation_id);
  for v_one in
    select distinct q.*, coalesce(q.kind, case when q.resource_id is not null then private.quota_kind(r) end)
      as counted_kind
    from jsonb_to_recordset(p_needs) as n (id uuid)
    join public.resources as r on r.id = n.id
    cross join lateral private.quotas_of(r, v_who, v_whose) as q
    order by q.per desc, q.resource_id
  loop
    v_period := private.quota_period(v_one.per, p_zone, lower(p_booking.during));
    v_used := private.used(
      p_booking.centre_id, v_one.resource_id, v_one.kind, p_booking.requested_by,
      p_booking.organisation_id, v_period, p_booking.id
    );
    v_dates := (
      select count(*) from unnest(p_planned) as p where v_period @> lower(p)
    );
    v_things := (
      select sum(coalesce(n.quantity, 1)) from jsonb_to_recordset(p_needs) as n (id uuid, quantity integer)
      join public.resources as r on r.id = n.id
      where (v_one.resource_id is null or r.id = v_one.resource_id)
        and (v_one.kind is null or private.quota_kind(r) = v_one.kind)
    );
    v_counts_things := coalesce(v_one.counted_kind in ('equipment', 'loan'), false);
    v_count_used := case when v_counts_things
      then v_used.things + v_dates * v_things else v_used.bookings + v_dates end;
    if v_used.minutes + (v_dates + 1) * v_minutes > v_one.minutes
      or v_count_used + (case when v_counts_things then v_things else 1 end) > v_one.count
    then
      perform private.refuse('booking.over_quota', jsonb_strip_nulls(jsonb_build_object(
        'resource', v_one.resource_id,
        'kind', v_one.kind,
        'per', v_one.per,
        'week', case when v_one.per = 'week' then (lower(v_period) at time zone p_zone)::date end,
        'month', case when v_one.per = 'month' then (lower(v_period) at time zone p_zone)::date end,
        'whose', v_whose,
        'minutes_used', case when v_one.minutes is not null
          then round(v_used.minutes + v_dates * v_minutes) end,
        'minutes_limit', v_one.minutes,
        'count_used', case when v_one.count is not null then v_count_used end,
        'count_limit', v_one.count,
        'things', case when v_counts_things and v_one.count is not null then true end
      )));
    end if;
  end loop;
end
$$;

-- The minutes of a resource's month that one may hold, and what they are counted from.
create function private.share_limit(p_resource public.resources, p_month date) returns integer
language sql stable set search_path = '' as $$
  select coalesce(floor(
    sum(extract(epoch from upper(o) - lower(o))) / 60 * p_resource.share_cap_percent / 100
  ), 0)::integer
  from unnest(private.open_times(
    p_resource.centre_id, p_resource.id, p_month, (p_month + interval '1 month')::date
  )) as o
$$;

-- No continuous occupation: one person, or one organisation, holds at most so much of the open hours of
-- a resource in a month. Staff book what the centre itself does: they are bound as organisations only.
create function private.check_share(
  p_resource public.resources, p_booking public.bookings, p_zone text, p_planned tstzrange[]
) returns void
language plpgsql stable set search_path = '' as $$
declare
  v_month tstzrange := private.quota_period('month', p_zone, lower(p_booking.during));
  v_first date := (lower(v_month) at time zone p_zone)::date;
  v_limit integer;
  v_used numeric;
begin
  if p_resource.share_cap_percent is null or p_booking.organisation_id is null
    and private.is_staff(p_booking.requested_by, p_booking.centre_id)
  then
    return;
  end if;
  v_limit := private.share_limit(p_resource, v_first);
  v_used := (private.used(
    p_booking.centre_id, p_resource.id, null, p_booking.requested_by, p_booking.organisation_id,
    v_month, p_booking.id
  )).minutes + (
    select coalesce(sum(extract(epoch from upper(p) - lower(p))) / 60, 0)
    from unnest(p_planned) as p where v_month @> lower(p)
  );
  if v_used + extract(epoch from upper(p_booking.during) - lower(p_booking.during)) / 60 > v_limit then
    perform private.refuse('booking.over_share', jsonb_build_object(
      'resource', p_resource.id, 'percent', p_resource.share_cap_percent, 'month', v_first,
      'minutes_used', round(v_used), 'minutes_limit', v_limit,
      'whose', case when p_booking.organisation_id is null then 'person' else 'organisation' end
    ));
  end if;
end
$$;

-- Quotas and shares of everything that a booking wants.
create function private.check_fair_use(
  p_booking public.bookings, p_zone text, p_needs jsonb, p_planned tstzrange[] default '{}'
) returns void
language plpgsql stable set search_path = '' as $$
begin
  perform private.check_quotas(p_booking, p_zone, p_needs, p_planned);
  perform private.check_share(r, p_booking, p_zone, p_planned)
  from jsonb_to_recordset(p_needs) as n (id uuid)
  join public.resources as r on r.id = n.id
  where r.share_cap_percent is not null
  order by r.id;
end
$$;

-- Is anything of a resource limited? Most are not, and a series asks for each of its dates.
create function private.has_limits(p_resource public.resources) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(
      p_resource.weekly_minutes_per_person, p_resource.weekly_minutes_per_organisation,
      p_resource.share_cap_percent
    ) is not null
    or exists (select from public.quotas as q where q.centre_id = p_resource.centre_id)
$$;

-- Quotas and share of one of a resource, for whoever asks for nothing else with it.
create or replace function private.check_quota(
  p_resource public.resources, p_zone text, p_person uuid, p_organisation uuid, p_during tstzrange
) returns void
language plpgsql stable set search_path = '' as $$
declare
  v_booking public.bookings;
begin
  if not private.has_limits(p_resource) then
    return;
  end if;
  v_booking.centre_id := p_resource.centre_id;
  v_booking.requested_by := p_person;
  v_booking.organisation_id := p_organisation;
  v_booking.during := p_during;
  perform private.check_fair_use(
    v_booking, p_zone, jsonb_build_array(jsonb_build_object('id', p_resource.id, 'quantity', 1))
  );
end
$$;

revoke execute on all functions in schema private from public;
