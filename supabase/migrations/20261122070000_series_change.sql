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

-- Every coming date with what a change would do to it, for the caller. It is tried in earnest, by the
-- same functions and under the same locks, and taken back: so it promises exactly what change_series
-- then does, with every rule, quota and pool, and a series is never in its own way.
create function private.preview_series_change(p_args jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := auth.uid();
  v_before public.booking_series;
  v_after public.booking_series;
  v_zone text;
  v_targets private.series_target[];
  v_target private.series_target;
  v_main public.resources;
  v_answer jsonb;
  v_refusal jsonb;
  v_detail text;
  v_state text;
  v_found jsonb := '{}';
begin
  if v_person is null or not exists (select from public.profiles as p where p.id = v_person) then
    perform private.refuse('auth.required');
  end if;
  v_before := private.lock_series(v_person, p_args);
  v_after := private.read_series_change(v_before, p_args);
  v_zone := (select c.time_zone from public.centres as c where c.id = v_before.centre_id);
  v_targets := array(
    select t from private.series_targets(v_before, v_after, p_args, '[]') as t
  );
  if cardinality(v_targets) = 0 then
    perform private.refuse('series.nothing_to_change');
  end if;

  begin
    perform private.reword_dates(v_targets, v_after, p_args, false);
    delete from public.allocations as a
    where a.booking_id in (select t.booking from unnest(v_targets) as t where t.action = 'move');
    for v_target in select * from unnest(v_targets) as t order by lower(t.during), t.date loop
      v_state := case when v_target.action = 'stay' then 'same' else 'free' end;
      v_refusal := null;
      v_answer := null;
      begin
        if v_target.action = 'stay' then
          perform private.check_seats(v_target, (p_args ->> 'attendees')::integer);
        else
          -- declarations are asked for when it is sent
          v_answer := private.move_date(v_person, v_target, p_args || '{"statement_accepted": true}');
        end if;
      exception
        when sqlstate 'P0001' or exclusion_violation then
          get stacked diagnostics v_detail = pg_exception_detail, v_state = returned_sqlstate;
          v_refusal := case when v_state = 'P0001' then v_detail::jsonb
            else '{"error": "booking.slot_taken"}' end;
          v_state := case
            when v_refusal ->> 'error' in ('booking.slot_taken', 'booking.not_enough_units') then 'taken'
            when v_refusal ->> 'error' in ('booking.closed', 'booking.outside_opening_hours') then 'closed'
            else 'rule'
          end;
      end;
      v_found := v_found || jsonb_build_object(v_target.booking::text, jsonb_build_object(
        'state', v_state,
        'refusal', v_refusal,
        'waits', v_answer ->> 'status' = 'pending' and v_target.status <> 'pending'
      ));
    end loop;
    -- now that the others are where they will be
    for v_target in
      select * from unnest(v_targets) as t
      where v_found -> t.booking::text ->> 'state' in ('taken', 'closed') and not isempty(t.during)
    loop
      select r.* into v_main from private.wanted_resources(
        array(select n.resource_id from private.read_needs(v_target.needs) as n)
      ) as r limit 1;
      v_found := jsonb_set(v_found, array[v_target.booking::text, 'alternative'], coalesce(
        private.series_alternative(v_main, v_target.needs, v_zone, v_after.attendees, v_target.during), 'null'
      ));
    end loop;
    raise exception 'taken back' using errcode = 'MAM00';
  exception
    when sqlstate 'MAM00' then
      null;
  end;

  return jsonb_build_object(
    'version', v_before.version,
    'seen', private.targets_seen(v_targets),
    'time_zone', v_zone,
    'dates', (
      select jsonb_agg(
        jsonb_build_object(
          'date', t.date, 'booking', t.booking, 'is_moved', t.is_moved,
          'was', jsonb_build_object('starts', private.iso(lower(t.was)), 'ends', private.iso(upper(t.was))),
          'starts', private.iso(coalesce(lower(t.during), lower(t.was))),
          'ends', private.iso(coalesce(upper(t.during), upper(t.was))),
          'alternative', null
        ) || (v_found -> t.booking::text)
        order by t.date
      )
      from unnest(v_targets) as t
    )
  );
end
$$;

-- The part of a rule from one of its days on.
create function private.rule_from(p_rule jsonb, p_day date) returns jsonb
language sql stable set search_path = '' as $$
  select p_rule || jsonb_build_object('from', p_day) || case
    when p_rule ? 'count' then jsonb_build_object(
      'count', (select count(*) from private.series_days(p_rule) as d (day) where d.day >= p_day)
    )
    else '{}'
  end
$$;

-- Writes the series after a change: in its place, or as a part of its own from the first changed day
-- on, with everything of those days that has not begun. Dates that were skipped follow the new times.
create function private.write_series_change(
  p_before public.booking_series, p_after public.booking_series, p_first date, p_is_split boolean
) returns public.booking_series
language plpgsql volatile set search_path = '' as $$
declare
  v_series public.booking_series := p_after;
  v_zone text := (select c.time_zone from public.centres as c where c.id = p_before.centre_id);
begin
  if p_is_split then
    v_series.id := gen_random_uuid();
    v_series.rule := private.rule_from(p_after.rule, p_first);
    v_series.continues := p_before.id;
    v_series.version := 1;
    v_series.created_at := now();
    insert into public.booking_series values (v_series.*);
    update public.booking_series as s set
      rule = (p_before.rule - 'count') || jsonb_build_object('until', p_first - 1),
      version = s.version + 1
    where s.id = p_before.id;
    update public.bookings as b set series_id = v_series.id
    where b.series_id = p_before.id and b.series_date >= p_first and lower(b.during) > now();
    update public.series_skipped as s set series_id = v_series.id
    where s.series_id = p_before.id and s.date >= p_first;
  else
    update public.booking_series as s set
      rule = p_after.rule, resources = p_after.resources, purpose = p_after.purpose, note = p_after.note,
      public_title = p_after.public_title, attendees = p_after.attendees,
      statement_accepted = p_after.statement_accepted, version = s.version + 1
    where s.id = p_before.id returning * into v_series;
  end if;
  update public.series_skipped as s set during = p.during
  from private.series_periods(v_series.rule, v_zone) as p
  where s.series_id = v_series.id and s.date = p.date and s.date >= p_first
    and lower(s.during) > now() and not isempty(p.during) and s.during <> p.during;
  return v_series;
end
$$;

-- Remembers how everything was. Called before anything is changed.
create function private.keep_series(
  p_person uuid, p_series public.booking_series, p_targets private.series_target[]
) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'series', to_jsonb(p_series),
    'bookings', (
      select jsonb_agg(to_jsonb(b) || jsonb_build_object('needs', t.had, 'action', t.action))
      from unnest(p_targets) as t
      join public.bookings as b on b.id = t.booking
    ),
    'skipped', (
      select coalesce(jsonb_agg(to_jsonb(s)), '[]') from public.series_skipped as s
      where s.series_id = p_series.id
    )
  )
