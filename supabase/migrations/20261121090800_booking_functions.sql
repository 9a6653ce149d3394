-- The only ways to make or change a booking. Each is one transaction, safe to repeat.

-- What was asked with which key, and what was answered (invariant 5). A refusal is an answer too.
create table private.requests (
  person_id uuid not null references auth.users (id) on delete cascade,
  key uuid not null,
  function text not null,
  -- SHA-256 of the function's arguments: the same key with other content is refused
  fingerprint bytea not null,
  status integer,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (person_id, key)
);
comment on table private.requests is 'Idempotency keys with the answer that the first request got.';
create index requests_created_at on private.requests (created_at);

-- A booking as its functions answer it.
create function private.booking_json(p_booking uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', b.id,
    'status', private.effective_status(b.status, b.hold_until),
    'starts', private.iso(lower(b.during)),
    'ends', private.iso(upper(b.during)),
    'hold_until', private.iso(b.hold_until),
    'undo_until', private.iso(b.cancelled_at + interval '10 minutes'),
    'version', b.version
  )
  from public.bookings as b where b.id = p_booking
$$;

-- The resources of a request: all there, all active, all of one centre, none lent by the day.
create function private.wanted_resources(p_needs uuid[]) returns setof public.resources
language plpgsql stable set search_path = '' as $$
begin
  if (select count(*) from public.resources as r where r.id = any (p_needs) and r.active)
    <> cardinality(p_needs)
  then
    perform private.refuse('resource.unknown');
  elsif (select count(distinct r.centre_id) from public.resources as r where r.id = any (p_needs)) > 1
    or exists (
      select from public.resources as r
      where r.id = any (p_needs) and (r.kind = 'locker' or r.lent_home)
    )
  then
    perform private.refuse('request.invalid', '{"field": "resources"}');
  end if;
  return query
    select * from public.resources as r where r.id = any (p_needs)
    order by case r.kind when 'room' then 0 else 1 end, r.position, r.id;
end
$$;

-- The period of a request, or a refusal.
create function private.read_period(p_starts timestamptz, p_ends timestamptz) returns tstzrange
language plpgsql immutable set search_path = '' as $$
begin
  if p_starts is null or not isfinite(p_starts)
    or p_starts not between '2000-01-01T00:00:00Z' and '2200-01-01T00:00:00Z'
  then
    perform private.refuse('request.invalid', '{"field": "starts"}');
  elsif p_ends is null or not isfinite(p_ends) or p_ends <= p_starts
    or p_ends > p_starts + interval '48 hours'
  then
    perform private.refuse('request.invalid', '{"field": "ends"}');
  end if;
  return tstzrange(p_starts, p_ends);
end
$$;

-- What is typed into a booking: lengths and ranges, so that no check constraint has to say it.
create function private.check_words(p_booking public.bookings) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if p_booking.purpose is null or char_length(p_booking.purpose) not between 2 and 200
    or p_booking.purpose ~ '[[:cntrl:]]'
  then
    perform private.refuse('request.invalid', '{"field": "purpose"}');
  elsif p_booking.attendees is null or p_booking.attendees not between 1 and 10000 then
    perform private.refuse('request.invalid', '{"field": "attendees"}');
  elsif char_length(p_booking.note) > 2000 then
    perform private.refuse('request.invalid', '{"field": "note"}');
  elsif not private.is_line(p_booking.public_title, 2, 120) then
    perform private.refuse('request.invalid', '{"field": "public_title"}');
  elsif char_length(p_booking.override_reason) not between 3 and 500 then
    perform private.refuse('request.invalid', '{"field": "override_reason"}');
  end if;
end
$$;

-- May this person book in this centre, and for this organisation?
create function private.check_person(p_person uuid, p_centre uuid, p_organisation uuid) returns void
language plpgsql stable set search_path = '' as $$
begin
  if exists (
    select from public.centre_people as cp
    where cp.person_id = p_person and cp.centre_id = p_centre and cp.standing = 'blocked'
  ) then
    perform private.refuse('booking.person_blocked');
  elsif p_organisation is not null and not exists (
    select from public.organisation_members as om
    where om.organisation_id = p_organisation and om.person_id = p_person and om.role in ('owner', 'editor')
  ) then
    perform private.refuse('auth.forbidden');
  end if;
