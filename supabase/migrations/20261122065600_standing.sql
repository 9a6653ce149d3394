-- Strikes: who did not come, or cancelled late. Too many in a short time, and what one asks for waits
-- for staff for some weeks. Nothing of it is stored but the bookings, and what staff have forgiven.

create table public.strike_pardons (
  booking_id uuid primary key references public.bookings (id) on delete cascade,
  centre_id uuid not null references public.centres (id) on delete cascade,
  reason text not null,
  forgiven_by uuid references public.profiles (id) on delete set null,
  forgiven_at timestamptz not null default now(),
  constraint strike_pardons_reason_length check (char_length(reason) between 3 and 500)
);
comment on table public.strike_pardons is 'Strikes that staff have forgiven, and why.';
create index strike_pardons_centre on public.strike_pardons (centre_id);
create index strike_pardons_forgiven_by on public.strike_pardons (forgiven_by);
alter table public.strike_pardons enable row level security;
create policy strike_pardons_read on public.strike_pardons for select to authenticated
  using (exists (select from public.bookings as b where b.id = booking_id));
grant select on public.strike_pardons to authenticated;
-- Not granted: any write. Rows come from forgive_strike and go by count_strike.
create trigger write_audit after insert or update or delete on public.strike_pardons
  for each row execute function private.write_audit('booking_id');

-- Bookings with a strike, whether or not anything has come by to write it down.
create index bookings_strikes on public.bookings (centre_id, requested_by)
  where status in ('no_show', 'confirmed') and hold_until is not null or cancelled_late;

-- Strikes of a person in a centre, or of everybody in it, since a moment; forgiven ones included.
create function private.strikes(p_centre uuid, p_person uuid, p_since timestamptz)
returns table (booking_id uuid, person_id uuid, kind text, at timestamptz, is_forgiven boolean)
language sql stable set search_path = '' as $$
  select
    b.id, b.requested_by, s.kind, s.at,
    exists (select from public.strike_pardons as p where p.booking_id = b.id)
  from public.bookings as b
  cross join lateral (
    select
      case when b.cancelled_late then 'late' else 'no_show' end as kind,
      case when b.cancelled_late then b.cancelled_at else b.hold_until end as at
  ) as s
  where b.centre_id = p_centre and b.requested_by = coalesce(p_person, b.requested_by)
    and (b.status in ('no_show', 'confirmed') and b.hold_until is not null or b.cancelled_late)
    and (b.cancelled_late or private.effective_status(b.status, b.hold_until) = 'no_show')
    and s.at > p_since
$$;

-- Until when a person is limited in a centre by their strikes: some days from the one that was one
-- too many. Null when they are not, or not any more.
create function private.limited_until(p_person uuid, p_centre uuid) returns timestamptz
language sql stable set search_path = '' as $$
  with counted as materialized (
    select s.at, c.strike_limit, make_interval(days => c.strike_days) as days,
      s.at + make_interval(days => c.limited_days) as until
    from public.centres as c
    cross join lateral private.strikes(
      p_centre, p_person, now() - make_interval(days => c.strike_days + c.limited_days)
    ) as s
    where c.id = p_centre and c.strike_limit > 0 and p_person is not null and not s.is_forgiven
  )
  select max(last.until)
  from counted as last
  where last.until > now() and last.strike_limit <= (
    select count(*) from counted as one
    where one.at <= last.at and one.at > last.at - last.days
  )
$$;

-- Do the requests of this person wait for staff, by their strikes or because staff have said so?
create function private.is_limited(p_person uuid, p_centre uuid) returns boolean
language sql stable set search_path = '' as $$
  select p_person is not null and (
    exists (
      select from public.centre_people as cp
      where cp.person_id = p_person and cp.centre_id = p_centre and cp.standing = 'limited'
    )
    or private.limited_until(p_person, p_centre) is not null
  )
$$;

-- The strikes of one person as they are shown, latest first.
create function private.strikes_json(p_centre public.centres, p_person uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'booking', s.booking_id, 'kind', s.kind, 'at', private.iso(s.at),
        'starts', private.iso(lower(b.during)), 'ends', private.iso(upper(b.during)),
        'purpose', b.purpose,
        'resource', (
          select r.name from public.booking_resources as br
          join public.resources as r on r.id = br.resource_id
          where br.booking_id = b.id
          order by case r.kind when 'room' then 0 else 1 end, r.position limit 1
        ),
        'forgiven', s.is_forgiven,
        'forgiven_why', (select p.reason from public.strike_pardons as p where p.booking_id = b.id),
        -- when it no longer counts
        'counts_until', private.iso(s.at + make_interval(days => p_centre.strike_days))
      )
      order by s.at desc
    ),
    '[]'
  )
  from private.strikes(p_centre.id, p_person, now() - make_interval(days => p_centre.strike_days)) as s
  join public.bookings as b on b.id = s.booking_id
$$;

