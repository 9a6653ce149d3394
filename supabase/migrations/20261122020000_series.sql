-- Series: bookings made from one rule that repeats. Every date is a booking of its own, made by the
-- same function and under the same rules as any other; the series remembers what they were made from
-- and which dates were left out.

create table public.booking_series (
  id uuid primary key default gen_random_uuid(),
  centre_id uuid not null references public.centres (id) on delete cascade,
  requested_by uuid references public.profiles (id) on delete set null,
  organisation_id uuid references public.organisations (id) on delete set null,
  -- as private.read_series_rule gives it; days and times are those of the centre's clocks
  rule jsonb not null,
  resources jsonb not null,
  purpose text not null,
  attendees integer not null,
  public_title text,
  note text,
  rules_version integer not null,
  statement_accepted boolean not null default false,
  -- when dates of it were last cancelled together: what an undo brings back carries the same moment
  cancelled_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint booking_series_purpose_length check (char_length(purpose) between 2 and 200),
  constraint booking_series_attendees_range check (attendees between 1 and 10000)
);
comment on table public.booking_series is 'A rule that repeats, and what was asked for with it; its dates are bookings.';
create index booking_series_centre on public.booking_series (centre_id);
create index booking_series_requested_by on public.booking_series (requested_by);
create index booking_series_organisation on public.booking_series (organisation_id);

create table public.series_skipped (
  series_id uuid not null references public.booking_series (id) on delete cascade,
  date date not null,
  centre_id uuid not null references public.centres (id) on delete cascade,
  during tstzrange not null,
  -- the code for which it could not be had; null when the person left it out
  reason text,
  primary key (series_id, date),
  constraint series_skipped_reason_code check (reason ~ '^[a-z]{1,20}\.[a-z_]{1,40}$')
);
comment on table public.series_skipped is 'Dates of a series that nobody booked, remembered to be offered again when they become free.';
create index series_skipped_centre on public.series_skipped (centre_id);

alter table public.bookings
  add column series_id uuid references public.booking_series (id) on delete set null,
  -- the date of the rule that it stands for, also when it was moved to another day
  add column series_date date;
create index bookings_series on public.bookings (series_id, series_date);
-- private.expire_holds looks for holds that ran out before every request: without it, it reads all
-- bookings that there are (200 ms at 0.8 million), and a series asks 52 times
create index bookings_pending on public.bookings (hold_until) where status = 'pending';

alter table public.booking_series enable row level security;
alter table public.series_skipped enable row level security;

create policy booking_series_read on public.booking_series for select to authenticated
  using (
    requested_by = (select auth.uid())
    or organisation_id in (select private.my_organisations())
    or centre_id in (select private.my_centres())
  );
create policy series_skipped_read on public.series_skipped for select to authenticated
  using (exists (select from public.booking_series as s where s.id = series_id));

grant select on public.booking_series, public.series_skipped to authenticated;
-- Not granted: any write. Series are made and changed by the functions below.

create trigger write_audit after insert or update or delete on public.booking_series
  for each row execute function private.write_audit('id');
create trigger write_audit after insert or update or delete on public.series_skipped
  for each row execute function private.write_audit('series_id');

-- A booking made for a series is one from its first moment, so that it is written and logged once:
-- who makes it puts series and date into mam.series and mam.series_date.
create function private.join_series() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.series_id := current_setting('mam.series')::uuid;
  new.series_date := current_setting('mam.series_date')::date;
  return new;
end
$$;
create trigger join_series before insert on public.bookings
  for each row when (coalesce(current_setting('mam.series', true), '') <> '')
  execute function private.join_series();

-- The day of a month that a monthly rule means: the date of p_first, its weekday in the same place
-- (the second Tuesday), or its weekday for the last time. Null where a month has none (the 31st).
create function private.day_of_month(p_month date, p_first date, p_monthly text) returns date
language sql immutable set search_path = '' as $$
  select case
    when p_monthly = 'last'
      then m.last - (extract(isodow from m.last) - extract(isodow from p_first) + 7)::integer % 7
    when extract(month from m.day) = extract(month from p_month) then m.day
  end
  from (
    select
      (p_month + interval '1 month')::date - 1 as last,
      case
        when p_monthly = 'position'
          then p_month + (extract(isodow from p_first) - extract(isodow from p_month) + 7)::integer % 7
            + (extract(day from p_first)::integer - 1) / 7 * 7
        else p_month + extract(day from p_first)::integer - 1
      end as day
  ) as m
$$;

