-- Giving out what was booked, taking it back, and lending it for longer.

-- A list of units as typed or scanned at the counter: ids or labels of units that belong to the
-- booking's resources. Null stands for all that p_all names.
create function private.read_units(p_booking uuid, p_units jsonb, p_all uuid[]) returns uuid[]
language plpgsql stable set search_path = '' as $$
declare
  v_code text;
  v_unit uuid;
  v_units uuid[] := '{}';
begin
  if p_units is null or p_units = 'null' then
    return p_all;
  elsif jsonb_typeof(p_units) <> 'array'
    or jsonb_array_length(p_units) not between 1 and 100
    or exists (
      select from jsonb_array_elements(p_units) as e
      where jsonb_typeof(e) <> 'string' or char_length(e #>> '{}') not between 1 and 60
    )
  then
    perform private.refuse('request.invalid', '{"field": "units"}');
  end if;
  for v_code in select btrim(e) from jsonb_array_elements_text(p_units) as e loop
    select u.id into v_unit
    from public.booking_resources as br
    join public.resource_units as ru on ru.resource_id = br.resource_id
    join public.units as u on u.id = ru.unit_id
    where br.booking_id = p_booking
      and (u.id::text = lower(v_code) or lower(u.label) = lower(v_code))
    order by u.id::text = lower(v_code) desc limit 1;
    if v_unit is null then
      perform private.refuse('handover.unknown_unit', jsonb_build_object('unit', v_code));
    elsif v_unit = any (v_units) then
      perform private.refuse('request.invalid', '{"field": "units"}');
    end if;
    v_units := v_units || v_unit;
  end loop;
  return v_units;
end
$$;

-- A note of at most 500 characters among the arguments, or null.
create function private.read_note(p_args jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  v_note text := nullif(btrim(p_args ->> 'note'), '');
begin
  if char_length(v_note) > 500 then
    perform private.refuse('request.invalid', '{"field": "note"}');
  end if;
  return v_note;
end
$$;

-- The booking of a loan that staff deal with at the counter.
create function private.lock_loan(p_person uuid, p_args jsonb) returns public.bookings
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
begin
  if exists (
    select from public.booking_resources as br
    join public.resources as r on r.id = br.resource_id
    where br.booking_id = v_booking.id and not r.lent_home
  ) then
    perform private.refuse('request.invalid', '{"field": "booking"}');
  end if;
  return v_booking;
end
$$;

-- Moves a hold to another unit, or to another time on the same one.
create function private.move_hold(p_allocation uuid, p_unit uuid, p_during tstzrange) returns void
language sql volatile set search_path = '' as $$
  update public.allocations as a
  set unit_id = u.id, during = p_during, blocked = private.blocked(p_during, u.turnaround_minutes),
    active = true
  from public.units as u
  where a.id = p_allocation and u.id = p_unit
$$;

-- Puts a hold of this booking on the unit that is given out for it, from this moment on. What others
-- were promised on that unit is moved to another one if staff say so (edge case 29).
create function private.pin_unit(
  p_allocation public.allocations, p_unit public.units, p_swap boolean
) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_during tstzrange := tstzrange(
    least(lower(p_allocation.during), now()), upper(p_allocation.during)
  );
  v_due timestamptz := (
    select h.due_at from public.handovers as h where h.unit_id = p_unit.id and h.returned_at is null
  );
  v_other record;
  v_place uuid;
begin
  if v_due is not null then
    perform private.refuse('handover.unit_out', jsonb_build_object(
      'unit', p_unit.label, 'due', private.iso(v_due)
    ));
  elsif not p_unit.in_service then
    perform private.refuse('handover.unit_out_of_service', jsonb_build_object('unit', p_unit.label));
  end if;
  update public.allocations set active = false where id = p_allocation.id;
  for v_other in
    select a.id, a.during, a.resource_id, b.status, p.display_name
    from public.allocations as a
    join public.bookings as b on b.id = a.booking_id
    left join public.profiles as p on p.id = b.requested_by
    where a.unit_id = p_unit.id and a.active
      and a.blocked && private.blocked(v_during, p_unit.turnaround_minutes)
    order by lower(a.during)
  loop
    -- off its unit, so that it may also take the one that becomes free here
    update public.allocations set active = false where id = v_other.id;
    select f.unit_id into v_place
    from private.free_units(v_other.resource_id, v_other.during) as f
    where f.unit_id <> p_unit.id limit 1;
    if not p_swap or v_place is null or v_other.status not in ('pending', 'confirmed') then
      perform private.refuse('handover.unit_reserved', jsonb_build_object(
        'unit', p_unit.label,
        'starts', private.iso(lower(v_other.during)),
        'ends', private.iso(upper(v_other.during)),
        'name', v_other.display_name,
        'can_swap', v_place is not null and v_other.status in ('pending', 'confirmed')
      ));
    end if;
    perform private.move_hold(v_other.id, v_place, v_other.during);
  end loop;
  perform private.move_hold(p_allocation.id, p_unit.id, v_during);
end
$$;

create function private.hand_over(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_loan(p_person, p_args);
  v_note text := private.read_note(p_args);
  v_document boolean := (p_args ->> 'document_shown')::boolean;
  v_units uuid[];
  v_unit public.units;
  v_allocation public.allocations;
begin
  if not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('auth.forbidden');
  elsif v_booking.status not in ('confirmed', 'handed_over') or upper(v_booking.during) <= now() then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif v_document is null and exists (
    select from public.booking_resources as br
    join public.resources as r on r.id = br.resource_id
    where br.booking_id = v_booking.id and r.document_needed
  ) then
    perform private.refuse('request.invalid', '{"field": "document_shown"}');
  end if;
  v_units := private.read_units(v_booking.id, p_args -> 'units', array(
    select a.unit_id from public.allocations as a
    where a.booking_id = v_booking.id and not exists (
      select from public.handovers as h where h.booking_id = v_booking.id and h.unit_id = a.unit_id
    )
  ));

  -- units that were meant for this booking first: the others take the place of what is left
  for v_unit in
    select u.* from public.units as u
    where u.id = any (v_units)
    order by u.id not in (
      select a.unit_id from public.allocations as a where a.booking_id = v_booking.id
    ), u.id
  loop
    select a.* into v_allocation
    from public.allocations as a
    join public.resource_units as ru on ru.resource_id = a.resource_id and ru.unit_id = v_unit.id
    where a.booking_id = v_booking.id and not exists (
      select from public.handovers as h where h.booking_id = v_booking.id and h.unit_id = a.unit_id
    )
    order by a.unit_id <> v_unit.id, a.unit_id = any (v_units), a.id limit 1;
    if v_allocation.id is null then
      -- all that was booked is out already
      perform private.refuse('handover.too_many_units', jsonb_build_object('unit', v_unit.label));
    end if;
    perform private.pin_unit(v_allocation, v_unit, coalesce((p_args ->> 'swap')::boolean, false));
    insert into public.handovers (
      centre_id, booking_id, resource_id, unit_id, handed_out_by, due_at, document_shown, note_out
    ) values (
      v_booking.centre_id, v_booking.id, v_allocation.resource_id, v_unit.id, p_person,
      upper(v_allocation.during), v_document, v_note
    );
  end loop;
  if cardinality(v_units) = 0 then
    perform private.refuse('request.invalid', '{"field": "units"}');
  end if;

  perform set_config('mam.reason', coalesce(v_note, ''), true);
  update public.bookings set status = 'handed_over', version = version + 1 where id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

-- A unit that cannot be used leaves service; what is promised on it moves to other units where it can.
-- Answers with the bookings that it was promised to: where each is now, or null where nowhere.
create function private.retire_unit(p_unit uuid) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_hold record;
  v_place uuid;
  v_affected jsonb := '[]';
begin
  update public.units set in_service = false where id = p_unit;
  for v_hold in
    select a.id, a.during, a.booking_id, a.resource_id, b.status, b.purpose, p.display_name, r.take
    from public.allocations as a
    join public.bookings as b on b.id = a.booking_id
    join public.resources as r on r.id = a.resource_id
    left join public.profiles as p on p.id = b.requested_by
    where a.unit_id = p_unit and a.active and b.status in ('pending', 'confirmed')
      and upper(a.during) > now()
    order by lower(a.during)
  loop
    v_place := null;
    if v_hold.take = 'any' then
      select f.unit_id into v_place
      from private.free_units(v_hold.resource_id, v_hold.during) as f limit 1;
    end if;
    if v_place is not null then
      perform private.move_hold(v_hold.id, v_place, v_hold.during);
    end if;
    v_affected := v_affected || jsonb_build_object(
      'booking', v_hold.booking_id,
      'starts', private.iso(lower(v_hold.during)),
      'ends', private.iso(upper(v_hold.during)),
      'purpose', v_hold.purpose,
      'name', v_hold.display_name,
      'moved_to', (select u.label from public.units as u where u.id = v_place)
    );
  end loop;
  return v_affected;
end
$$;

create function private.take_back(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_loan(p_person, p_args);
  v_note text := private.read_note(p_args);
  v_damaged boolean := coalesce((p_args ->> 'damaged')::boolean, false);
  v_unit uuid;
  v_affected jsonb := '[]';
begin
  if not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('auth.forbidden');
  elsif v_booking.status <> 'handed_over' then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  end if;
  foreach v_unit in array private.read_units(v_booking.id, p_args -> 'units', array(
    select h.unit_id from public.handovers as h
    where h.booking_id = v_booking.id and h.returned_at is null
  ))
  loop
    update public.handovers
    set returned_at = greatest(now(), handed_out_at), returned_by = p_person, damaged = v_damaged, note_back = v_note
    where booking_id = v_booking.id and unit_id = v_unit and returned_at is null;
    if not found then
      perform private.refuse('handover.unit_not_out', jsonb_build_object(
        'unit', (select u.label from public.units as u where u.id = v_unit)
      ));
    end if;
    -- the rest of its time is free at once, after its turnaround (edge cases 28 and 30)
    perform private.move_hold(a.id, a.unit_id, tstzrange(lower(a.during), now()))
    from public.allocations as a
    where a.booking_id = v_booking.id and a.unit_id = v_unit and a.active
      and lower(a.during) < now() and upper(a.during) > now();
    if v_damaged then
      v_affected := v_affected || private.retire_unit(v_unit);
    end if;
  end loop;

  perform set_config('mam.reason', coalesce(v_note, ''), true);
  update public.bookings as b
  set version = version + 1,
    status = case when exists (
      select from public.handovers as h where h.booking_id = b.id and h.returned_at is null
    ) then 'handed_over' else 'returned' end
  where b.id = v_booking.id;
  return private.booking_json(v_booking.id) || jsonb_build_object('affected', v_affected);
end
$$;

-- Until when a loan may last is counted as if it were made today, so that it can be had for longer
-- again and again, and never for longer than anybody could have it now.
create function private.check_extension(p_booking public.bookings, p_until timestamptz) returns void
language plpgsql stable set search_path = '' as $$
declare
  v_zone text := (select c.time_zone from public.centres as c where c.id = p_booking.centre_id);
  v_from timestamptz := greatest(lower(p_booking.during), now());
  v_resource public.resources;
begin
  for v_resource in
    select r.* from public.booking_resources as br
    join public.resources as r on r.id = br.resource_id
    where br.booking_id = p_booking.id
    order by r.id
  loop
    if mod(
      extract(epoch from p_until at time zone v_zone - date_trunc('day', p_until at time zone v_zone)),
      v_resource.step_minutes * 60
    ) <> 0 then
      perform private.refuse('booking.off_step', jsonb_build_object('step', v_resource.step_minutes));
    elsif private.days_of(v_zone, v_from, p_until) > v_resource.max_days then
      perform private.refuse('loan.too_long', jsonb_build_object('days', v_resource.max_days));
    end if;
    perform private.check_open(
      v_resource, v_zone, tstzrange(p_until - interval '1 minute', p_until)
    );
  end loop;
end
$$;

create function private.extend_loan(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_loan(p_person, p_args);
  v_until timestamptz := (p_args ->> 'until')::timestamptz;
  v_end timestamptz := upper(v_booking.during);
  v_pool record;
  v_next timestamptz;
begin
  if v_until is null or not isfinite(v_until) or v_until <= v_end
    or v_until > now() + interval '800 days'
  then
    perform private.refuse('request.invalid', '{"field": "until"}');
  elsif v_booking.status not in ('confirmed', 'handed_over') then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif v_end <= now() and not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('loan.overdue', jsonb_build_object('until', private.iso(v_end)));
  end if;
  if not private.is_staff(p_person, v_booking.centre_id) then
    perform private.check_person(p_person, v_booking.centre_id, v_booking.organisation_id);
  end if;
  perform private.check_extension(v_booking, v_until);

  -- only what is still out, or not fetched yet, is needed for longer; others' promises move aside
  for v_pool in
    select a.resource_id, array_agg(a.unit_id) as units, array_agg(a.id) as ids
    from public.allocations as a
    where a.booking_id = v_booking.id and a.active and not exists (
      select from public.handovers as h
      where h.booking_id = v_booking.id and h.unit_id = a.unit_id and h.returned_at is not null
    )
    group by a.resource_id
    order by a.resource_id
  loop
    -- out of the way while the others are placed, and back again
    update public.allocations set active = false where id = any (v_pool.ids);
    perform private.repin(r.id, tstzrange(lower(v_booking.during), v_until), 0, v_pool.units)
    from public.resources as r where r.id = v_pool.resource_id and r.take = 'any';
    select min(lower(other.during)) into v_next
    from public.allocations as other
    join public.units as u on u.id = other.unit_id
    where other.unit_id = any (v_pool.units) and other.active
      and other.blocked && private.blocked(tstzrange(v_end, v_until), u.turnaround_minutes);
    if v_next is not null then
      perform private.refuse('loan.reserved', jsonb_build_object('from', private.iso(v_next)));
    end if;
    perform private.move_hold(a.id, a.unit_id, tstzrange(lower(a.during), v_until))
    from public.allocations as a where a.id = any (v_pool.ids);
  end loop;
  update public.handovers set due_at = v_until
  where booking_id = v_booking.id and returned_at is null;
  update public.bookings set during = tstzrange(lower(during), v_until), version = version + 1
  where id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

-- What the app calls.

create function public.hand_over(
  p_key uuid, p_booking uuid, p_version integer, p_units jsonb default null,
  p_document_shown boolean default null, p_note text default null, p_swap boolean default false
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'hand_over', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'units', p_units,
    'document_shown', p_document_shown, 'note', p_note, 'swap', p_swap
  ))
$$;
comment on function public.hand_over is
  'Staff give out units of a loan. p_units: ids or labels, all that was booked when null; p_swap moves what others were promised on them.';

create function public.take_back(
  p_key uuid, p_booking uuid, p_version integer, p_units jsonb default null,
  p_damaged boolean default false, p_note text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'take_back', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'units', p_units, 'damaged', p_damaged, 'note', p_note
  ))
$$;
comment on function public.take_back is
  'Staff take back units of a loan, all that are out when p_units is null. Damaged ones leave service; affected lists who was promised them.';

create function public.extend_loan(p_key uuid, p_booking uuid, p_version integer, p_until timestamptz)
returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'extend_loan', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'until', p_until
  ))
$$;
comment on function public.extend_loan is 'Lends for longer what nobody else waits for; p_until is the new return.';

-- What everybody may know about when a thing can be lent: its rules, opening hours day by day, and
-- when each of its units is taken, without a word about people.

create function private.lent_periods(p_resource uuid, p_during tstzrange) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object('starts', private.iso(lower(a.blocked)), 'ends', private.iso(upper(a.blocked)))
      order by a.blocked
    ),
    '[]'
  )
  from public.resource_units as ru
  join public.units as u on u.id = ru.unit_id and u.in_service
  join public.allocations as a on a.unit_id = u.id and a.active and a.blocked && p_during
  join public.bookings as b on b.id = a.booking_id
  where ru.resource_id = p_resource
    and private.effective_status(b.status, b.hold_until) <> 'expired'