end
$$;

create function private.request_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings;
  v_centre public.centres;
  v_resource public.resources;
  v_resources uuid[] := array(
    select n.resource_id from private.read_needs(p_args -> 'resources') as n
  );
  v_statement boolean := coalesce((p_args ->> 'statement_accepted')::boolean, false);
  v_is_staff boolean;
  v_trusted boolean;
  v_verified boolean;
  v_review boolean := false;
begin
  v_booking.id := gen_random_uuid();
  v_booking.requested_by := p_person;
  v_booking.organisation_id := (p_args ->> 'organisation')::uuid;
  v_booking.during := private.read_period((p_args ->> 'starts')::timestamptz, (p_args ->> 'ends')::timestamptz);
  v_booking.purpose := btrim(p_args ->> 'purpose');
  v_booking.note := nullif(btrim(p_args ->> 'note'), '');
  v_booking.public_title := nullif(btrim(p_args ->> 'public_title'), '');
  v_booking.attendees := (p_args ->> 'attendees')::integer;
  v_booking.override_reason := nullif(btrim(p_args ->> 'override_reason'), '');
  perform private.check_words(v_booking);

  select r.centre_id into v_booking.centre_id from private.wanted_resources(v_resources) as r limit 1;
  select * into v_centre from public.centres as c where c.id = v_booking.centre_id;
  v_is_staff := private.is_staff(p_person, v_centre.id);
  perform private.check_person(p_person, v_centre.id, v_booking.organisation_id);
  if v_booking.override_reason is not null and not v_is_staff then
    perform private.refuse('auth.forbidden');
  elsif (p_args ->> 'rules_version')::integer is distinct from v_centre.rules_version then
    perform private.refuse('booking.rules_not_accepted', jsonb_build_object('version', v_centre.rules_version));
  elsif lower(v_booking.during) < now() and v_booking.override_reason is null then
    perform private.refuse('booking.in_the_past');
  end if;
  v_booking.rules_version := v_centre.rules_version;

  perform private.lock_claims(v_resources, p_person, v_booking.organisation_id);
  perform private.expire_holds(v_resources);

  select o.trusted, o.verified_at is not null into v_trusted, v_verified
  from public.organisations as o where o.id = v_booking.organisation_id;
  for v_resource in select * from private.wanted_resources(v_resources) loop
    if v_booking.override_reason is null then
      perform private.check_resource(
        v_resource, v_centre.time_zone, p_person, v_booking.organisation_id,
        v_booking.during, v_booking.attendees, v_statement
      );
    end if;
    v_review := v_review
      or v_resource.approval = 'review'
      or (v_resource.approval = 'auto_for_trusted' and v_trusted is not true);
  end loop;

  v_booking.status := case when v_review and not v_is_staff then 'pending' else 'confirmed' end;
  v_booking.hold_until := case when v_booking.status = 'pending' then
    least(now() + private.minutes(v_centre.pending_hold_minutes), lower(v_booking.during))
  end;
  v_booking.title_public := v_is_staff or coalesce(v_verified, false);
  v_booking.version := 1;
  v_booking.created_at := now();
  perform set_config('mam.reason', coalesce(v_booking.override_reason, ''), true);

  insert into public.bookings values (v_booking.*);
  insert into public.booking_resources (booking_id, resource_id, quantity)
  select v_booking.id, n.resource_id, n.quantity from private.read_needs(p_args -> 'resources') as n;
  perform private.allocate(v_booking.id);
  return private.booking_json(v_booking.id);
end
$$;

-- The booking that a change is about, its units and people locked: there, visible to this person,
-- and still as they saw it (invariant 6).
create function private.lock_booking(p_person uuid, p_args jsonb) returns public.bookings
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings;
  v_resources uuid[];