-- The days of a rule, in order; one more than the cap when there are too many.
create function private.series_days(p_rule jsonb) returns setof date
language sql stable set search_path = '' as $$
  with rule as (
    select
      p_rule ->> 'freq' as freq,
      (p_rule ->> 'every')::integer as every,
      (p_rule ->> 'from')::date as first,
      (p_rule ->> 'until')::date as until
  ),
  days as (
    select r.first + n * r.every as day
    from rule as r cross join generate_series(0, 104) as n
    where r.freq = 'daily'
    union all
    select date_trunc('week', r.first::timestamp)::date + n * r.every * 7 + w.weekday::integer - 1
    from rule as r
    cross join generate_series(0, 105) as n
    cross join jsonb_array_elements_text(p_rule -> 'weekdays') as w (weekday)
    where r.freq = 'weekly'
    union all
    select private.day_of_month(
      (date_trunc('month', r.first::timestamp) + make_interval(months => n * r.every))::date,
      r.first, p_rule ->> 'monthly'
    )
    from rule as r
    -- enough for the rarest of days: a 29 February once in four years
    cross join generate_series(0, 430) as n
    where r.freq = 'monthly'
  )
  select d.day from days as d cross join rule as r
  where d.day >= r.first and (r.until is null or d.day <= r.until)
  order by d.day
  limit coalesce((p_rule ->> 'count')::integer, 105)
$$;