$$;

create function public.loan_calendar(p_resource uuid, p_from date, p_days integer default 42)
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
  return jsonb_build_object(
    'resource', v_resource.id,
    'time_zone', v_zone,
    'units', (
      select count(*) from public.resource_units as ru
      join public.units as u on u.id = ru.unit_id and u.in_service
      where ru.resource_id = v_resource.id and not private.is_overdue(u.id)
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
  'When a thing can be fetched and brought back, and when its units are taken, for everybody.';

-- The hand-over side of a booking that the caller may see; null where it is no loan.
create function private.late_before(p_booking uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.allocations as a
    join public.handovers as h
      on h.unit_id = a.unit_id and h.booking_id <> a.booking_id
      and h.returned_at is null and h.due_at <= now()
    where a.booking_id = p_booking and a.active
  )
$$;

create view public.loans with (security_invoker = true) as
select
  b.id as booking_id,
  b.centre_id,
  b.requested_by,
  b.organisation_id,
  b.status = 'handed_over' and upper(b.during) <= now() as overdue,
  b.status = 'confirmed' and private.late_before(b.id) as late_before,
  (
    select bool_or(r.document_needed) from public.booking_resources as br
    join public.resources as r on r.id = br.resource_id
    where br.booking_id = b.id
  ) as document_needed,
  (
    select jsonb_agg(
      jsonb_build_object(
        'id', u.id, 'label', u.label, 'resource', a.resource_id,
        'state', case when h.id is null then 'reserved' when h.returned_at is null then 'out' else 'back' end,
        'handed_out_at', private.iso(h.handed_out_at), 'returned_at', private.iso(h.returned_at),
        'document_shown', h.document_shown, 'damaged', h.damaged,
        'note_out', h.note_out, 'note_back', h.note_back
      )
      order by length(u.label), u.label
    )
    from public.allocations as a
    join public.units as u on u.id = a.unit_id
    left join public.handovers as h on h.booking_id = b.id and h.unit_id = a.unit_id
    where a.booking_id = b.id
  ) as units,
  (
    select jsonb_agg(r.deposit_note order by r.position) from public.booking_resources as br
    join public.resources as r on r.id = br.resource_id
    where br.booking_id = b.id and r.deposit_note is not null
  ) as deposit_notes
from public.bookings as b
where exists (
  select from public.booking_resources as br
  join public.resources as r on r.id = br.resource_id and r.lent_home
  where br.booking_id = b.id
);
comment on view public.loans is
  'Bookings of things lent home that the caller may see: what is out, what is back, and what to show.';
grant select on public.loans to authenticated;

revoke execute on all functions in schema private from public;
grant execute on function private.is_overdue(uuid), private.lent_periods(uuid, tstzrange)
to anon, authenticated;
grant execute on function private.late_before(uuid) to authenticated;
grant execute on function public.loan_calendar(uuid, date, integer) to anon, authenticated;
grant execute on function
  public.hand_over(uuid, uuid, integer, jsonb, boolean, text, boolean),
  public.take_back(uuid, uuid, integer, jsonb, boolean, text),
  public.extend_loan(uuid, uuid, integer, timestamptz)
to authenticated;