begin
  if p_args ->> 'booking' is null then
    perform private.refuse('request.invalid', '{"field": "booking"}');
  elsif p_args ->> 'version' is null then
    perform private.refuse('request.invalid', '{"field": "version"}');
  end if;
  select * into v_booking from public.bookings as b where b.id = (p_args ->> 'booking')::uuid;
  if v_booking.id is null or not (
    v_booking.requested_by is not distinct from p_person
    or private.is_staff(p_person, v_booking.centre_id)
    or exists (
      select from public.organisation_members as om
      where om.organisation_id = v_booking.organisation_id and om.person_id = p_person
        and om.role in ('owner', 'editor')
    )
  ) then
    -- other people's bookings and those that never were look alike
    perform private.refuse('booking.not_found');
  end if;
  v_resources := array(
    select br.resource_id from public.booking_resources as br where br.booking_id = v_booking.id
  );
  perform private.lock_claims(v_resources, v_booking.requested_by, v_booking.organisation_id);
  perform private.expire_holds(v_resources);
  select * into v_booking from public.bookings as b where b.id = v_booking.id for update;
  if v_booking.version <> (p_args ->> 'version')::integer then
    perform private.refuse('booking.changed_meanwhile', jsonb_build_object('version', v_booking.version));
  end if;
  return v_booking;
end
$$;

create function private.cancel_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_reason text := nullif(btrim(p_args ->> 'reason'), '');
  v_until timestamptz;
begin
  if char_length(v_reason) > 500 then
    perform private.refuse('request.invalid', '{"field": "reason"}');
  elsif v_booking.status not in ('pending', 'confirmed') then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  end if;
  select lower(v_booking.during) - private.minutes(max(r.cancel_until_minutes)) into v_until
  from public.booking_resources as br
  join public.resources as r on r.id = br.resource_id
  where br.booking_id = v_booking.id;
  -- a request that nobody has decided yet can be taken back until it starts
  if now() >= (case when v_booking.status = 'pending' then lower(v_booking.during) else v_until end)
    and not private.is_staff(p_person, v_booking.centre_id)
  then
    perform private.refuse('booking.too_late_to_cancel', jsonb_build_object('until', private.iso(v_until)));
  end if;
  perform set_config('mam.reason', coalesce(v_reason, ''), true);
  update public.bookings set
    status = 'cancelled', cancelled_by = p_person, cancelled_at = now(), cancelled_why = v_reason,
    version = version + 1
  where id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

-- Undo of a cancellation: within ten minutes, by whoever cancelled, if the units are still free.
-- Rules are not checked again: it was a valid booking a moment ago (invariant 14).
create function private.restore_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_pending boolean;
begin
  if v_booking.status <> 'cancelled' then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif v_booking.cancelled_by is distinct from p_person
    or v_booking.cancelled_at + interval '10 minutes' <= now()
    or lower(v_booking.during) <= now()
    or v_booking.hold_until <= now() and v_booking.decided_at is null
  then
    perform private.refuse('booking.undo_expired');
  end if;
  v_pending := v_booking.hold_until is not null and v_booking.decided_at is null;
  delete from public.allocations where booking_id = v_booking.id;
  update public.bookings set
    status = case when v_pending then 'pending' else 'confirmed' end,
    cancelled_by = null, cancelled_at = null, cancelled_why = null, version = version + 1
  where id = v_booking.id;
  perform private.allocate(v_booking.id);
  return private.booking_json(v_booking.id);
end
$$;

-- Staff confirm or decline a waiting request.
create function private.decide_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_why text := nullif(btrim(p_args ->> 'why'), '');
  v_decision text := p_args ->> 'decision';
begin
  if not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('auth.forbidden');
  elsif v_decision is null or v_decision not in ('confirmed', 'declined') then
    perform private.refuse('request.invalid', '{"field": "decision"}');
  elsif char_length(v_why) > 500 then
    perform private.refuse('request.invalid', '{"field": "why"}');
  elsif v_booking.status <> 'pending' then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  end if;
  perform set_config('mam.reason', coalesce(v_why, ''), true);
  update public.bookings set
    status = v_decision, decided_by = p_person, decided_at = now(), decided_why = v_why,
    title_public = title_public or v_decision = 'confirmed', version = version + 1
  where id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

