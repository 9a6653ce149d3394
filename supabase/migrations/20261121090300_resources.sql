-- What people choose from the list, and the physical things behind it.

create table public.units (
  id uuid primary key default gen_random_uuid(),
  centre_id uuid not null references public.centres (id) on delete cascade,
  label text not null,
  serial text,
  in_service boolean not null default true,
  setup_minutes integer not null default 0,
  cleanup_minutes integer not null default 0,
  -- the gap that people expect between two bookings is the larger of the two, not their sum
  turnaround_minutes integer not null generated always as (greatest(setup_minutes, cleanup_minutes)) stored,
  constraint units_label_key unique (centre_id, label),
  constraint units_label_line check (private.is_line(label, 1, 60)),
  constraint units_turnaround_range check (
    setup_minutes between 0 and 720 and cleanup_minutes between 0 and 720
  )
);
comment on table public.units is
  'A physical thing that cannot be in two hands at once: a room, half a hall, projector no. 2.';

create table public.resources (
  id uuid primary key default gen_random_uuid(),
  centre_id uuid not null references public.centres (id) on delete cascade,
  kind text not null,
  slug text not null,
  name jsonb not null,
  description jsonb,
  capacity integer,
  area_m2 integer,
  place jsonb,
  features text[] not null default '{}',
  accessibility text[] not null default '{}',
  colour smallint not null default 1,
  take text not null default 'all',
  active boolean not null default true,
  position integer not null default 0,
  -- equipment that leaves the building is lent by the day, in a way of its own
  lent_home boolean not null default false,
  step_minutes integer not null default 30,
  min_minutes integer not null default 30,
  max_minutes integer not null default 240,
  lead_minutes integer not null default 0,
  lead_working_days integer not null default 0,
  horizon_days integer not null default 60,
  approval text not null default 'auto',
  open_to text not null default 'everyone',
  cancel_until_minutes integer not null default 0,
  season_from smallint,
  season_until smallint,
  statement jsonb,
  weekly_minutes_per_person integer,
  weekly_minutes_per_organisation integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint resources_slug_key unique (centre_id, slug),
  constraint resources_slug_shape check (slug ~ '^[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?$'),
  constraint resources_kind_known check (kind in ('room', 'equipment', 'locker')),
  constraint resources_name_localized check (private.is_localized(name)),
  constraint resources_description_localized check (private.is_localized(description)),
  constraint resources_place_localized check (private.is_localized(place)),
  constraint resources_statement_localized check (private.is_localized(statement)),
  constraint resources_capacity_positive check (capacity > 0),
  constraint resources_colour_known check (colour between 1 and 6),
  constraint resources_take_known check (take in ('all', 'any')),
  constraint resources_step_divides_day check (step_minutes between 5 and 1440 and 1440 % step_minutes = 0),
  constraint resources_length_order check (
    min_minutes >= step_minutes and max_minutes >= min_minutes and max_minutes <= 1440
    and min_minutes % step_minutes = 0 and max_minutes % step_minutes = 0
  ),
  constraint resources_lead_range check (
    lead_minutes between 0 and 43200 and lead_working_days between 0 and 60
  ),
  constraint resources_horizon_range check (horizon_days between 1 and 730),
  constraint resources_cancel_range check (cancel_until_minutes between 0 and 43200),
  constraint resources_approval_known check (approval in ('auto', 'review', 'auto_for_trusted')),
  constraint resources_open_to_known check (open_to in ('everyone', 'verified', 'organisations', 'staff')),
  constraint resources_season_months check (
    (season_from is null) = (season_until is null)
    and season_from between 1 and 12 and season_until between 1 and 12
  ),
  constraint resources_quota_positive check (
    weekly_minutes_per_person > 0 and weekly_minutes_per_organisation > 0
  )
);
comment on table public.resources is
  'What people book: it takes all of its units (a hall of two halves) or any n of them (a pool), under its rules.';

create table public.resource_units (
  resource_id uuid not null references public.resources (id) on delete cascade,
  unit_id uuid not null references public.units (id) on delete cascade,
  primary key (resource_id, unit_id)
);
comment on table public.resource_units is 'Which units a resource is made of; a unit may belong to several resources.';
create index resource_units_unit on public.resource_units (unit_id);

alter table public.opening_hours
  add constraint opening_hours_resource_id_fkey
  foreign key (resource_id) references public.resources (id) on delete cascade;
create index opening_hours_resource on public.opening_hours (resource_id);
alter table public.closures
  add constraint closures_resource_id_fkey
  foreign key (resource_id) references public.resources (id) on delete cascade;
create index closures_resource on public.closures (resource_id);

