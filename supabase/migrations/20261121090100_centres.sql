-- Centres, when they are open, and when they are not.

create table public.centres (
  id uuid primary key default gen_random_uuid(),
  slug text not null,
  name text not null,
  municipality text not null,
  address text not null,
  latitude numeric(9, 6),
  longitude numeric(9, 6),
  phone text,
  email text,
  time_zone text not null default 'Europe/Warsaw',
  locales text[] not null default '{pl,en,uk}',
  description jsonb,
  rules jsonb,
  rules_version integer not null default 1,
  accessibility jsonb not null default '{}',
  controller_name text,
  data_officer_email text,
  accessibility_contact_name text,
  statement_published date,
  statement_reviewed date,
  pending_hold_minutes integer not null default 4320,
  open_on_public_holidays boolean not null default false,
  demo boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint centres_slug_key unique (slug),
  -- the words are addresses of the app itself
  constraint centres_slug_shape check (
    slug ~ '^[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?$'
    and slug not in (
      'accessibility', 'api', 'auth', 'bookings', 'en', 'healthz', 'mailbox', 'me',
      'organisations', 'pl', 'privacy', 'rest', 'shell', 'sign-in', 'storage', 'uk'
    )
  ),
  constraint centres_name_line check (private.is_line(name, 1, 120)),
  constraint centres_geo_range check (latitude between -90 and 90 and longitude between -180 and 180),
  constraint centres_description_localized check (private.is_localized(description)),
  constraint centres_rules_localized check (private.is_localized(rules)),
  constraint centres_rules_version_positive check (rules_version > 0),
  constraint centres_pending_hold_range check (pending_hold_minutes between 15 and 43200)
);
comment on table public.centres is 'A Residents'' Activity Place: where it is, its rules and its settings.';

create table public.opening_hours (
  id uuid primary key default gen_random_uuid(),
  centre_id uuid not null references public.centres (id) on delete cascade,
  resource_id uuid,
  weekday smallint not null,
  opens time not null,
  closes time not null,
  valid_from date,
  valid_until date,
  constraint opening_hours_weekday_iso check (weekday between 1 and 7),
  constraint opening_hours_order check (opens < closes),
  constraint opening_hours_validity_order check (valid_from <= valid_until)
);
comment on table public.opening_hours is
  'Wall-clock hours by ISO weekday (1 = Monday), of the centre or, narrower, of one resource; several a day.';
create index opening_hours_centre on public.opening_hours (centre_id, weekday);

create table public.closures (
  id uuid primary key default gen_random_uuid(),
  centre_id uuid not null references public.centres (id) on delete cascade,
  resource_id uuid,
  during tstzrange not null,
  reason jsonb not null,
  created_at timestamptz not null default now(),
  constraint closures_during_bounded check (
    not isempty(during) and lower_inf(during) = false and upper_inf(during) = false
    and lower_inc(during) and not upper_inc(during)
  ),
  constraint closures_reason_localized check (private.is_localized(reason))
);
comment on table public.closures is
  'A time when the centre or one resource cannot be used; public holidays are computed, not stored.';
create index closures_during on public.closures using gist (centre_id, during);

alter table public.centres enable row level security;
alter table public.opening_hours enable row level security;
alter table public.closures enable row level security;

-- Facts that hang on the door of the building anyway.
create policy centres_read on public.centres for select to anon, authenticated using (true);
create policy opening_hours_read on public.opening_hours for select to anon, authenticated using (true);
create policy closures_read on public.closures for select to anon, authenticated using (true);

grant select on public.centres, public.opening_hours, public.closures to anon, authenticated;
-- Not granted: any write. Centres are edited at the desk, through functions of its own.

