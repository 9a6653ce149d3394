-- Being there: by a code at the door, or by staff. Whoever is not checked in when the grace is over
-- has not come, and the time is free (private.keep_hold, private.expire_holds).

create table public.resource_secrets (
  resource_id uuid primary key references public.resources (id) on delete cascade,
  centre_id uuid not null references public.centres (id) on delete cascade,
  token text not null,
  changed_at timestamptz not null default now(),
  changed_by uuid references public.profiles (id) on delete set null,
  constraint resource_secrets_token_key unique (token),
  constraint resource_secrets_token_shape check (token ~ '^[0-9a-f]{32}$')
);
comment on table public.resource_secrets is
  'What stands in the code at the door of a resource: who has read it there, is there. For staff to print.';
create index resource_secrets_centre on public.resource_secrets (centre_id);
create index resource_secrets_changed_by on public.resource_secrets (changed_by);
alter table public.resource_secrets enable row level security;
create policy resource_secrets_read on public.resource_secrets for select to authenticated
  using (centre_id in (select private.my_centres()));
grant select on public.resource_secrets to authenticated;
-- Not granted: any write. Codes come from renew_door_code.

-- That a code was changed is kept, and by whom; what it was or is, never. The argument is the column
-- that identifies the row, the unit of a locker where there is none.
create or replace function private.audit_secret() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_row jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  insert into public.audit_log (actor, centre_id, entity, entity_id, action, reason)
  values (
    auth.uid(), (v_row ->> 'centre_id')::uuid, tg_table_name,
    v_row ->> coalesce(tg_argv[0], 'unit_id'), lower(tg_op),
    nullif(current_setting('mam.reason', true), '')
  );
  return null;
end
$$;
create trigger audit_secret after insert or update or delete on public.resource_secrets
  for each row execute function private.audit_secret('resource_id');

-- How long before its start somebody may be checked in for a booking.
create function private.check_in_opens(p_booking public.bookings) returns timestamptz
language sql immutable set search_path = '' as $$
  select lower(p_booking.during) - interval '15 minutes'
$$;

-- Notes that somebody is there. What was not checked in in time has been released under the same
-- locks, so that of two in the same second one has its way.
create function private.mark_present(p_person uuid, p_booking public.bookings) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  if p_booking.status <> 'confirmed' or upper(p_booking.during) <= now() then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', p_booking.status));
  elsif now() < private.check_in_opens(p_booking) then
    perform private.refuse('check_in.too_early', jsonb_build_object(
      'from', private.iso(private.check_in_opens(p_booking))
    ));
  end if;
  update public.bookings set
    status = 'checked_in', checked_in_at = now(), checked_in_by = p_person, version = version + 1
  where id = p_booking.id;
  return private.booking_json(p_booking.id);
end
$$;

create function private.check_in(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
begin
  if not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('auth.forbidden');
  end if;
  return private.mark_present(p_person, v_booking);
end
$$;

-- Staff tapped on the wrong name: within ten minutes, and then the grace begins again.
create function private.undo_check_in(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
begin
  if not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('auth.forbidden');
  elsif v_booking.status <> 'checked_in' then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif v_booking.checked_in_at is null or v_booking.checked_in_at + interval '10 minutes' <= now() then
    perform private.refuse('booking.undo_expired');
  end if;
  update public.bookings set
    status = 'confirmed', checked_in_at = null, checked_in_by = null, version = version + 1
  where id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

-- The booking of this person, or of an organisation that they book for, at a door where they are:
-- the one that can be checked in now, else the next one of today and tomorrow.
create function private.booking_at_door(p_person uuid, p_resource uuid) returns public.bookings
language sql stable set search_path = '' as $$
  select b.*
  from public.bookings as b
  join public.booking_resources as br on br.booking_id = b.id and br.resource_id = p_resource
  where (
      b.requested_by = p_person
      or b.organisation_id in (
        select om.organisation_id from public.organisation_members as om where om.person_id = p_person
      )
    )
    and private.effective_status(b.status, b.hold_until) in ('confirmed', 'checked_in', 'no_show')
    and upper(b.during) > now() and lower(b.during) < now() + interval '1 day'
  order by
    private.effective_status(b.status, b.hold_until) <> 'confirmed', lower(b.during), b.id
  limit 1
$$;

create function private.check_in_at_door(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_resource uuid := (
    select s.resource_id from public.resource_secrets as s where s.token = p_args ->> 'token'
  );
  v_booking public.bookings;
begin
  if v_resource is null then
    perform private.refuse('check_in.unknown_code');
  end if;
  v_booking := private.booking_at_door(p_person, v_resource);
  if v_booking.id is null then
    perform private.refuse('check_in.nothing_here');
  end if;
  perform private.lock_claims(array[v_resource], v_booking.requested_by, v_booking.organisation_id);
  perform private.expire_holds(array[v_resource]);
  select * into v_booking from public.bookings as b where b.id = v_booking.id for update;
  if v_booking.status = 'checked_in' then
    -- read twice at the door: still there
    return private.booking_json(v_booking.id);
  end if;
  return private.mark_present(p_person, v_booking);
end
$$;

-- Staff ask for the code of a door: made when there is none yet, or new, so that the old one is void.
create function private.renew_door_code(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_resource public.resources;
begin
  select * into v_resource from public.resources as r where r.id = (p_args ->> 'resource')::uuid;
  if v_resource.id is null or not private.is_staff(p_person, v_resource.centre_id) then
    perform private.refuse('auth.forbidden');
  elsif not v_resource.needs_check_in then
    perform private.refuse('request.invalid', '{"field": "resource"}');
  end if;
  insert into public.resource_secrets (resource_id, centre_id, token, changed_by)
  values (
    v_resource.id, v_resource.centre_id, encode(extensions.gen_random_bytes(16), 'hex'), p_person
  )
  on conflict (resource_id) do update
  set token = excluded.token, changed_at = now(), changed_by = excluded.changed_by;
  -- the answer is kept with its key, and a secret is not to be: the token is read from its table
  return jsonb_build_object('resource', v_resource.id);
end
$$;

-- What the app calls.

create function public.check_in(p_key uuid, p_booking uuid, p_version integer) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'check_in', jsonb_build_object(
    'booking', p_booking, 'version', p_version
  ))
$$;
comment on function public.check_in is
  'Staff note that somebody is there, from 15 minutes before the start until the grace is over.';

create function public.undo_check_in(p_key uuid, p_booking uuid, p_version integer) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'undo_check_in', jsonb_build_object(
    'booking', p_booking, 'version', p_version
  ))
$$;
comment on function public.undo_check_in is 'Staff take a check-in back within ten minutes.';

create function public.check_in_at_door(p_key uuid, p_token text) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'check_in_at_door', jsonb_build_object('token', p_token))
$$;
comment on function public.check_in_at_door is
  'Who has read the code at a door is there: checks in their booking of that resource.';

create function public.renew_door_code(p_key uuid, p_resource uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'renew_door_code', jsonb_build_object('resource', p_resource))
$$;
comment on function public.renew_door_code is
  'Staff make the code of a door, or a new one; it is read from resource_secrets.';

revoke execute on all functions in schema private from public;
grant execute on function
  public.check_in(uuid, uuid, integer),
  public.undo_check_in(uuid, uuid, integer),
  public.check_in_at_door(uuid, text),
  public.renew_door_code(uuid, uuid)
to authenticated;
