-- Bookings, the units that they hold, and the backstop that nothing can get round.

create table public.bookings (
  id uuid primary key default gen_random_uuid(),
  centre_id uuid not null references public.centres (id) on delete cascade,
  requested_by uuid references public.profiles (id) on delete set null,
  organisation_id uuid references public.organisations (id) on delete set null,
  purpose text not null,
  note text,
  attendees integer not null,
  public_title text,
  -- a title reaches the public calendar when an organisation that staff know, or staff, vouch for it
  title_public boolean not null default false,
  during tstzrange not null,
  status text not null,
  hold_until timestamptz,
  rules_version integer not null,
  override_reason text,
  decided_by uuid references public.profiles (id) on delete set null,
  decided_at timestamptz,
  decided_why text,
  cancelled_by uuid references public.profiles (id) on delete set null,
  cancelled_at timestamptz,
  cancelled_why text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint bookings_purpose_length check (char_length(purpose) between 2 and 200),
  constraint bookings_note_length check (char_length(note) between 1 and 2000),
  constraint bookings_public_title_line check (private.is_line(public_title, 2, 120)),
  constraint bookings_attendees_range check (attendees between 1 and 10000),
  constraint bookings_status_known check (
    status in (
      'pending', 'confirmed', 'declined', 'expired', 'cancelled',
      'checked_in', 'no_show', 'completed', 'handed_over', 'returned'
    )
  ),
  constraint bookings_pending_has_hold check (status <> 'pending' or hold_until is not null),
  constraint bookings_during_bounded check (
    not isempty(during) and not lower_inf(during) and not upper_inf(during)
    and lower_inc(during) and not upper_inc(during)
  )
);
comment on table public.bookings is 'A claim of a person or organisation on one or more resources for one period.';
create index bookings_held on public.bookings using gist (centre_id, during)
  where (status in ('pending', 'confirmed', 'checked_in', 'handed_over'));
create index bookings_centre on public.bookings (centre_id, lower(during));
create index bookings_requested_by on public.bookings (requested_by, lower(during));
create index bookings_organisation on public.bookings (organisation_id, lower(during));
create index bookings_decided_by on public.bookings (decided_by);
create index bookings_cancelled_by on public.bookings (cancelled_by);

create table public.booking_resources (
  booking_id uuid not null references public.bookings (id) on delete cascade,
  resource_id uuid not null references public.resources (id) on delete restrict,
  quantity integer not null default 1,
  primary key (booking_id, resource_id),
  constraint booking_resources_quantity_range check (quantity between 1 and 100)
);
comment on table public.booking_resources is 'What a booking asked for, and how many of it.';
create index booking_resources_resource on public.booking_resources (resource_id);

create table public.allocations (
  id uuid primary key default gen_random_uuid(),
  booking_id uuid not null references public.bookings (id) on delete cascade,
  resource_id uuid not null references public.resources (id) on delete restrict,
  unit_id uuid not null references public.units (id) on delete restrict,
  during tstzrange not null,
  -- what people see, plus the unit's turnaround: [start, end + turnaround)
  blocked tstzrange not null,
  active boolean not null default true,
  constraint allocations_blocked_covers check (during <@ blocked and lower(during) = lower(blocked)),
  -- invariant 1: no unit is ever held twice for overlapping time, whoever writes and however fast
  constraint allocations_no_overlap exclude using gist (unit_id with =, blocked with &&) where (active)
);
comment on table public.allocations is 'The units that a booking holds; the exclusion constraint makes double booking impossible.';
create index allocations_booking on public.allocations (booking_id);
create index allocations_unit on public.allocations (unit_id);
create index allocations_resource on public.allocations (resource_id);

-- Does a booking in this state hold its units?
create function private.is_held(p_status text) returns boolean
language sql immutable set search_path = '' as $$
  select p_status in ('pending', 'confirmed', 'checked_in', 'handed_over')
$$;

-- The state that people are told: a request whose hold ran out has expired, whether or not
-- anything has come by to write it down (invariant 8).
create function private.effective_status(p_status text, p_hold_until timestamptz) returns text
language sql stable set search_path = '' as $$
  select case when p_status = 'pending' and p_hold_until <= now() then 'expired' else p_status end
$$;

-- Units follow the state of their booking in the same transaction (invariant 8).
create function private.release_units() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.allocations set active = private.is_held(new.status)
  where booking_id = new.id and active <> private.is_held(new.status);
  return null;
end
$$;
create trigger release_units after update of status on public.bookings
  for each row when (old.status is distinct from new.status)
  execute function private.release_units();

alter table public.bookings enable row level security;
alter table public.booking_resources enable row level security;
alter table public.allocations enable row level security;

create policy bookings_read on public.bookings for select to authenticated
  using (
    requested_by = (select auth.uid())
    or organisation_id in (select private.my_organisations())
    or centre_id in (select private.my_centres())
  );
-- Both follow the booking: what one may see of it is decided once, above.
create policy booking_resources_read on public.booking_resources for select to authenticated
  using (exists (select from public.bookings as b where b.id = booking_id));
create policy allocations_read on public.allocations for select to authenticated
  using (exists (select from public.bookings as b where b.id = booking_id));

-- Staff see the names and phones of the people who book in their centre, owners and editors of those
-- who book for their organisation, and nobody anybody else's.
create policy profiles_read on public.profiles for select to authenticated
  using (
    id = (select auth.uid())
    or exists (
      select from public.bookings as b
      where b.requested_by = profiles.id
        and (
          b.centre_id in (select private.my_centres())
          or b.organisation_id in (select private.my_organisations())
        )
    )
  );

grant select on public.bookings, public.booking_resources, public.allocations to authenticated;
-- Not granted: any write, to anyone. Every path is one function (request_booking and its sisters).

grant execute on function private.effective_status(text, timestamptz) to authenticated;

-- What a person may see of bookings, in the shape in which it is shown.
create view public.my_bookings with (security_invoker = true) as
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
  lower(b.during) - private.minutes((
    select coalesce(max(r.cancel_until_minutes), 0)
    from public.booking_resources as br
    join public.resources as r on r.id = br.resource_id
    where br.booking_id = b.id
  )) as cancel_until,
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
  ) as resources
from public.bookings as b
join public.centres as c on c.id = b.centre_id
left join public.organisations as o on o.id = b.organisation_id
left join public.profiles as p on p.id = b.requested_by;
comment on view public.my_bookings is 'Bookings that the caller may see, ready to show; row level security of the tables decides.';
grant select on public.my_bookings to authenticated;
grant execute on function private.minutes(integer) to authenticated;
