-- What a change of a series would do, and the change itself.

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

revoke execute on all functions in schema private from public;
