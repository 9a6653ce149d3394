-- A series changes: from one date on, or all that is to come. Its hour, its length, its rooms and its
-- words; what has begun stays as it was, what was cancelled stays cancelled, and what somebody moved by
-- hand is kept or put back as the person says.

-- where a series was split, the later part knows what it continues
alter table public.booking_series
  add column continues uuid references public.booking_series (id) on delete set null;
create index booking_series_continues on public.booking_series (continues);

-- What the last change of a series was made from, so that it can be undone for ten minutes.
create table private.series_changes (
  series_id uuid primary key references public.booking_series (id) on delete cascade,
  person_id uuid not null references auth.users (id) on delete cascade,
  changed_at timestamptz not null default now(),
  -- the version that the series had after it: an undo of anything else would overwrite it
  version integer not null,
  series jsonb not null,
  bookings jsonb not null,
  skipped jsonb not null
);
comment on table private.series_changes is 'The last change of a series, as everything was before it.';
create index series_changes_person on private.series_changes (person_id);

-- A date of a series under a change: where it is, and where it is to be.
create type private.series_target as (
  booking uuid,
  version integer,
  status text,
  date date,
  was tstzrange,
  had jsonb,
  -- is it elsewhere than the rule says?
  is_moved boolean,
  -- stay, move or skip
  action text,
  during tstzrange,
  needs jsonb
);