$$;

create function private.change_series(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  v_choices jsonb := private.read_choices(p_args -> 'choices');
  v_before public.booking_series;
  v_after public.booking_series;
  v_targets private.series_target[];
  v_target private.series_target;
  v_first date;
  v_is_split boolean;
  v_is_staff boolean;
  v_kept jsonb;
  v_date date;
  v_detail text;
  v_answer jsonb;
  v_moved integer := 0;
  v_waiting integer := 0;
begin
  if p_args ->> 'version' is null then
    perform private.refuse('request.invalid', '{"field": "version"}');
  end if;
  v_before := private.lock_series(p_person, p_args);
  v_after := private.read_series_change(v_before, p_args);
  v_is_staff := private.is_staff(p_person, v_before.centre_id);
  v_targets := array(
    select t from private.series_targets(v_before, v_after, p_args, v_choices) as t
  );
  if cardinality(v_targets) = 0 then
    perform private.refuse('series.nothing_to_change');
  elsif p_args ->> 'seen' <> private.targets_seen(v_targets) then
    perform private.refuse('series.changed_meanwhile', jsonb_build_object('version', v_before.version));
  elsif exists (
    select from jsonb_array_elements(v_choices) as c
    where (c ->> 'date')::date not in (select t.date from unnest(v_targets) as t)
  ) then
    perform private.refuse('request.invalid', '{"field": "choices"}');
  end if;
  v_kept := private.keep_series(p_person, v_before, v_targets);
  v_first := (select min(t.date) from unnest(v_targets) as t);
  v_is_split := p_args ->> 'scope' = 'following' and (
    exists (select from public.bookings as b where b.series_id = v_before.id and b.series_date < v_first)
    or exists (select from public.series_skipped as s where s.series_id = v_before.id and s.date < v_first)
  );
  v_after.statement_accepted := v_before.statement_accepted
    or coalesce((p_args ->> 'statement_accepted')::boolean, false);

  begin
    for v_target in select * from unnest(v_targets) as t where t.action = 'skip' loop
      v_date := v_target.date;
      perform private.cancel_booking(p_person, jsonb_build_object(
        'booking', v_target.booking, 'version', v_target.version
      ));
    end loop;
    v_after := private.write_series_change(v_before, v_after, v_first, v_is_split);
    perform private.reword_dates(v_targets, v_after, p_args, v_is_staff or exists (
      select from public.organisations as o
      where o.id = v_before.organisation_id and o.verified_at is not null
    ));
    -- everything that moves lets go of its units first: one date may take the place of another
    delete from public.allocations as a
    where a.booking_id in (select t.booking from unnest(v_targets) as t where t.action = 'move');
    for v_target in select * from unnest(v_targets) as t order by lower(t.during), t.date loop
      v_date := v_target.date;
      if v_target.action = 'move' then
        v_answer := private.move_date(p_person, v_target, p_args);
        v_moved := v_moved + 1;
        if v_answer ->> 'status' = 'pending' and v_target.status <> 'pending' then
          v_waiting := v_waiting + 1;
        end if;
      elsif v_target.action = 'stay' and p_args ->> 'override_reason' is null then
        perform private.check_seats(v_target, (p_args ->> 'attendees')::integer);
      end if;
    end loop;
  exception
    when sqlstate 'P0001' then
      get stacked diagnostics v_detail = pg_exception_detail;
      perform private.refuse_change(v_date, v_detail);
    when exclusion_violation then
      perform private.refuse_change(v_date, '{"error": "booking.slot_taken"}');
  end;

  -- to be offered again when the new time of that day is free
  insert into public.series_skipped (series_id, date, centre_id, during, reason)
  select
    v_after.id, t.date, v_before.centre_id, t.during,
    (select c ->> 'reason' from jsonb_array_elements(v_choices) as c where (c ->> 'date')::date = t.date)
  from unnest(v_targets) as t
  where t.action = 'skip' and not isempty(t.during)
  on conflict (series_id, date) do update set during = excluded.during, reason = excluded.reason;

  insert into private.series_changes (series_id, person_id, changed_at, version, series, bookings, skipped)
  values (
    v_after.id, p_person, now(), v_after.version,
    v_kept -> 'series',
    (
      select jsonb_agg(k || jsonb_build_object('version_after', b.version))
      from jsonb_array_elements(v_kept -> 'bookings') as k
      join public.bookings as b on b.id = (k ->> 'id')::uuid
    ),
    v_kept -> 'skipped'
  )
  on conflict (series_id) do update set
    person_id = excluded.person_id, changed_at = excluded.changed_at, version = excluded.version,
    series = excluded.series, bookings = excluded.bookings, skipped = excluded.skipped;

  return jsonb_build_object(
    'id', v_after.id,
    'version', v_after.version,
    'is_split', v_is_split,
    'moved', v_moved,
    'stayed', (select count(*) from unnest(v_targets) as t where t.action = 'stay'),
    'skipped', (select count(*) from unnest(v_targets) as t where t.action = 'skip'),
    'waiting', v_waiting,
    'undo_until', private.iso(now() + interval '10 minutes')
  );
end
$$;

-- Undo of change_series, as long as nothing else has happened to its dates and none has begun: every
-- date where it was, with the words and the answer that it had, and one series again where it was split.
-- Rules are not checked again: it was so a moment ago (invariant 14).
create function private.undo_series_change(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_series public.booking_series := private.lock_series(p_person, p_args || jsonb_build_object(
    -- with the rooms that the dates go back to
    'choices', (
      select jsonb_agg(jsonb_build_object('resources', k -> 'needs'))
      from private.series_changes as c
      cross join lateral jsonb_array_elements(c.bookings) as k
      where c.series_id = (p_args ->> 'series')::uuid
    )
  ));
  v_change private.series_changes;
  v_old public.booking_series;
  v_booking record;
  v_date date;
  v_detail text;
begin
  select * into v_change from private.series_changes as c where c.series_id = v_series.id;
  if v_change.series_id is null
    or v_change.person_id <> p_person
    or v_change.changed_at + interval '10 minutes' <= now()
  then
    perform private.refuse('booking.undo_expired');
  end if;
  v_old := jsonb_populate_record(null::public.booking_series, v_change.series);
  if v_series.version <> v_change.version or exists (
    select from jsonb_array_elements(v_change.bookings) as k
    left join public.bookings as b on b.id = (k ->> 'id')::uuid
    where b.version is distinct from (k ->> 'version_after')::integer
  ) or not exists (
    select from public.booking_series as s
    where s.id = v_old.id and s.version = case when s.id = v_series.id then s.version else v_old.version + 1 end
  ) then
    perform private.refuse('series.changed_meanwhile', jsonb_build_object('version', v_series.version));
  elsif exists (
    select from jsonb_array_elements(v_change.bookings) as k
    join public.bookings as b on b.id = (k ->> 'id')::uuid
    where lower(b.during) <= now() or lower((k ->> 'during')::tstzrange) <= now()
  ) then
    perform private.refuse('booking.undo_expired');
  end if;
  update public.bookings as b set series_id = v_old.id
  where b.series_id = v_series.id and v_old.id <> v_series.id;
  delete from public.series_skipped as s where s.series_id in (v_series.id, v_old.id);
  update public.booking_series as s set
    rule = v_old.rule, resources = v_old.resources, purpose = v_old.purpose, note = v_old.note,
    public_title = v_old.public_title, attendees = v_old.attendees,
    statement_accepted = v_old.statement_accepted, version = s.version + 1
  where s.id = v_old.id;
  insert into public.series_skipped
  select s.* from jsonb_populate_recordset(null::public.series_skipped, v_change.skipped) as s;

  begin
    delete from public.allocations as a
    where a.booking_id in (
      select (k ->> 'id')::uuid from jsonb_array_elements(v_change.bookings) as k where k ->> 'action' = 'move'
    );
    for v_booking in
      select was.*, k -> 'needs' as needs, k ->> 'action' as action
      from jsonb_array_elements(v_change.bookings) as k
      cross join lateral jsonb_populate_record(null::public.bookings, k) as was
      order by lower(was.during)
    loop
      v_date := v_booking.series_date;
      if v_booking.action = 'skip' then
        perform private.restore_booking(p_person, jsonb_build_object(
          'booking', v_booking.id,
          'version', (select b.version from public.bookings as b where b.id = v_booking.id)
        ));
        continue;
      end if;
      if v_booking.action = 'move' then
        delete from public.booking_resources as br where br.booking_id = v_booking.id;
        insert into public.booking_resources (booking_id, resource_id, quantity)
        select v_booking.id, n.resource_id, n.quantity from private.read_needs(v_booking.needs) as n;
      end if;
      update public.bookings as b set
        during = v_booking.during, status = v_booking.status, hold_until = v_booking.hold_until,
        purpose = v_booking.purpose, note = v_booking.note, attendees = v_booking.attendees,
        public_title = v_booking.public_title, title_public = v_booking.title_public,
        decided_by = v_booking.decided_by, decided_at = v_booking.decided_at,
        decided_why = v_booking.decided_why, override_reason = v_booking.override_reason,
        version = b.version + 1
      where b.id = v_booking.id;
      if v_booking.action = 'move' then
        perform private.allocate(v_booking.id);
      end if;
    end loop;
  exception
    when sqlstate 'P0001' then
      get stacked diagnostics v_detail = pg_exception_detail;
      perform private.refuse_change(v_date, v_detail);
    when exclusion_violation then
      perform private.refuse_change(v_date, '{"error": "booking.slot_taken"}');
  end;

  delete from private.series_changes as c where c.series_id = v_series.id;
  if v_old.id <> v_series.id then
    delete from public.booking_series as s where s.id = v_series.id;
  end if;
  return jsonb_build_object(
    'id', v_old.id,
    'version', (select s.version from public.booking_series as s where s.id = v_old.id)
  );
end
$$;

create function public.preview_series_change(
  p_series uuid,
  p_scope text,
  p_from date default null,
  p_starts text default null,
  p_ends text default null,
  p_resources jsonb default null,
  p_attendees integer default null,
  p_moved text default 'keep',
  p_override_reason text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.preview_series_change(jsonb_build_object(
    'series', p_series, 'scope', p_scope, 'from', p_from, 'starts', p_starts, 'ends', p_ends,
    'resources', p_resources, 'attendees', p_attendees, 'moved', p_moved,
    'override_reason', p_override_reason
  ))
$$;
comment on function public.preview_series_change is
  'Every coming date of a series with what a change would do to it: same, free, taken, closed or rule, why, and the nearest alternative; writes nothing.';

create function public.change_series(
  p_key uuid,
  p_series uuid,
  p_scope text,
  p_version integer,
  p_from date default null,
  p_starts text default null,
  p_ends text default null,
  p_resources jsonb default null,
  p_purpose text default null,
  p_public_title text default null,
  p_note text default null,
  p_attendees integer default null,
  p_moved text default 'keep',
  p_choices jsonb default null,
  p_seen text default null,
  p_statement_accepted boolean default false,
  p_override_reason text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'change_series', jsonb_build_object(
    'series', p_series, 'scope', p_scope, 'version', p_version, 'from', p_from, 'starts', p_starts,
    'ends', p_ends, 'resources', p_resources, 'purpose', p_purpose, 'public_title', p_public_title,
    'note', p_note, 'attendees', p_attendees, 'moved', p_moved, 'choices', p_choices, 'seen', p_seen,
    'statement_accepted', p_statement_accepted, 'override_reason', p_override_reason
  ))
$$;
comment on function public.change_series is
  'Changes the coming dates of a series, all or following with p_from, all or nothing; p_choices: [{"date", "action": "leave" | "skip" | "move", …}] for dates that cannot follow.';

create function public.undo_series_change(p_key uuid, p_series uuid, p_version integer default null)
returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'undo_series_change', jsonb_build_object(
    'series', p_series, 'version', p_version
  ))
$$;
comment on function public.undo_series_change is
  'Undoes the last change_series within ten minutes, if nothing has happened to its dates since; answers the series that it was.';

-- Until when the caller can undo the last change of a series; null when there is nothing to undo.
create function private.change_undo_until(p_series uuid) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select c.changed_at + interval '10 minutes'
  from private.series_changes as c
  join public.booking_series as s on s.id = c.series_id and s.version = c.version
  where c.series_id = p_series and c.person_id = auth.uid()
$$;

create or replace function public.get_series(p_series uuid) returns jsonb
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
    'public_title', v_series.public_title,
    'note', v_series.note,
    'attendees', v_series.attendees,
    'continues', v_series.continues,
    'continued_by', (
      select s.id from public.booking_series as s where s.continues = v_series.id
      order by s.created_at desc limit 1
    ),
    'centre', jsonb_build_object('slug', v_centre.slug, 'name', v_centre.name, 'time_zone', v_centre.time_zone),
    'organisation', (select o.name from public.organisations as o where o.id = v_series.organisation_id),
    'undo_until', private.iso(v_series.cancelled_at + interval '10 minutes'),
    'change_undo_until', private.iso(private.change_undo_until(v_series.id)),
    'resources', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', r.id, 'slug', r.slug, 'kind', r.kind, 'name', r.name, 'quantity', coalesce(n.quantity, 1)
      ) order by case r.kind when 'room' then 0 else 1 end, r.position), '[]')
      from jsonb_to_recordset(v_series.resources) as n (id uuid, quantity integer)
      join public.resources as r on r.id = n.id
    ),
    'dates', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'date', b.series_date, 'booking', b.id, 'version', b.version,
        'starts', private.iso(lower(b.during)), 'ends', private.iso(upper(b.during)),
        'status', private.effective_status(b.status, b.hold_until),
        'is_moved', private.is_moved(b, v_series, v_centre.time_zone)
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

revoke execute on all functions in schema private from public;
grant execute on function
  private.preview_series_change(jsonb),
  private.change_undo_until(uuid),
  private.is_moved(public.bookings, public.booking_series, text),
  private.needs_of(uuid),
  private.sorted_needs(jsonb),
  private.rule_period(jsonb, text, date)
to authenticated;
grant execute on function
  public.preview_series_change(uuid, text, date, text, text, jsonb, integer, text, text),
  public.change_series(
    uuid, uuid, text, integer, date, text, text, jsonb, text, text, text, integer, text, jsonb, text, boolean, text
  ),
  public.undo_series_change(uuid, uuid, integer)
to authenticated;