-- Runs one of the functions above once for a key of the caller. A repeat gets the first answer, a
-- parallel repeat waits for it. A refusal is kept like any answer, so it cannot be an exception that
-- leaves here: it goes out as the body that PostgREST would have made of one, with its status.
create function private.answer_once(p_key uuid, p_function text, p_args jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := auth.uid();
  v_request private.requests;
  v_fingerprint bytea := sha256(convert_to(p_args::text, 'UTF8'));
  v_detail text;
  v_state text;
begin
  if v_person is null or not exists (select from public.profiles as p where p.id = v_person) then
    perform private.refuse('auth.required');
  elsif p_key is null then
    perform private.refuse('request.invalid', '{"field": "key"}');
  end if;

  insert into private.requests (person_id, key, function, fingerprint)
  values (v_person, p_key, p_function, v_fingerprint)
  on conflict do nothing;
  if not found then
    select * into v_request from private.requests as r where r.person_id = v_person and r.key = p_key;
    if v_request.function <> p_function or v_request.fingerprint <> v_fingerprint then
      perform private.refuse('request.key_reused');
    end if;
  else
    v_request.status := 200;
    for attempt in 1 .. 2 loop
      begin
        v_request.answer := case p_function
          when 'request_booking' then private.request_booking(v_person, p_args)
          when 'cancel_booking' then private.cancel_booking(v_person, p_args)
          when 'restore_booking' then private.restore_booking(v_person, p_args)
          when 'decide_booking' then private.decide_booking(v_person, p_args)
        end;
        exit;
      exception
        when sqlstate 'P0001' or exclusion_violation then
          get stacked diagnostics v_detail = pg_exception_detail, v_state = returned_sqlstate;
          if v_state <> 'P0001' then
            v_detail := '{"error": "booking.slot_taken"}';
          end if;
          v_request.status := 400;
          v_request.answer := jsonb_build_object(
            'code', 'P0001', 'message', v_detail::jsonb ->> 'error', 'details', v_detail, 'hint', null
          );
          exit;
        when deadlock_detected or serialization_failure then
          if attempt = 2 then
            raise;
          end if;
      end;
    end loop;
    update private.requests as r set status = v_request.status, answer = v_request.answer
    where r.person_id = v_person and r.key = p_key;
  end if;

  if v_request.status <> 200 then
    perform set_config('response.status', v_request.status::text, true);
  end if;
  return v_request.answer;
end
$$;

-- What the app calls. Thin, with the caller's rights; the work is done behind private.answer_once.

create function public.request_booking(
  p_key uuid,
  p_resources jsonb,
  p_starts timestamptz,
  p_ends timestamptz,
  p_purpose text,
  p_attendees integer,
  p_rules_version integer,
  p_organisation uuid default null,
  p_public_title text default null,
  p_note text default null,
  p_statement_accepted boolean default false,
  p_override_reason text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'request_booking', jsonb_build_object(
    'resources', p_resources, 'starts', p_starts, 'ends', p_ends, 'purpose', p_purpose,
    'attendees', p_attendees, 'rules_version', p_rules_version, 'organisation', p_organisation,
    'public_title', p_public_title, 'note', p_note, 'statement_accepted', p_statement_accepted,
    'override_reason', p_override_reason
  ))
$$;
comment on function public.request_booking is
  'Books resources for a period, all or nothing. p_resources: [{"id": uuid, "quantity": n}]; staff may override rules 3 and 4 with a reason.';

create function public.cancel_booking(p_key uuid, p_booking uuid, p_version integer, p_reason text default null)
returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'cancel_booking', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'reason', p_reason
  ))
$$;
comment on function public.cancel_booking is 'Cancels a booking and frees its units at once; p_version is what the person saw.';

create function public.restore_booking(p_key uuid, p_booking uuid, p_version integer) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'restore_booking', jsonb_build_object(
    'booking', p_booking, 'version', p_version
  ))
$$;
comment on function public.restore_booking is 'Undoes a cancellation within ten minutes if its units are still free.';

create function public.decide_booking(
  p_key uuid, p_booking uuid, p_version integer, p_decision text, p_why text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'decide_booking', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'decision', p_decision, 'why', p_why
  ))
$$;
comment on function public.decide_booking is 'Staff confirm or decline a waiting request: p_decision is confirmed or declined.';

grant execute on function private.answer_once(uuid, text, jsonb) to authenticated;
grant execute on function
  public.request_booking(uuid, jsonb, timestamptz, timestamptz, text, integer, integer, uuid, text, text, boolean, text),
  public.cancel_booking(uuid, uuid, integer, text),
  public.restore_booking(uuid, uuid, integer),
  public.decide_booking(uuid, uuid, integer, text, text)
to authenticated;
