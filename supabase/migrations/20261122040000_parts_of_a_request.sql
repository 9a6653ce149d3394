-- Staff may ask for a booking on behalf of a person, with an account or without one
-- (private.request_booking reads it from its next migration on).

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