-- Needs in one order and with every quantity, so that equal ones are equal.
create function private.sorted_needs(p_resources jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(
    jsonb_build_object('id', n.resource_id, 'quantity', n.quantity) order by n.resource_id
  )
  from private.read_needs(p_resources) as n
$$;

-- When the centre's clocks show the times of a rule on a day; empty where a change of clocks leaves
-- nothing between them.
create function private.rule_period(p_rule jsonb, p_zone text, p_date date) returns tstzrange
language sql stable set search_path = '' as $$
  select tstzrange(t.starts, greatest(t.starts, t.ends))
  from (
    select
      (p_date + (p_rule ->> 'starts')::time) at time zone p_zone as starts,
      (p_date + (p_rule ->> 'ends')::time) at time zone p_zone as ends
  ) as t
$$;

-- Is a date of a series at another time, or in other rooms, than its series has it?
create function private.is_moved(p_booking public.bookings, p_series public.booking_series, p_zone text)
returns boolean
language sql stable set search_path = '' as $$
  select p_booking.during <> private.rule_period(p_series.rule, p_zone, p_booking.series_date)
    or private.needs_of(p_booking.id) is distinct from private.sorted_needs(p_series.resources)
$$;

-- The series that a change is about, locked with everything that its dates hold and that the change
-- asks for, and still as the person saw it.
create or replace function private.lock_series(p_person uuid, p_args jsonb) returns public.booking_series
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
    union
    select n.resource_id
    from (
      select p_args -> 'resources' as wish
      union all
      select c -> 'resources'
      from jsonb_array_elements(
        case when jsonb_typeof(p_args -> 'choices') = 'array' then p_args -> 'choices' else '[]' end
      ) as c
    ) as w
    cross join lateral private.read_needs(w.wish) as n
    where coalesce(jsonb_typeof(w.wish), 'null') <> 'null'
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

-- The series as a change wants it, checked; what it does not name stays. An empty title or note takes
-- away what is there.
create function private.read_series_change(p_series public.booking_series, p_args jsonb)
returns public.booking_series
language plpgsql stable set search_path = '' as $$
declare
  v_series public.booking_series := p_series;
  v_words public.bookings;
  v_rule jsonb := p_series.rule || jsonb_strip_nulls(jsonb_build_object(
    'starts', p_args ->> 'starts', 'ends', p_args ->> 'ends'
  ));
begin
  if coalesce(p_args ->> 'scope', '') not in ('following', 'all') then
    perform private.refuse('request.invalid', '{"field": "scope"}');
  elsif p_args ->> 'scope' = 'following' and p_args ->> 'from' is null then
    perform private.refuse('request.invalid', '{"field": "from"}');
  elsif coalesce(p_args ->> 'moved', 'keep') not in ('keep', 'reset') then
    perform private.refuse('request.invalid', '{"field": "moved"}');
  elsif v_rule ->> 'starts' !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' then
    perform private.refuse('request.invalid', '{"field": "starts"}');
  elsif v_rule ->> 'ends' !~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'
    or v_rule ->> 'starts' >= v_rule ->> 'ends'
  then
    perform private.refuse('request.invalid', '{"field": "ends"}');
  end if;
  v_series.rule := v_rule;

  if coalesce(jsonb_typeof(p_args -> 'resources'), 'null') <> 'null' then
    v_series.resources := private.sorted_needs(p_args -> 'resources');
  end if;
  if exists (
    select from private.wanted_resources(
      array(select n.resource_id from private.read_needs(v_series.resources) as n)
    ) as r
    where r.centre_id <> p_series.centre_id
  ) then
    perform private.refuse('request.invalid', '{"field": "resources"}');
  end if;

  v_words.purpose := btrim(coalesce(p_args ->> 'purpose', p_series.purpose));
  v_words.note := nullif(btrim(coalesce(p_args ->> 'note', p_series.note)), '');
  v_words.public_title := nullif(btrim(coalesce(p_args ->> 'public_title', p_series.public_title)), '');
  v_words.attendees := coalesce((p_args ->> 'attendees')::integer, p_series.attendees);
  v_words.override_reason := nullif(btrim(p_args ->> 'override_reason'), '');
  perform private.check_words(v_words);
  v_series.purpose := v_words.purpose;
  v_series.note := v_words.note;
  v_series.public_title := v_words.public_title;
  v_series.attendees := v_words.attendees;
  return v_series;
end
$$;

-- What is decided about single dates: [{"date", "action": "leave" | "skip" | "move", "starts", "ends",
-- "resources", "reason"}], or a refusal.
create function private.read_choices(p_choices jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_choices jsonb := coalesce(nullif(p_choices, 'null'), '[]');
begin
  if jsonb_typeof(v_choices) <> 'array'
    or jsonb_array_length(v_choices) > 104
    or exists (
      select from jsonb_array_elements(v_choices) as c
      where jsonb_typeof(c) <> 'object'
        or coalesce(c ->> 'date', '') !~ '^2[01]\d\d-\d\d-\d\d$'
        or coalesce(c ->> 'action', '') not in ('leave', 'skip', 'move')
        or (c ->> 'action' = 'move' and (c ->> 'starts' is null or c ->> 'ends' is null))
        or c ->> 'reason' !~ '^[a-z]{1,20}\.[a-z_]{1,40}$'
    )
    or (select count(distinct c ->> 'date') <> count(*) from jsonb_array_elements(v_choices) as c)
  then
    perform private.refuse('request.invalid', '{"field": "choices"}');
  end if;
  return v_choices;
end
$$;

-- The dates that a change is about, in order: those that are to come and still hold their rooms. What is
-- cancelled is not among them, and so stays cancelled.
create function private.series_targets(
  p_before public.booking_series, p_after public.booking_series, p_args jsonb, p_choices jsonb
) returns setof private.series_target
language sql stable set search_path = '' as $$
  select
    b.id, b.version, b.status, b.series_date, b.during, d.had, d.is_moved,
    case
      when choice.action = 'skip' then 'skip'
      when choice.action = 'leave' then 'stay'
      when wish.during = b.during and wish.needs = d.had then 'stay'
      else 'move'
    end,
    wish.during,
    wish.needs
  from public.bookings as b
  cross join lateral (
    select c.time_zone as zone from public.centres as c where c.id = b.centre_id
  ) as at_home
  cross join lateral (
    select
      private.needs_of(b.id) as had,
      private.is_moved(b, p_before, at_home.zone) as is_moved
  ) as d
  left join lateral (
    select
      c ->> 'action' as action,
      (c ->> 'starts')::timestamptz as starts,
      (c ->> 'ends')::timestamptz as ends,
      coalesce(nullif(c -> 'resources', 'null'), p_after.resources) as resources
    from jsonb_array_elements(p_choices) as c
    where (c ->> 'date')::date = b.series_date
  ) as choice on true
  cross join lateral (
    select
      case
        when choice.action = 'move' then private.read_period(choice.starts, choice.ends)
        when d.is_moved and p_args ->> 'moved' is distinct from 'reset' then b.during
        else private.rule_period(p_after.rule, at_home.zone, b.series_date)
      end as during,
      case
        when choice.action = 'move' then private.sorted_needs(choice.resources)
        when d.is_moved and p_args ->> 'moved' is distinct from 'reset' then d.had
        else private.sorted_needs(p_after.resources)
      end as needs
  ) as wish
  where b.series_id = p_before.id
    and b.status in ('pending', 'confirmed')
    and private.effective_status(b.status, b.hold_until) <> 'expired'
    and lower(b.during) > now()
    and (p_args ->> 'scope' = 'all' or b.series_date >= (p_args ->> 'from')::date)
  order by b.series_date, b.id
$$;

-- What these dates were when the person looked: another one moved, cancelled or begun makes it another.
create function private.targets_seen(p_targets private.series_target[]) returns text
language sql immutable set search_path = '' as $$
  select md5(string_agg(t.booking::text || ':' || t.version, ',' order by t.booking))
  from unnest(p_targets) as t
$$;

-- New words for the dates of a change, and the series that they belong to from now on. A new title
-- reaches the public calendar only where staff or a verified organisation vouch for it.
create function private.reword_dates(
  p_targets private.series_target[], p_after public.booking_series, p_args jsonb, p_is_vouched boolean
) returns void
language sql volatile set search_path = '' as $$
  update public.bookings as b set
    series_id = p_after.id,
    purpose = case when p_args ->> 'purpose' is null then b.purpose else p_after.purpose end,
    note = case when p_args ->> 'note' is null then b.note else p_after.note end,
    attendees = case when p_args ->> 'attendees' is null then b.attendees else p_after.attendees end,
    public_title = case when p_args ->> 'public_title' is null then b.public_title else p_after.public_title end,
    title_public = case
      when p_args ->> 'public_title' is null or p_after.public_title is not distinct from b.public_title
        then b.title_public
      else p_is_vouched
    end,
    version = b.version + 1
  from unnest(p_targets) as t
  where b.id = t.booking and t.action <> 'skip'
$$;

-- Moves one date by the function that moves every booking. What it had declared for its rooms holds for
-- the same rooms at another time.
create function private.move_date(p_person uuid, p_target private.series_target, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  if isempty(p_target.during) then
    -- the clocks change within it and leave nothing of it
    perform private.refuse('booking.too_short', jsonb_build_object('min', (
      select max(r.min_minutes) from private.read_needs(p_target.needs) as n
      join public.resources as r on r.id = n.resource_id
    )));
  end if;
  return private.reschedule_booking(p_person, jsonb_build_object(
    'booking', p_target.booking,
    'version', (select b.version from public.bookings as b where b.id = p_target.booking),
    'starts', lower(p_target.during), 'ends', upper(p_target.during),
    'resources', p_target.needs,
    'statement_accepted', p_args -> 'statement_accepted',
    'override_reason', p_args -> 'override_reason'
  ));
end
$$;

-- More people than before need the seats also where nothing moves.
create function private.check_seats(p_target private.series_target, p_attendees integer) returns void
language plpgsql stable set search_path = '' as $$
declare
  v_room record;
begin
  select r.id, r.capacity into v_room
  from private.read_needs(p_target.had) as n
  join public.resources as r on r.id = n.resource_id
  where r.kind = 'room' and r.capacity < p_attendees
  order by r.capacity limit 1;
  if found then
    perform private.refuse('booking.over_capacity', jsonb_build_object(
      'capacity', v_room.capacity, 'resource', v_room.id
    ));
  end if;
end
$$;

-- What a date was refused for, with the date; refusals that are about the whole change go out as they are.
create function private.refuse_change(p_date date, p_detail text) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if p_detail::jsonb ->> 'error' in (
    'auth.forbidden', 'auth.required', 'request.invalid', 'resource.unknown', 'booking.person_blocked',
    'booking.rules_not_accepted', 'booking.statement_not_accepted', 'booking.not_allowed'
  ) then
    perform private.refuse(p_detail::jsonb ->> 'error', p_detail::jsonb - 'error');
  end if;
  perform private.refuse('series.date_refused', jsonb_build_object(
    'date', p_date, 'refusal', p_detail::jsonb
  ));
end
$$;

revoke execute on all functions in schema private from public;
