-- A request for a booking falls into parts that are asked one by one: for whom it is, whether every
-- rule lets it through, whether it waits for staff. Staff may ask on behalf of a person, with an account
-- or without one.

create table public.booking_walk_ins (
  booking_id uuid primary key references public.bookings (id) on delete cascade,
  centre_id uuid not null references public.centres (id) on delete cascade,
  name text not null,
  -- null where there is none, or none was told
  phone text,
  constraint booking_walk_ins_name_line check (private.is_line(name, 2, 80)),
  constraint booking_walk_ins_phone_shape check (phone ~ '^\+?[0-9][0-9 ()-]{4,20}$')
);
comment on table public.booking_walk_ins is 'For whom staff booked who has no account; for staff of the centre alone.';
create index booking_walk_ins_centre on public.booking_walk_ins (centre_id);
alter table public.booking_walk_ins enable row level security;
create policy booking_walk_ins_read on public.booking_walk_ins for select to authenticated
  using (centre_id in (select private.my_centres()));
grant select on public.booking_walk_ins to authenticated;
-- Not granted: any write. They are written with the booking, by request_booking.
create trigger write_audit after insert or update or delete on public.booking_walk_ins
  for each row execute function private.write_audit('booking_id');

-- Until when a confirmed booking can be cancelled or moved without asking the centre.
create function private.cancel_until(p_booking public.bookings) returns timestamptz
language sql stable set search_path = '' as $$
  select lower(p_booking.during) - private.minutes((
    select coalesce(max(r.cancel_until_minutes), 0)
    from public.booking_resources as br
    join public.resources as r on r.id = br.resource_id
    where br.booking_id = p_booking.id
  ))
$$;

-- From when on a booking can no longer be changed without asking the centre: a request that nobody
-- has decided yet can be taken back or moved until it starts.
create or replace function private.change_until(p_booking public.bookings) returns timestamptz
language sql stable set search_path = '' as $$
  select case when p_booking.status = 'pending'
    then lower(p_booking.during) else private.cancel_until(p_booking) end
$$;

-- For whom a request is: the caller; or, when staff ask, a person with an account
-- ("on_behalf_of": uuid), or one without ("walk_in": {"name", "phone"?}), and then nobody.
create function private.read_requester(p_person uuid, p_args jsonb, p_centre uuid) returns uuid
language plpgsql stable set search_path = '' as $$
declare
  v_for uuid := (p_args ->> 'on_behalf_of')::uuid;
  v_walk_in jsonb := nullif(p_args -> 'walk_in', 'null');
begin
  if v_for is null and v_walk_in is null then
    return p_person;
  elsif not private.is_staff(p_person, p_centre) then
    perform private.refuse('auth.forbidden');
  elsif v_for is not null and (
    v_walk_in is not null or not exists (select from public.profiles as p where p.id = v_for)
  ) then
    perform private.refuse('request.invalid', '{"field": "on_behalf_of"}');
  elsif v_walk_in is not null and (
    jsonb_typeof(v_walk_in) <> 'object'
    or coalesce(private.is_line(btrim(v_walk_in ->> 'name'), 2, 80), false) is not true
    or nullif(btrim(v_walk_in ->> 'phone'), '') !~ '^\+?[0-9][0-9 ()-]{4,20}$'
  ) then
    perform private.refuse('request.invalid', '{"field": "walk_in"}');
  end if;
  return v_for;
end
$$;

-- Does a booking that all rules let through wait for staff to decide? What staff ask for does not.
create function private.awaits_review(p_booking public.bookings, p_resources uuid[]) returns boolean
language sql stable set search_path = '' as $$
  select not private.is_staff(p_booking.requested_by, p_booking.centre_id) and exists (
    select from public.resources as r
    where r.id = any (p_resources) and (
      r.approval = 'review'
      or r.approval = 'auto_for_trusted' and not exists (
        select from public.organisations as o where o.id = p_booking.organisation_id and o.trusted
      )
    )
  )