-- A rule as it was sent, checked and complete: {"freq": "daily" | "weekly" | "monthly", "every": n,
-- "weekdays": [1 … 7], "monthly": "date" | "position" | "last", "from": day, "starts": "17:00",
-- "ends": "19:00", "until": day or "count": n}. A rule without an end, or with more than 104 dates,
-- is refused by the name of the cap.
create function private.read_series_rule(p_rule jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_day constant text := '^2[01][0-9]{2}-[0-9]{2}-[0-9]{2}$';
  v_freq text := p_rule ->> 'freq';
  v_rule jsonb;
  v_count integer;
begin
  if jsonb_typeof(p_rule) is distinct from 'object'
    or coalesce(v_freq, '') not in ('daily', 'weekly', 'monthly')
    or coalesce(p_rule ->> 'every', '1') !~ '^[1-9][0-9]?$'
    or coalesce(p_rule ->> 'from', '') !~ v_day
    or coalesce(p_rule ->> 'starts', '') !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
    or coalesce(p_rule ->> 'ends', '') !~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'
    or p_rule ->> 'starts' >= p_rule ->> 'ends'
    or coalesce(p_rule ->> 'monthly', 'date') not in ('date', 'position', 'last')
    or coalesce(p_rule ->> 'until', '2100-01-01') !~ v_day
    or coalesce(p_rule ->> 'count', '1') !~ '^[1-9][0-9]{0,8}$'
    or (p_rule ->> 'until' is not null and p_rule ->> 'count' is not null)
    or jsonb_typeof(coalesce(p_rule -> 'weekdays', '[]')) <> 'array'
  then
    perform private.refuse('request.invalid', '{"field": "rule"}');
  elsif exists (
    select from jsonb_array_elements(coalesce(p_rule -> 'weekdays', '[]')) as w (weekday)
    where w.weekday::text !~ '^[1-7]$'
  ) then
    perform private.refuse('request.invalid', '{"field": "rule"}');
  elsif coalesce(p_rule ->> 'until', p_rule ->> 'count') is null or (p_rule ->> 'count')::integer > 104 then
    perform private.refuse('series.too_many', '{"cap": 104}');
  end if;
  v_rule := jsonb_strip_nulls(jsonb_build_object(
    'freq', v_freq,
    'every', coalesce(p_rule ->> 'every', '1')::integer,
    'weekdays', case when v_freq = 'weekly' then coalesce(
      (
        select jsonb_agg(distinct w.weekday::integer)
        from jsonb_array_elements_text(p_rule -> 'weekdays') as w (weekday)
      ),
      jsonb_build_array(extract(isodow from (p_rule ->> 'from')::date)::integer)
    ) end,
    'monthly', case when v_freq = 'monthly' then coalesce(p_rule ->> 'monthly', 'date') end,
    'from', (p_rule ->> 'from')::date,
    'starts', p_rule ->> 'starts',
    'ends', p_rule ->> 'ends',
    'until', (p_rule ->> 'until')::date,
    'count', (p_rule ->> 'count')::integer
  ));
  v_count := (select count(*) from private.series_days(v_rule));
  if v_count > 104 then
    perform private.refuse('series.too_many', '{"cap": 104}');
  elsif v_count = 0 then
    perform private.refuse('request.invalid', '{"field": "until"}');
  end if;
  return v_rule;
end
$$;

-- Every date of a rule with the instants at which the centre's clocks show its times (invariant 4): a
-- time that does not exist or exists twice is read as Postgres reads it. Where a change of clocks
-- leaves nothing between start and end, the period is empty.
create function private.series_periods(p_rule jsonb, p_zone text)
returns table (date date, during tstzrange)
language sql stable set search_path = '' as $$
  select d.day, tstzrange(t.starts, greatest(t.starts, t.ends))
  from private.series_days(p_rule) as d (day)
  cross join lateral (
    select
      (d.day + (p_rule ->> 'starts')::time) at time zone p_zone as starts,
      (d.day + (p_rule ->> 'ends')::time) at time zone p_zone as ends
  ) as t
$$;

-- Refuses when a resource cannot be had for a period, as private.allocate would, and writes nothing.
create function private.check_free(p_resource public.resources, p_quantity integer, p_during tstzrange)
returns void
language plpgsql stable set search_path = '' as $$
declare
  v_units integer;
  v_in_the_way record;
begin
  if private.is_available(p_resource.id, p_quantity, p_during) then
    return;
  end if;
  select b.during, a.blocked into v_in_the_way
  from public.resource_units as ru
  join public.units as u on u.id = ru.unit_id
  join public.allocations as a on a.unit_id = u.id and a.active
  join public.bookings as b on b.id = a.booking_id
  where p_resource.take = 'all' and ru.resource_id = p_resource.id
    and a.blocked && private.blocked(p_during, u.turnaround_minutes)
    and private.effective_status(b.status, b.hold_until) <> 'expired'
  order by upper(a.blocked) desc limit 1;
  if found then
    perform private.refuse('booking.slot_taken', jsonb_build_object(
      'resource', p_resource.id,
      'starts', private.iso(lower(v_in_the_way.during)),
      'ends', private.iso(upper(v_in_the_way.during)),
      'free_from', private.iso(upper(v_in_the_way.blocked))
    ));
  end if;
  v_units := (select count(*) from private.units_of(p_resource.id));
  perform private.refuse('booking.not_enough_units', jsonb_build_object(
    'resource', p_resource.id,
    'units', v_units,
    'free', case when p_resource.take = 'all' then v_units
      else greatest(v_units - private.peak_use(p_resource.id, p_during), 0) end
  ));
end
$$;

-- What could be had instead of a date: the same resource at the nearest other time of that day, else a
-- room at the wished time that has all that this one has. Extras stay. Null when there is nothing.
create function private.series_alternative(
  p_main public.resources, p_needs jsonb, p_zone text, p_attendees integer, p_during tstzrange
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_day date := (lower(p_during) at time zone p_zone)::date;
  v_length interval := upper(p_during) - lower(p_during);
  v_extras jsonb := coalesce(
    (select jsonb_agg(n) from jsonb_array_elements(p_needs) as n where (n ->> 'id')::uuid <> p_main.id), '[]'
  );
  v_quantity integer := coalesce(
    (select (n ->> 'quantity')::integer from jsonb_array_elements(p_needs) as n where (n ->> 'id')::uuid = p_main.id),
    1
  );
  v_resource uuid := p_main.id;
  v_during tstzrange;
begin
  select c.during into v_during
  from (
    select s.during from private.possible_starts(p_main, p_zone, v_day, v_day + 1, v_length) as s (during)
    order by abs(extract(epoch from lower(s.during) - lower(p_during))), lower(s.during)
    offset 0
  ) as c
  where private.is_available(p_main.id, v_quantity, c.during)
    and not exists (
      select from jsonb_to_recordset(v_extras) as n (id uuid, quantity integer)
      where private.is_available(n.id, coalesce(n.quantity, 1), c.during) is not true
    )
  limit 1;
  if v_during is null then
    select r.id, p_during into v_resource, v_during
    from public.resources as r
    where r.centre_id = p_main.centre_id and r.id <> p_main.id and r.kind = p_main.kind
      and r.active and not r.lent_home
      and (r.open_to = 'everyone' or r.open_to = p_main.open_to)
      and (r.statement is null or r.statement = p_main.statement)
      and coalesce(r.capacity, p_attendees) >= p_attendees
      and r.features @> p_main.features and r.accessibility @> p_main.accessibility
      and private.is_available(r.id, v_quantity, p_during)
      and not exists (
        select from jsonb_to_recordset(v_extras) as n (id uuid, quantity integer)
        where private.is_available(n.id, coalesce(n.quantity, 1), p_during) is not true
      )
      and exists (
        select from private.possible_starts(r, p_zone, v_day, v_day + 1, v_length) as s (during)
        where s.during = p_during
      )
      and extract(epoch from v_length) / 60 between r.min_minutes and r.max_minutes
    order by abs(coalesce(r.capacity, 0) - coalesce(p_main.capacity, 0)), r.position
    limit 1;
  end if;
  return case when v_during is not null then jsonb_build_object(
    'resource', v_resource, 'starts', private.iso(lower(v_during)), 'ends', private.iso(upper(v_during))
  ) end;
end
$$;

-- Every date of a rule with what private.request_booking would say to it now, for the caller. Quotas
-- count the dates of the series before it. Definer: it looks at what others hold, and tells of it only
-- what the calendar tells everybody. Declarations count as accepted: they are asked for later.
create function private.preview_series(p_args jsonb) returns jsonb
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
  v_minutes numeric;
  -- minutes that earlier dates of the series take in the week at hand
  v_week date;
  v_week_minutes numeric := 0;
  v_dates jsonb[] := '{}';
begin
  if v_person is null or not exists (select from public.profiles as p where p.id = v_person) then
    perform private.refuse('auth.required');
  elsif v_attendees is null or v_attendees not between 1 and 10000 then
    perform private.refuse('request.invalid', '{"field": "attendees"}');
  end if;
  v_resources := array(
    select r from private.wanted_resources(
      array(select n.resource_id from private.read_needs(v_needs) as n)
    ) as r
  );
  v_zone := (select c.time_zone from public.centres as c where c.id = v_resources[1].centre_id);
  perform private.check_person(v_person, v_resources[1].centre_id, v_organisation);

  for v_date in select p.date, p.during from private.series_periods(v_rule, v_zone) as p loop
    v_refusal := null;
    v_minutes := extract(epoch from upper(v_date.during) - lower(v_date.during)) / 60;
    if v_week is distinct from date_trunc('week', v_date.date::timestamp)::date then
      v_week := date_trunc('week', v_date.date::timestamp)::date;
      v_week_minutes := 0;
    end if;
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
        if v_week_minutes > 0 then
          perform private.check_quota(
            v_resource, v_zone, v_person, v_organisation,
            tstzrange(lower(v_date.during), upper(v_date.during) + make_interval(mins => v_week_minutes::integer))
          );
        end if;
      end loop;
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
      v_week_minutes := v_week_minutes + v_minutes;
    exception when sqlstate 'P0001' then
      get stacked diagnostics v_detail = pg_exception_detail;
      v_refusal := v_detail::jsonb;
      if v_refusal ->> 'error' = 'booking.over_quota' then
        v_refusal := v_refusal || jsonb_build_object(
          'minutes_used', (v_refusal ->> 'minutes_used')::numeric + v_week_minutes
        );
      end if;
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
create function private.refuse_date(p_date date, p_detail text) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if p_detail::jsonb ->> 'error' in (
    'booking.slot_taken', 'booking.not_enough_units', 'booking.outside_opening_hours', 'booking.closed',
    'booking.off_step', 'booking.too_short', 'booking.too_long', 'booking.too_soon', 'booking.too_far',
    'booking.in_the_past', 'booking.over_quota', 'booking.over_capacity'
  ) then
    perform private.refuse('series.date_refused', jsonb_build_object(
      'date', p_date, 'refusal', p_detail::jsonb
    ));
  end if;
  perform private.refuse(p_detail::jsonb ->> 'error', p_detail::jsonb - 'error');
end
$$;

-- What request_booking is told for a date of a series.
create function private.series_request(p_series public.booking_series) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'resources', p_series.resources, 'purpose', p_series.purpose, 'attendees', p_series.attendees,
    'rules_version', p_series.rules_version, 'organisation', p_series.organisation_id,
    'public_title', p_series.public_title, 'note', p_series.note,
    'statement_accepted', p_series.statement_accepted
  )
$$;

-- Books one date of a series by the function that makes every booking.
create function private.book_date(
  p_series uuid, p_date date, p_person uuid, p_args jsonb
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_answer jsonb;
begin
  perform set_config('mam.series', p_series::text, true);
  perform set_config('mam.series_date', p_date::text, true);
  v_answer := private.request_booking(p_person, p_args);
  perform set_config('mam.series', '', true);
  return v_answer || jsonb_build_object('date', p_date);
end
$$;

-- Books the chosen dates of a rule, all of them or none, under the locks of everything that any of
-- them wants. The rule's other dates are remembered as skipped. What it asks for each date it plans
-- once and not fifty times: a quarter of the time of a series of a year.
create function private.request_series(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  v_rule jsonb := private.read_series_rule(p_args -> 'rule');
  v_chosen jsonb := p_args -> 'occurrences';
  v_skipped jsonb := coalesce(nullif(p_args -> 'skipped', 'null'), '[]');
  v_resources uuid[] := array(
    select n.resource_id from private.read_needs(p_args -> 'resources') as n
  );
  v_series public.booking_series;
  v_words public.bookings;
  v_centre public.centres;
  v_one record;
  v_date date;
  v_detail text;
  v_bookings jsonb[] := '{}';
begin
  v_words.purpose := btrim(p_args ->> 'purpose');
  v_words.note := nullif(btrim(p_args ->> 'note'), '');
  v_words.public_title := nullif(btrim(p_args ->> 'public_title'), '');
  v_words.attendees := (p_args ->> 'attendees')::integer;
  perform private.check_words(v_words);
  select c.* into v_centre from private.wanted_resources(v_resources) as r
  join public.centres as c on c.id = r.centre_id limit 1;
  perform private.check_person(p_person, v_centre.id, (p_args ->> 'organisation')::uuid);

  if jsonb_typeof(v_chosen) is distinct from 'array'
    or jsonb_array_length(v_chosen) not between 1 and 104
    or exists (
      select from jsonb_array_elements(v_chosen) as o
      where jsonb_typeof(o) <> 'object' or coalesce(o ->> 'date', '') !~ '^\d{4}-\d\d-\d\d$'
        or o ->> 'starts' is null or o ->> 'ends' is null
    )
  then
    perform private.refuse('request.invalid', '{"field": "occurrences"}');
  elsif jsonb_typeof(v_skipped) <> 'array' or exists (
    select from jsonb_array_elements(v_skipped) as s
    where jsonb_typeof(s) <> 'object' or s ->> 'reason' !~ '^[a-z]{1,20}\.[a-z_]{1,40}$'
  ) then
    perform private.refuse('request.invalid', '{"field": "skipped"}');
  elsif (
    select count(distinct (o ->> 'date')::date) <> count(*)
      or not bool_and((o ->> 'date')::date in (select private.series_days(v_rule)))
    from jsonb_array_elements(v_chosen) as o
  ) then
    perform private.refuse('request.invalid', '{"field": "occurrences"}');
  end if;
  -- a date that was moved into another room brings its own resources
  v_resources := array(
    select v.id from unnest(v_resources) as v (id)
    union
    select n.resource_id
    from jsonb_array_elements(v_chosen) as o
    cross join lateral private.read_needs(o -> 'resources') as n
    where jsonb_typeof(o -> 'resources') is distinct from 'null' and o ? 'resources'
  );
  if exists (
    select from public.resources as r where r.id = any (v_resources) and r.centre_id <> v_centre.id
  ) then
    perform private.refuse('request.invalid', '{"field": "resources"}');
  end if;
  perform private.lock_claims(v_resources, p_person, (p_args ->> 'organisation')::uuid);

  insert into public.booking_series (
    centre_id, requested_by, organisation_id, rule, resources, purpose, attendees, public_title, note,
    rules_version, statement_accepted
  ) values (
    v_centre.id, p_person, (p_args ->> 'organisation')::uuid, v_rule, p_args -> 'resources',
    v_words.purpose, v_words.attendees, v_words.public_title, v_words.note,
    coalesce((p_args ->> 'rules_version')::integer, v_centre.rules_version),
    coalesce((p_args ->> 'statement_accepted')::boolean, false)
  )
  returning * into v_series;

  begin
    for v_one in
      select
        (o ->> 'date')::date as date, (o ->> 'starts')::timestamptz as starts, (o ->> 'ends')::timestamptz as ends,
        coalesce(nullif(o -> 'resources', 'null'), v_series.resources) as resources
      from jsonb_array_elements(v_chosen) as o
      order by starts
    loop
      v_date := v_one.date;
      v_bookings := v_bookings || private.book_date(
        v_series.id, v_one.date, p_person, private.series_request(v_series) || jsonb_build_object(
          'starts', v_one.starts, 'ends', v_one.ends, 'resources', v_one.resources,
          'rules_version', p_args -> 'rules_version', 'override_reason', p_args -> 'override_reason'
        )
      );
    end loop;
  exception
    when sqlstate 'P0001' then
      get stacked diagnostics v_detail = pg_exception_detail;
      perform private.refuse_date(v_date, v_detail);
    when exclusion_violation then
      perform private.refuse_date(v_date, '{"error": "booking.slot_taken"}');
  end;

  insert into public.series_skipped (series_id, date, centre_id, during, reason)
  select v_series.id, p.date, v_centre.id, p.during, (
    select s ->> 'reason' from jsonb_array_elements(v_skipped) as s where s ->> 'date' = p.date::text limit 1
  )
  from private.series_periods(v_rule, v_centre.time_zone) as p
  where not isempty(p.during)
    and not exists (
      select from jsonb_array_elements(v_chosen) as o where (o ->> 'date')::date = p.date
    );
  return jsonb_build_object('id', v_series.id, 'version', v_series.version, 'bookings', to_jsonb(v_bookings));
end
$$;

-- The series that a change is about: there, visible to this person, everything that its dates hold
-- locked, and still as they saw it where they say what they saw (invariant 6).
create function private.lock_series(p_person uuid, p_args jsonb) returns public.booking_series
language plpgsql volatile set search_path = '' as $$
declare
  v_series public.booking_series;
  v_resources uuid[];
begin
  if p_args ->> 'series' is null then
    perform private.refuse('request.invalid', '{"field": "series"}');
  end if;
  select * into v_series from public.booking_series as s where s.id = (p_args ->> 'series')::uuid;
  if v_series.id is null or not (
    v_series.requested_by is not distinct from p_person
    or private.is_staff(p_person, v_series.centre_id)
    or exists (
      select from public.organisation_members as om
      where om.organisation_id = v_series.organisation_id and om.person_id = p_person
        and om.role in ('owner', 'editor')
    )
  ) then
    -- other people's series and those that never were look alike
    perform private.refuse('series.not_found');
  end if;
  v_resources := array(
    select n.resource_id from private.read_needs(v_series.resources) as n
    union
    select br.resource_id from public.bookings as b
    join public.booking_resources as br on br.booking_id = b.id
    where b.series_id = v_series.id
  );
  perform private.lock_claims(v_resources, v_series.requested_by, v_series.organisation_id);
  perform private.expire_holds(v_resources);
  select * into v_series from public.booking_series as s where s.id = v_series.id for update;
  if v_series.version <> (p_args ->> 'version')::integer then
    perform private.refuse('series.changed_meanwhile', jsonb_build_object('version', v_series.version));
  end if;
  return v_series;
end
$$;

-- Cancels the dates that are still to come: all, or those from one on. What has begun never changes,
-- and a date that is too near to be cancelled stays and is named.
create function private.cancel_series(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_series public.booking_series := private.lock_series(p_person, p_args);
  v_scope text := p_args ->> 'scope';
  v_from date := (p_args ->> 'from')::date;
  v_booking record;
  v_detail text;
  v_cancelled jsonb[] := '{}';
  v_kept jsonb[] := '{}';
begin
  if v_scope is null or v_scope not in ('following', 'all') then
    perform private.refuse('request.invalid', '{"field": "scope"}');
  elsif v_scope = 'following' and v_from is null then
    perform private.refuse('request.invalid', '{"field": "from"}');
  end if;
  for v_booking in
    select b.id, b.version, b.series_date as date
    from public.bookings as b
    where b.series_id = v_series.id and b.status in ('pending', 'confirmed')
      and lower(b.during) > now() and (v_scope = 'all' or b.series_date >= v_from)
    order by lower(b.during), b.id
  loop
    begin
      perform private.cancel_booking(p_person, jsonb_build_object(
        'booking', v_booking.id, 'version', v_booking.version, 'reason', p_args -> 'reason'
      ));
      v_cancelled := v_cancelled || jsonb_build_object('id', v_booking.id, 'date', v_booking.date);
    exception when sqlstate 'P0001' then
      get stacked diagnostics v_detail = pg_exception_detail;
      if v_detail::jsonb ->> 'error' <> 'booking.too_late_to_cancel' then
        raise;
      end if;
      v_kept := v_kept || jsonb_build_object(
        'id', v_booking.id, 'date', v_booking.date, 'refusal', v_detail::jsonb
      );
    end;
  end loop;
  if cardinality(v_cancelled) = 0 then
    if cardinality(v_kept) > 0 then
      perform private.refuse('booking.too_late_to_cancel', (v_kept[1] -> 'refusal') - 'error');
    end if;
    perform private.refuse('series.nothing_to_cancel');
  end if;
  update public.booking_series as s set cancelled_at = now(), version = version + 1
  where s.id = v_series.id returning * into v_series;
  return jsonb_build_object(
    'id', v_series.id, 'version', v_series.version,
    'undo_until', private.iso(v_series.cancelled_at + interval '10 minutes'),
    'cancelled', to_jsonb(v_cancelled), 'kept', to_jsonb(v_kept)
  );
end
$$;

-- Undo of cancel_series, by its rules and those of restore_booking: all that it cancelled and that has
-- not begun, or nothing.
create function private.restore_series(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_series public.booking_series := private.lock_series(p_person, p_args);
  v_booking record;
  v_detail text;
  v_restored jsonb[] := '{}';
begin
  begin
    for v_booking in
      select b.id, b.version, b.series_date as date
      from public.bookings as b
      where b.series_id = v_series.id and b.status = 'cancelled'
        and b.cancelled_at = v_series.cancelled_at and lower(b.during) > now()
      order by lower(b.during), b.id
    loop
      perform private.restore_booking(p_person, jsonb_build_object(
        'booking', v_booking.id, 'version', v_booking.version
      ));
      v_restored := v_restored || jsonb_build_object('id', v_booking.id, 'date', v_booking.date);
    end loop;
  exception
    when sqlstate 'P0001' then
      get stacked diagnostics v_detail = pg_exception_detail;
      perform private.refuse_date(v_booking.date, v_detail);
  end;
  if cardinality(v_restored) = 0 then
    perform private.refuse('booking.undo_expired');
  end if;
  update public.booking_series as s set cancelled_at = null, version = version + 1
  where s.id = v_series.id returning * into v_series;
  return jsonb_build_object('id', v_series.id, 'version', v_series.version, 'restored', to_jsonb(v_restored));
end
$$;

-- Takes a date that was skipped, if it can be had by now. Staff take it for whom the series is.
create function private.rebook_skipped(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_series public.booking_series := private.lock_series(p_person, p_args);
  v_skipped public.series_skipped;
  v_booking jsonb;
begin
  delete from public.series_skipped as s
  where s.series_id = v_series.id and s.date = (p_args ->> 'date')::date
  returning * into v_skipped;
  if v_skipped.series_id is null then
    perform private.refuse('series.not_skipped');
  end if;
  v_booking := private.book_date(
    v_series.id, v_skipped.date,
    case when private.is_staff(p_person, v_series.centre_id)
      then coalesce(v_series.requested_by, p_person) else p_person end,
    private.series_request(v_series) || jsonb_build_object(
      'starts', lower(v_skipped.during), 'ends', upper(v_skipped.during),
      'rules_version', coalesce((p_args ->> 'rules_version')::integer, v_series.rules_version)
    )
  );
  update public.booking_series as s set version = version + 1
  where s.id = v_series.id returning * into v_series;
  return jsonb_build_object('id', v_series.id, 'version', v_series.version, 'booking', v_booking);
end
$$;

-- Could a skipped period be had now, by opening hours, horizon and what others hold?
create function private.is_free_again(p_resources jsonb, p_zone text, p_during tstzrange) returns boolean
language sql stable set search_path = '' as $$
  select lower(p_during) > now() and count(*) = jsonb_array_length(p_resources) and bool_and(
    (lower(p_during) at time zone p_zone)::date <= private.today(p_zone) + r.horizon_days
    and private.is_available(r.id, coalesce(n.quantity, 1), p_during)
    and private.open_times(
      r.centre_id, r.id,
      (lower(p_during) at time zone p_zone)::date, (upper(p_during) at time zone p_zone)::date + 1
    ) @> p_during
  )
  from jsonb_to_recordset(p_resources) as n (id uuid, quantity integer)
  join public.resources as r on r.id = n.id and r.active
$$;

-- As before, but it asks the index for the period and not for all that a unit was ever held for: that
-- was most of the time that a series of a year took.
create or replace function private.take_all(p_booking uuid, p_resource uuid, p_during tstzrange) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_units uuid[] := array(select u.unit_id from private.units_of(p_resource) as u);
  v_all integer := (select count(*) from public.resource_units as ru where ru.resource_id = p_resource);
  -- with the longest turnaround: a period that the index can be asked for; the exact one follows it
  v_widest tstzrange := (
    select private.blocked(p_during, max(u.turnaround_minutes)) from public.units as u where u.id = any (v_units)
  );
  v_pool uuid;
  v_in_the_way record;
begin
  if v_all = 0 or v_all > cardinality(v_units) then
    perform private.refuse('booking.not_enough_units', jsonb_build_object(
      'resource', p_resource, 'units', v_all, 'free', cardinality(v_units)
    ));
  end if;
  for v_pool in
    select distinct r.id
    from public.allocations as a
    join public.resources as r on r.id = a.resource_id and r.take = 'any'
    join public.units as u on u.id = a.unit_id
    where a.unit_id = any (v_units) and a.active and a.blocked && v_widest
      and a.blocked && private.blocked(p_during, u.turnaround_minutes)
  loop
    perform private.repin(v_pool, p_during, 0, v_units);
  end loop;
  select b.during, a.blocked into v_in_the_way
  from public.allocations as a
  join public.bookings as b on b.id = a.booking_id
  join public.units as u on u.id = a.unit_id
  where a.unit_id = any (v_units) and a.active and a.blocked && v_widest
    and a.blocked && private.blocked(p_during, u.turnaround_minutes)
  order by upper(a.blocked) desc limit 1;
  if found then
    perform private.refuse('booking.slot_taken', jsonb_build_object(
      'resource', p_resource,
      'starts', private.iso(lower(v_in_the_way.during)),
      'ends', private.iso(upper(v_in_the_way.during)),
      'free_from', private.iso(upper(v_in_the_way.blocked))
    ));
  end if;
  perform private.hold_units(p_booking, p_resource, v_units, p_during);
end
$$;

-- What the app calls. Thin, with the caller's rights; the work is done behind private.answer_once.

create function public.preview_series(
  p_resources jsonb, p_rule jsonb, p_attendees integer, p_organisation uuid default null
) returns jsonb
language sql stable set search_path = '' as $$
  select private.preview_series(jsonb_build_object(
    'resources', p_resources, 'rule', p_rule, 'attendees', p_attendees, 'organisation', p_organisation
  ))
$$;
comment on function public.preview_series is
  'Every date of a rule with free, taken, closed or rule, why, and the nearest alternative; writes nothing.';

create function public.request_series(
  p_key uuid,
  p_resources jsonb,
  p_rule jsonb,
  p_occurrences jsonb,
  p_purpose text,
  p_attendees integer,
  p_rules_version integer,
  p_skipped jsonb default null,
  p_organisation uuid default null,
  p_public_title text default null,
  p_note text default null,
  p_statement_accepted boolean default false,
  p_override_reason text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'request_series', jsonb_build_object(
    'resources', p_resources, 'rule', p_rule, 'occurrences', p_occurrences, 'purpose', p_purpose,
    'attendees', p_attendees, 'rules_version', p_rules_version, 'skipped', p_skipped,
    'organisation', p_organisation, 'public_title', p_public_title, 'note', p_note,
    'statement_accepted', p_statement_accepted, 'override_reason', p_override_reason
  ))
$$;
comment on function public.request_series is
  'Books chosen dates of a rule, all or nothing. p_occurrences: [{"date", "starts", "ends", "resources"?}]; the others are remembered as skipped.';

create function public.cancel_series(
  p_key uuid,
  p_series uuid,
  p_scope text,
  p_version integer default null,
  p_from date default null,
  p_reason text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'cancel_series', jsonb_build_object(
    'series', p_series, 'scope', p_scope, 'version', p_version, 'from', p_from, 'reason', p_reason
  ))
$$;
comment on function public.cancel_series is
  'Cancels the coming dates of a series: p_scope is all, or following with p_from; past dates never change.';

create function public.restore_series(p_key uuid, p_series uuid, p_version integer default null) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'restore_series', jsonb_build_object(
    'series', p_series, 'version', p_version
  ))
$$;
comment on function public.restore_series is
  'Undoes the last cancel_series within ten minutes if everything is still free.';

create function public.rebook_skipped(
  p_key uuid, p_series uuid, p_date date, p_rules_version integer default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'rebook_skipped', jsonb_build_object(
    'series', p_series, 'date', p_date, 'rules_version', p_rules_version
  ))
$$;
comment on function public.rebook_skipped is 'Books a date of a series that was skipped, if it can be had by now.';

create function public.get_series(p_series uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_series public.booking_series;
  v_centre public.centres;
begin
  select * into v_series from public.booking_series as s where s.id = p_series;
  if v_series.id is null then
    perform private.refuse('series.not_found');
  end if;
  select * into v_centre from public.centres as c where c.id = v_series.centre_id;
  return jsonb_build_object(
    'id', v_series.id,
    'version', v_series.version,
    'rule', v_series.rule,
    'purpose', v_series.purpose,
    'centre', jsonb_build_object('slug', v_centre.slug, 'name', v_centre.name, 'time_zone', v_centre.time_zone),
    'organisation', (select o.name from public.organisations as o where o.id = v_series.organisation_id),
    'undo_until', private.iso(v_series.cancelled_at + interval '10 minutes'),
    'resources', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', r.id, 'slug', r.slug, 'name', r.name, 'quantity', coalesce(n.quantity, 1)
      ) order by case r.kind when 'room' then 0 else 1 end, r.position), '[]')
      from jsonb_to_recordset(v_series.resources) as n (id uuid, quantity integer)
      join public.resources as r on r.id = n.id
    ),
    'dates', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'date', b.series_date, 'booking', b.id, 'version', b.version,
        'starts', private.iso(lower(b.during)), 'ends', private.iso(upper(b.during)),
        'status', private.effective_status(b.status, b.hold_until)
      ) order by lower(b.during), b.id), '[]')
      from public.bookings as b where b.series_id = v_series.id
    ),
    'skipped', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'date', s.date, 'starts', private.iso(lower(s.during)), 'ends', private.iso(upper(s.during)),
        'reason', s.reason,
        'is_free', coalesce(private.is_free_again(v_series.resources, v_centre.time_zone, s.during), false)
      ) order by s.date), '[]')
      from public.series_skipped as s where s.series_id = v_series.id
    )
  );
end
$$;
comment on function public.get_series is
  'A series that the caller may see: rule, every date with its state, skipped dates and which of them are free again.';

revoke execute on all functions in schema private from public;
grant execute on function
  private.preview_series(jsonb), private.is_free_again(jsonb, text, tstzrange)
to authenticated;
grant execute on function
  public.preview_series(jsonb, jsonb, integer, uuid),
  public.request_series(uuid, jsonb, jsonb, jsonb, text, integer, integer, jsonb, uuid, text, text, boolean, text),
  public.cancel_series(uuid, uuid, text, integer, date, text),
  public.restore_series(uuid, uuid, integer),
  public.rebook_skipped(uuid, uuid, date, integer),
  public.get_series(uuid)
to authenticated;