alter table public.units enable row level security;
alter table public.resources enable row level security;
alter table public.resource_units enable row level security;

-- Residents see what can be booked; what is switched off is for staff. Two roles, two policies:
-- an anonymous caller must not need a right to ask for memberships.
create policy resources_read_anon on public.resources for select to anon using (active);
create policy resources_read on public.resources for select to authenticated
  using (active or centre_id in (select private.my_centres()));
create policy units_read on public.units for select to anon, authenticated using (true);
create policy resource_units_read on public.resource_units for select to anon, authenticated using (true);

grant select on public.resources, public.resource_units to anon, authenticated;
grant select (id, centre_id, label, in_service, setup_minutes, cleanup_minutes, turnaround_minutes)
  on public.units to anon, authenticated;
-- Not granted: serial numbers (a thief's shopping list), and any write.

-- Is a day inside a resource's season? A season may run over the new year (11 to 3).
create function private.in_season(p_from smallint, p_until smallint, p_day date) returns boolean
language sql immutable set search_path = '' as $$
  select case
    when p_from is null then true
    when p_from <= p_until then extract(month from p_day) between p_from and p_until
    else extract(month from p_day) >= p_from or extract(month from p_day) <= p_until
  end
$$;

-- Wall-clock hours of the days [p_from, p_until) as instants. Rows of p_resource, or of the centre
-- itself when it is null; null when there are no such rows at all. Where a day has rows with both
-- validity bounds, these replace the open-ended ones (summer hours).
create function private.hours(p_centre uuid, p_resource uuid, p_zone text, p_from date, p_until date)
returns tstzmultirange
language sql stable set search_path = '' as $$
  with valid as (
    select
      tstzrange((d.day + o.opens) at time zone p_zone, (d.day + o.closes) at time zone p_zone) as open,
      o.valid_from is not null and o.valid_until is not null as bounded,
      bool_or(o.valid_from is not null and o.valid_until is not null) over (partition by d.day) as has_bounded
    from generate_series(p_from, p_until - 1, interval '1 day') as s (at)
    cross join lateral (select s.at::date as day) as d
    join public.opening_hours as o
      on o.weekday = extract(isodow from d.day)
      and (o.valid_from is null or o.valid_from <= d.day)
      and (o.valid_until is null or o.valid_until >= d.day)
    where o.centre_id = p_centre and o.resource_id is not distinct from p_resource
  )
  select case
    when exists (
      select from public.opening_hours as o
      where o.centre_id = p_centre and o.resource_id is not distinct from p_resource
    )
    then coalesce((select range_agg(v.open) from valid as v where v.bounded = v.has_bounded), '{}')
  end
$$;

-- When a centre, or one of its resources, can be used in the local days [p_from, p_until): opening
-- hours, narrowed by the resource's own hours and season, without closures and public holidays.
create function private.open_times(p_centre uuid, p_resource uuid, p_from date, p_until date)
returns tstzmultirange
language plpgsql stable set search_path = '' as $$
declare
  v_centre public.centres;
  v_resource public.resources;
  v_open tstzmultirange;
begin
  select * into v_centre from public.centres as c where c.id = p_centre;
  v_open := coalesce(private.hours(p_centre, null, v_centre.time_zone, p_from, p_until), '{}');
  v_open := v_open - coalesce(
    (
      select range_agg(c.during) from public.closures as c
      where c.centre_id = p_centre
        and (c.resource_id is null or c.resource_id = p_resource)
        and c.during && tstzrange(
          p_from::timestamp at time zone v_centre.time_zone,
          p_until::timestamp at time zone v_centre.time_zone
        )
    ),
    '{}'
  );
  if not v_centre.open_on_public_holidays then
    v_open := v_open - coalesce(
      (
        select range_agg(private.day_range(v_centre.time_zone, h.day))
        from private.public_holidays(p_from, p_until) as h
      ),
      '{}'
    );
  end if;
  if p_resource is not null then
    select * into v_resource from public.resources as r where r.id = p_resource;
    v_open := v_open
      * coalesce(
        private.hours(p_centre, p_resource, v_centre.time_zone, p_from, p_until),
        tstzmultirange(tstzrange(null, null))
      );
    if v_resource.season_from is not null then
      v_open := v_open * coalesce(
        (
          select range_agg(private.day_range(v_centre.time_zone, s.at::date))
          from generate_series(p_from, p_until - 1, interval '1 day') as s (at)
          where private.in_season(v_resource.season_from, v_resource.season_until, s.at::date)
        ),
        '{}'
      );
    end if;
  end if;
  return v_open;
end
$$;