$$;

-- Holds a booking against the rules of everything that it wants; an override passes them all
-- (invariants 1 and 2 have none). p_accepted: resources whose declaration was accepted.
create function private.check_rules(
  p_booking public.bookings, p_zone text, p_resources uuid[], p_accepted uuid[]
) returns void
language plpgsql stable set search_path = '' as $$
declare
  v_resource public.resources;
begin
  for v_resource in select * from private.wanted_resources(p_resources) loop
    if p_booking.override_reason is null then
      perform private.check_resource(
        v_resource, p_zone, p_booking.requested_by, p_booking.organisation_id,
        p_booking.during, p_booking.attendees, v_resource.id = any (coalesce(p_accepted, '{}'))
      );
    end if;
  end loop;
end
$$;

create or replace function private.request_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings;
  v_centre public.centres;
  v_resources uuid[] := array(
    select n.resource_id from private.read_needs(p_args -> 'resources') as n
  );
  v_is_staff boolean;
  v_for_another boolean;
begin
  v_booking.id := gen_random_uuid();
  v_booking.organisation_id := (p_args ->> 'organisation')::uuid;
  v_booking.during := private.read_wish(
    v_resources, (p_args ->> 'starts')::timestamptz, (p_args ->> 'ends')::timestamptz
  );
  v_booking.purpose := btrim(p_args ->> 'purpose');
  v_booking.note := nullif(btrim(p_args ->> 'note'), '');
  v_booking.public_title := nullif(btrim(p_args ->> 'public_title'), '');
  v_booking.attendees := (p_args ->> 'attendees')::integer;
  v_booking.override_reason := nullif(btrim(p_args ->> 'override_reason'), '');
  perform private.check_words(v_booking);

  select r.centre_id into v_booking.centre_id from private.wanted_resources(v_resources) as r limit 1;
  select * into v_centre from public.centres as c where c.id = v_booking.centre_id;
  v_is_staff := private.is_staff(p_person, v_centre.id);
  v_booking.requested_by := private.read_requester(p_person, p_args, v_centre.id);
  v_for_another := v_booking.requested_by is distinct from p_person;
  perform private.check_person(
    v_booking.requested_by, v_centre.id,
    -- staff book for any organisation, whoever stands at the counter for it
    case when not v_for_another then v_booking.organisation_id end
  );
  if v_booking.override_reason is not null and not v_is_staff then
    perform private.refuse('auth.forbidden');
  elsif v_for_another and v_booking.organisation_id is not null and not exists (
    select from public.organisations as o where o.id = v_booking.organisation_id
  ) then
    perform private.refuse('request.invalid', '{"field": "organisation"}');
  elsif (p_args ->> 'rules_version')::integer is distinct from v_centre.rules_version then
    perform private.refuse('booking.rules_not_accepted', jsonb_build_object('version', v_centre.rules_version));
  elsif lower(v_booking.during) < now() and v_booking.override_reason is null then
    perform private.refuse('booking.in_the_past');
  end if;
  v_booking.rules_version := v_centre.rules_version;

  perform private.lock_claims(v_resources, v_booking.requested_by, v_booking.organisation_id);
  perform private.expire_holds(v_resources);
  perform private.check_rules(
    v_booking, v_centre.time_zone, v_resources,
    case when (p_args ->> 'statement_accepted')::boolean then v_resources end
  );

  v_booking.status := case
    when not v_is_staff and private.awaits_review(v_booking, v_resources)
    then 'pending' else 'confirmed' end;
  v_booking.hold_until := case when v_booking.status = 'pending' then
    least(now() + private.minutes(v_centre.pending_hold_minutes), lower(v_booking.during))
  end;
  v_booking.title_public := v_is_staff or exists (
    select from public.organisations as o
    where o.id = v_booking.organisation_id and o.verified_at is not null
  );
  v_booking.version := 1;
  v_booking.created_at := now();
  perform set_config('mam.reason', coalesce(v_booking.override_reason, ''), true);

  insert into public.bookings values (v_booking.*);
  insert into public.booking_resources (booking_id, resource_id, quantity)
  select v_booking.id, n.resource_id, n.quantity from private.read_needs(p_args -> 'resources') as n;
  if jsonb_typeof(p_args -> 'walk_in') = 'object' then
    insert into public.booking_walk_ins (booking_id, centre_id, name, phone)
    values (
      v_booking.id, v_booking.centre_id, btrim(p_args #>> '{walk_in,name}'),
      nullif(btrim(p_args #>> '{walk_in,phone}'), '')
    );
  end if;
  perform private.allocate(v_booking.id);
  return private.booking_json(v_booking.id);
end
$$;

-- Moves a booking to another period, and to other resources where they are named. It is never in its
-- own way, neither in time nor in a quota, and a refusal leaves it as it was: what is taken away first
-- comes back with the transaction. What was confirmed waits again where the new place is reviewed.
create or replace function private.reschedule_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_wish public.bookings := v_booking;
  v_is_staff boolean := private.is_staff(p_person, v_booking.centre_id);
  v_until timestamptz := private.change_until(v_booking);
  v_before jsonb;
  v_after jsonb;
  v_centre public.centres;
  v_resources uuid[];
  v_review boolean;
begin
  v_wish.during := private.read_period((p_args ->> 'starts')::timestamptz, (p_args ->> 'ends')::timestamptz);
  v_wish.override_reason := nullif(btrim(p_args ->> 'override_reason'), '');
  if char_length(v_wish.override_reason) not between 3 and 500 then
    perform private.refuse('request.invalid', '{"field": "override_reason"}');
  elsif v_wish.override_reason is not null and not v_is_staff then
    perform private.refuse('auth.forbidden');
  elsif v_booking.status not in ('pending', 'confirmed') then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif now() >= v_until and not v_is_staff then
    perform private.refuse('booking.too_late_to_cancel', jsonb_build_object('until', private.iso(v_until)));
  elsif lower(v_wish.during) < now() and v_wish.override_reason is null then
    perform private.refuse('booking.in_the_past');
  end if;
  perform private.check_person(
    v_booking.requested_by, v_booking.centre_id,
    -- staff move for people who may have left the organisation since
    case when not v_is_staff then v_booking.organisation_id end
  );

  v_before := private.needs_of(v_booking.id);
  v_after := case when jsonb_typeof(p_args -> 'resources') = 'null' then v_before else p_args -> 'resources' end;
  v_resources := array(select n.resource_id from private.read_needs(v_after) as n);
  if exists (
    select from private.wanted_resources(v_resources) as r where r.centre_id <> v_booking.centre_id
  ) then
    perform private.refuse('request.invalid', '{"field": "resources"}');
  end if;

  select * into v_centre from public.centres as c where c.id = v_booking.centre_id;
  delete from public.allocations where booking_id = v_booking.id;
  delete from public.booking_resources where booking_id = v_booking.id;
  perform private.check_rules(
    v_wish, v_centre.time_zone, v_resources,
    case when (p_args ->> 'statement_accepted')::boolean then v_resources else
      -- accepted once for this booking
      array(select n.resource_id from private.read_needs(v_before) as n)
    end
  );

  v_review := not v_is_staff and private.awaits_review(v_wish, v_resources);
  perform set_config('mam.reason', coalesce(v_wish.override_reason, ''), true);
  insert into public.booking_resources (booking_id, resource_id, quantity)
  select v_booking.id, n.resource_id, n.quantity from private.read_needs(v_after) as n;
  update public.bookings as b set
    during = v_wish.during,
    -- what staff move stays as it was decided, or waiting
    status = case when v_review then 'pending' when v_is_staff then b.status else 'confirmed' end,
    hold_until = case
      when v_review then least(now() + private.minutes(v_centre.pending_hold_minutes), lower(v_wish.during))
      when v_is_staff and b.status = 'pending' then least(b.hold_until, lower(v_wish.during))
    end,
    decided_by = case when not v_review then b.decided_by end,
    decided_at = case when not v_review then b.decided_at end,
    decided_why = case when not v_review then b.decided_why end,
    override_reason = coalesce(v_wish.override_reason, b.override_reason),
    version = b.version + 1
  where b.id = v_booking.id;
  perform private.allocate(v_booking.id);
  return private.booking_json(v_booking.id);
end
$$;

-- The public function gets two arguments more; the old one goes, because two of the same name would
-- leave it to the caller's arguments which of them answers.
drop function public.request_booking(
  uuid, jsonb, timestamptz, timestamptz, text, integer, integer, uuid, text, text, boolean, text
);
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
  p_override_reason text default null,
  p_on_behalf_of uuid default null,
  p_walk_in jsonb default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'request_booking', jsonb_build_object(
    'resources', p_resources, 'starts', p_starts, 'ends', p_ends, 'purpose', p_purpose,
    'attendees', p_attendees, 'rules_version', p_rules_version, 'organisation', p_organisation,
    'public_title', p_public_title, 'note', p_note, 'statement_accepted', p_statement_accepted,
    'override_reason', p_override_reason, 'on_behalf_of', p_on_behalf_of, 'walk_in', p_walk_in
  ))
$$;
comment on function public.request_booking is
  'Books resources for a period, all or nothing. p_resources: [{"id": uuid, "quantity": n}]. Staff may override rules 3 and 4 with a reason, and book for another: p_on_behalf_of, or p_walk_in {"name", "phone"?}.';

-- What a person may see of bookings, in the shape in which it is shown.
create or replace view public.my_bookings with (security_invoker = true) as
select
  b.id,
  b.centre_id,
  c.slug as centre_slug,
  c.name as centre_name,
  c.time_zone,
  b.organisation_id,
  o.name as organisation_name,
  -- by this column, not by is_mine, one's own are found through the index
  b.requested_by,
  p.display_name as requested_by_name,
  p.phone as requested_by_phone,
  coalesce(b.requested_by = (select auth.uid()), false) as is_mine,
  b.purpose,
  b.note,
  b.attendees,
  b.public_title,
  lower(b.during) as starts,
  upper(b.during) as ends,
  private.effective_status(b.status, b.hold_until) as status,
  b.hold_until,
  b.decided_why,
  b.cancelled_at,
  b.version,
  b.created_at,
  private.cancel_until(b) as cancel_until,
  (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'id', r.id, 'slug', r.slug, 'kind', r.kind, 'name', r.name, 'colour', r.colour,
          'quantity', br.quantity,
          'units', (
            select coalesce(jsonb_agg(u.label order by u.label), '[]')
            from public.allocations as a
            join public.units as u on u.id = a.unit_id
            where a.booking_id = b.id and a.resource_id = r.id
          )
        )
        order by case r.kind when 'room' then 0 else 1 end, r.position
      ),
      '[]'
    )
    from public.booking_resources as br
    join public.resources as r on r.id = br.resource_id
    where br.booking_id = b.id
  ) as resources,
  w.name as walk_in_name,
  w.phone as walk_in_phone
from public.bookings as b
join public.centres as c on c.id = b.centre_id
left join public.organisations as o on o.id = b.organisation_id
left join public.profiles as p on p.id = b.requested_by
-- nobody but staff sees any of these
left join public.booking_walk_ins as w on w.booking_id = b.id;

revoke execute on all functions in schema private from public;
grant execute on function private.cancel_until(public.bookings) to authenticated;
grant execute on function public.request_booking(
  uuid, jsonb, timestamptz, timestamptz, text, integer, integer, uuid, text, text, boolean, text, uuid, jsonb
) to authenticated;