-- Easter Sunday of a year in the Gregorian calendar (anonymous algorithm, Meeus, Astronomical
-- Algorithms, ch. 8). In SQL and by hand because working days are a rule of the database and a
-- stored table of dates would one day run out.
create function private.easter_sunday(p_year integer) returns date
language sql immutable set search_path = '' as $$
  with
    s1 as (select p_year % 19 as a, p_year / 100 as b, p_year % 100 as c),
    s2 as (select a, b, c, b / 4 as d, b % 4 as e, (b - (b + 8) / 25 + 1) / 3 as g from s1),
    s3 as (select a, c, e, (19 * a + b - d - g + 15) % 30 as h from s2),
    s4 as (select a, h, (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7 as l from s3),
    s5 as (select h, l, (a + 11 * h + 22 * l) / 451 as m from s4)
  select make_date(p_year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1) from s5
$$;

-- Public holidays in Poland, [p_from, p_until): the law on days off work of 1951 as amended,
-- 6 January since 2011, 24 December since 2025.
create function private.public_holidays(p_from date, p_until date)
returns table (day date, name jsonb)
language sql immutable set search_path = '' as $$
  select holiday.day, holiday.name
  from generate_series(
    extract(year from p_from)::integer, extract(year from p_until)::integer
  ) as y (year)
  cross join lateral (select private.easter_sunday(y.year) as easter) as e
  cross join lateral (
    values
      (make_date(y.year, 1, 1), '{"pl": "Nowy Rok", "en": "New Year''s Day", "uk": "Новий рік"}'::jsonb),
      (make_date(y.year, 1, 6), '{"pl": "Święto Trzech Króli", "en": "Epiphany", "uk": "Богоявлення"}'),
      (e.easter, '{"pl": "Wielkanoc", "en": "Easter Sunday", "uk": "Великдень"}'),
      (e.easter + 1, '{"pl": "Poniedziałek Wielkanocny", "en": "Easter Monday", "uk": "Великодній понеділок"}'),
      (make_date(y.year, 5, 1), '{"pl": "Święto Pracy", "en": "Labour Day", "uk": "День праці"}'),
      (make_date(y.year, 5, 3), '{"pl": "Święto Konstytucji 3 Maja", "en": "Constitution Day", "uk": "День Конституції 3 травня"}'),
      (e.easter + 49, '{"pl": "Zielone Świątki", "en": "Pentecost", "uk": "Зелені свята"}'),
      (e.easter + 60, '{"pl": "Boże Ciało", "en": "Corpus Christi", "uk": "Свято Божого Тіла"}'),
      (make_date(y.year, 8, 15), '{"pl": "Święto Wojska Polskiego i Wniebowzięcie NMP", "en": "Armed Forces Day and Assumption", "uk": "День Війська Польського та Успіння"}'),
      (make_date(y.year, 11, 1), '{"pl": "Wszystkich Świętych", "en": "All Saints'' Day", "uk": "День усіх святих"}'),
      (make_date(y.year, 11, 11), '{"pl": "Święto Niepodległości", "en": "Independence Day", "uk": "День незалежності Польщі"}'),
      (make_date(y.year, 12, 24), '{"pl": "Wigilia", "en": "Christmas Eve", "uk": "Святвечір"}'),
      (make_date(y.year, 12, 25), '{"pl": "Boże Narodzenie", "en": "Christmas Day", "uk": "Різдво"}'),
      (make_date(y.year, 12, 26), '{"pl": "Drugi dzień Bożego Narodzenia", "en": "Second day of Christmas", "uk": "Другий день Різдва"}')
  ) as holiday (day, name)
  where holiday.day >= p_from and holiday.day < p_until
    and (holiday.day >= date '2025-01-01' or holiday.day <> make_date(y.year, 12, 24))
    and (holiday.day >= date '2011-01-01' or holiday.day <> make_date(y.year, 1, 6))
$$;

-- Today in the centre's own calendar.
create function private.today(p_zone text) returns date
language sql stable set search_path = '' as $$
  select (now() at time zone p_zone)::date
$$;

-- The instants of one local day, which has 23, 24 or 25 hours.
create function private.day_range(p_zone text, p_day date) returns tstzrange
language sql stable set search_path = '' as $$
  select tstzrange(p_day::timestamp at time zone p_zone, (p_day + 1)::timestamp at time zone p_zone)
$$;

-- Is the whole opening of that local day taken away by a closure of the centre itself?
create function private.is_closed_all_day(p_centre uuid, p_zone text, p_day date) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(
    (
      select range_agg(c.during) @> private.day_range(p_zone, p_day)
      from public.closures as c
      where c.centre_id = p_centre and c.resource_id is null
        and c.during && private.day_range(p_zone, p_day)
    ),
    false
  )
$$;

-- The day that is p_count working days after p_day: Saturdays, Sundays, public holidays and the
-- centre's own all-day closures do not count (invariant 12). p_count = 0 gives p_day itself.
create function private.add_working_days(p_centre uuid, p_day date, p_count integer) returns date
language plpgsql stable set search_path = '' as $$
declare
  v_zone text := (select c.time_zone from public.centres as c where c.id = p_centre);
  v_day date := p_day;
  v_left integer := p_count;
begin
  while v_left > 0 loop
    v_day := v_day + 1;
    if extract(isodow from v_day) < 6
      and not exists (select from private.public_holidays(v_day, v_day + 1))
      and not private.is_closed_all_day(p_centre, v_zone, v_day)
    then
      v_left := v_left - 1;
    end if;
    -- a centre closed for years must not hang a request
    exit when v_day > p_day + 400;
  end loop;
  return v_day;
end
$$;