-- What a person is to a centre at this moment: blocked, limited (until when) or good.
create function private.standing_json(p_centre public.centres, p_person uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'standing', case
      when x.stored in ('blocked', 'limited') then x.stored
      when x.until is not null then 'limited' else 'good' end,
    'limited_until', private.iso(x.until),
    'strikes', private.strikes_json(p_centre, p_person)
  )
  from (
    select
      (
        select cp.standing from public.centre_people as cp
        where cp.person_id = p_person and cp.centre_id = p_centre.id
      ) as stored,
      private.limited_until(p_person, p_centre.id) as until
  ) as x
$$;

create function private.centre_called(p_slug text) returns public.centres
language plpgsql stable set search_path = '' as $$
declare
  v_centre public.centres;
begin
  select * into v_centre from public.centres as c where c.slug = p_slug;
  if v_centre.id is null then
    perform private.refuse('centre.unknown');
  end if;
  return v_centre;
end
$$;

create function public.my_standing(p_centre text) returns jsonb
language sql stable set search_path = '' as $$
  select private.standing_json(c, (select auth.uid())) || jsonb_build_object(
    'strike_limit', c.strike_limit, 'strike_days', c.strike_days, 'limited_days', c.limited_days
  )
  from private.centre_called(p_centre) as c
$$;
comment on function public.my_standing is
  'Whether the caller''s requests wait for staff in a centre, until when and why, and the centre''s numbers.';

create function public.centre_standings(p_centre text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_centre public.centres := private.centre_called(p_centre);
begin
  if v_centre.id not in (select private.my_centres()) then
    perform private.refuse('auth.forbidden');
  end if;
  return jsonb_build_object(
    'strike_limit', v_centre.strike_limit, 'strike_days', v_centre.strike_days,
    'limited_days', v_centre.limited_days,
    'people', (
      select coalesce(jsonb_agg(
        jsonb_build_object('id', x.person_id, 'name', p.display_name, 'phone', p.phone)
          || private.standing_json(v_centre, x.person_id)
        order by x.latest desc
      ), '[]')
      from (
        select s.person_id, max(s.at) as latest
        from private.strikes(v_centre.id, null, now() - make_interval(days => v_centre.strike_days)) as s
        group by s.person_id
        order by latest desc limit 200
      ) as x
      left join public.profiles as p on p.id = x.person_id
    )
  );
end
$$;
comment on function public.centre_standings is
  'For staff: people with strikes in the days that count, latest first, and what these mean for them.';

-- The booking of a strike that staff look at.
create function private.struck_booking(p_person uuid, p_args jsonb) returns public.bookings
language plpgsql stable set search_path = '' as $$
declare
  v_booking public.bookings;
begin
  select * into v_booking from public.bookings as b where b.id = (p_args ->> 'booking')::uuid;
  if v_booking.id is null or not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('auth.forbidden');
  elsif v_booking.cancelled_late is not true
    and private.effective_status(v_booking.status, v_booking.hold_until) <> 'no_show'
  then
    perform private.refuse('strike.none');
  end if;
  return v_booking;
end
$$;

create function private.forgive_strike(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.struck_booking(p_person, p_args);
  v_reason text := btrim(p_args ->> 'reason');
begin
  if v_reason is null or char_length(v_reason) not between 3 and 500 then
    perform private.refuse('request.invalid', '{"field": "reason"}');
  end if;
  perform set_config('mam.reason', v_reason, true);
  insert into public.strike_pardons (booking_id, centre_id, reason, forgiven_by)
  values (v_booking.id, v_booking.centre_id, v_reason, p_person)
  on conflict (booking_id) do nothing;
  return jsonb_build_object('booking', v_booking.id, 'forgiven', true);
end
$$;

create function private.count_strike(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.struck_booking(p_person, p_args);
begin
  delete from public.strike_pardons where booking_id = v_booking.id;
  return jsonb_build_object('booking', v_booking.id, 'forgiven', false);
end
$$;

create function public.forgive_strike(p_key uuid, p_booking uuid, p_reason text) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'forgive_strike', jsonb_build_object(
    'booking', p_booking, 'reason', p_reason
  ))
$$;
comment on function public.forgive_strike is 'Staff forgive that somebody did not come, or cancelled late.';

create function public.count_strike(p_key uuid, p_booking uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'count_strike', jsonb_build_object('booking', p_booking))
$$;
comment on function public.count_strike is 'Undoes forgive_strike: the strike counts again.';

revoke execute on all functions in schema private from public;
grant execute on function
  private.strikes(uuid, uuid, timestamptz),
  private.limited_until(uuid, uuid),
  private.strikes_json(public.centres, uuid),
  private.standing_json(public.centres, uuid),
  private.centre_called(text)
to authenticated;
grant execute on function
  public.my_standing(text),
  public.centre_standings(text),
  public.forgive_strike(uuid, uuid, text),
  public.count_strike(uuid, uuid)
to authenticated;
