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
