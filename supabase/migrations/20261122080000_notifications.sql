-- What people are told: about what others did with their bookings, and what time brings near. A row is
-- written in the transaction that it tells of, so nobody hears of what did not happen (edge case 45);
-- the mails go out after it, by a worker, and a mail that fails undoes nothing.

create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references public.profiles (id) on delete cascade,
  centre_id uuid not null references public.centres (id) on delete cascade,
  booking_id uuid references public.bookings (id) on delete cascade,
  kind text not null,
  -- what the words are filled with, as it was then
  params jsonb not null default '{}',
  -- a reminder says by this what it reminds of: it is told once, however often somebody looks
  told_once text,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  constraint notifications_kind_known check (
    kind in (
      'request_new', 'request_ends', 'booking_made', 'booking_confirmed', 'booking_declined',
      'booking_cancelled', 'booking_moved', 'booking_expired', 'booking_offered', 'booking_no_show',
      'loan_due', 'loan_overdue', 'loan_late', 'term_ends'
    )
  )
);
comment on table public.notifications is 'What a person was told in the app, and when they read it.';
create index notifications_person on public.notifications (person_id, created_at desc);
create unique index notifications_told_once on public.notifications (person_id, told_once);
create index notifications_centre on public.notifications (centre_id);
create index notifications_booking on public.notifications (booking_id);

alter table public.profiles add column mails boolean not null default true;
comment on column public.profiles.mails is 'Whether notifications go out by e-mail too; codes for signing in always do.';
grant update (mails) on public.profiles to authenticated;

alter table public.notifications enable row level security;
create policy notifications_read on public.notifications for select to authenticated
  using (person_id = (select auth.uid()));
create policy notifications_update on public.notifications for update to authenticated
  using (person_id = (select auth.uid())) with check (person_id = (select auth.uid()));
grant select on public.notifications to authenticated;
grant update (read_at) on public.notifications to authenticated;
-- Not granted: anything else. Rows come from triggers and from private.remind.

-- The mails still to send. Whoever claims one has until due_at to say how it went; then it is
-- claimed again. What keeps failing is parked.
create table private.mails (
  notification_id uuid primary key references public.notifications (id) on delete cascade,
  due_at timestamptz not null,
  attempts integer not null default 0,
  sent_at timestamptz,
  parked_at timestamptz,
  last_error text
);
comment on table private.mails is 'The outbox: which notifications go out by e-mail, and how far they are.';
create index mails_due on private.mails (due_at) where sent_at is null and parked_at is null;

-- Tells a person something about a booking, in the app and by e-mail.
create function private.notify(
  p_person uuid, p_kind text, p_booking public.bookings, p_params jsonb default '{}', p_once text default null
) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_id uuid;
  v_centre public.centres;
begin
  select * into v_centre from public.centres as c where c.id = p_booking.centre_id;
  insert into public.notifications (person_id, centre_id, booking_id, kind, told_once, params)
  select
    p.id, v_centre.id, p_booking.id, p_kind, p_once,
    jsonb_strip_nulls(jsonb_build_object(
      'centre', v_centre.name,
      'time_zone', v_centre.time_zone,
      'purpose', p_booking.purpose,
      'starts', private.iso(lower(p_booking.during)),
      'ends', private.iso(upper(p_booking.during)),
      'resources', (
        select jsonb_agg(r.name order by case r.kind when 'room' then 0 else 1 end, r.position)
        from public.booking_resources as br
        join public.resources as r on r.id = br.resource_id
        where br.booking_id = p_booking.id
      )
    )) || p_params
  from public.profiles as p where p.id = p_person
  on conflict do nothing
  returning id into v_id;
  insert into private.mails (notification_id, due_at)
  select v_id, private.waking_time(v_centre.time_zone)
  from public.profiles as p
  where v_id is not null and p.id = p_person and p.mails
    -- of new requests there are many a day, and the list of them stands open at the desk
    and p_kind <> 'request_new';
end
$$;

-- Who is told of a booking: who asked for it, or the owners of the organisation when that person is
-- gone; without p_actor, who has done it and knows.
create function private.people_of(p_booking public.bookings, p_actor uuid) returns setof uuid
language sql stable set search_path = '' as $$
  select people.id
  from (
    select p_booking.requested_by as id
    union
    select om.person_id from public.organisation_members as om
    where p_booking.requested_by is null
      and om.organisation_id = p_booking.organisation_id and om.role = 'owner'
  ) as people
  where people.id is not null and people.id is distinct from p_actor
$$;

-- Tells of what somebody else did with a booking. Definer: it writes to people who are not the caller.
create function private.tell_of_booking() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_kind text;
  v_params jsonb := '{}';
  -- what happens to many dates of a series at once is told once
  v_once text := case when new.series_id is not null then
    format('%s %s %s', new.series_id, new.status, pg_current_xact_id()) end;
begin
  if new.status = 'offered' and tg_op = 'INSERT' then
    v_kind := 'booking_offered';
    v_params := jsonb_build_object('until', private.iso(new.hold_until));
  elsif tg_op = 'INSERT' then
    if auth.uid() is null then
      return null; -- nobody did it: data are being loaded
    elsif new.status = 'pending' then
      perform private.notify(cp.person_id, 'request_new', new, '{}', v_once)
      from public.centre_people as cp
      where cp.centre_id = new.centre_id and cp.role in ('animator', 'coordinator')
        and cp.person_id <> auth.uid();
      return null;
    end if;
    v_kind := 'booking_made';
  elsif new.status is distinct from old.status then
    v_kind := case
      when old.status = 'pending' and new.status in ('confirmed', 'declined', 'expired')
        then 'booking_' || new.status
      when new.status in ('cancelled', 'no_show') then 'booking_' || new.status
    end;
    v_params := jsonb_strip_nulls(jsonb_build_object(
      'why', case new.status when 'cancelled' then new.cancelled_why else new.decided_why end
    ));
  elsif new.status in ('pending', 'confirmed') and new.during <> old.during then
    v_kind := 'booking_moved';
    v_params := jsonb_build_object(
      'was_starts', private.iso(lower(old.during)), 'was_ends', private.iso(upper(old.during))
    );
  end if;
  if v_kind is not null then
    perform private.notify(person, v_kind, new, v_params, v_once)
    -- time, and not whoever came by, makes a hold end and gives what is freed to the next
    from private.people_of(new, case
      when v_kind not in ('booking_expired', 'booking_no_show', 'booking_offered') then auth.uid()
    end) as person;
  end if;
  return null;
end
$$;
-- When the transaction ends: only then it is known which resources a new booking has, and which a
-- moved one has now.
create constraint trigger tell_of_booking after insert or update of status, during on public.bookings
  deferrable initially deferred
  for each row execute function private.tell_of_booking();

-- What time brings near, told once: waiting requests whose hold ends within twelve hours (to staff),
-- loans due within a day and those that are late (to who has them, on the day, after three days and
-- after seven), loans that wait for somebody who is late (to who comes next), and lockers whose term
-- can be renewed.
create function private.remind() returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.notify(
    cp.person_id, 'request_ends', b, jsonb_build_object('until', private.iso(b.hold_until)),
    format('request_ends %s %s', b.id, b.hold_until)
  )
  from public.bookings as b
  join public.centre_people as cp
    on cp.centre_id = b.centre_id and cp.role in ('animator', 'coordinator')
  where b.status = 'pending' and b.hold_until > now() and b.hold_until <= now() + interval '12 hours'
    and not exists (
      select from public.notifications as n
      where n.person_id = cp.person_id and n.told_once = format('request_ends %s %s', b.id, b.hold_until)
    );

  perform private.notify(
    person, due.kind, due.booking, jsonb_build_object('until', private.iso(due.due_at), 'units', due.units),
    due.once
  )
  from (
    select
      b as booking, h.due_at, jsonb_agg(u.label order by u.label) as units,
      case when h.due_at > now() then 'loan_due' else 'loan_overdue' end as kind,
      format(
        '%s %s %s %s', case when h.due_at > now() then 'loan_due' else 'loan_overdue' end, b.id, h.due_at,
        case
          when h.due_at <= now() - interval '7 days' then 7
          when h.due_at <= now() - interval '3 days' then 3
          else 0
        end
      ) as once
    from public.handovers as h
    join public.bookings as b on b.id = h.booking_id
    join public.units as u on u.id = h.unit_id
    where h.returned_at is null and h.due_at <= now() + interval '1 day'
    group by b.id, h.due_at
  ) as due
  cross join lateral private.people_of(due.booking, null) as person
  where not exists (
    select from public.notifications as n where n.person_id = person and n.told_once = due.once
  );

  perform private.notify(
    person, 'loan_late', b, '{}', format('loan_late %s %s', b.id, lower(b.during))
  )
  from public.handovers as h
  join public.allocations as a on a.unit_id = h.unit_id and a.active and a.booking_id <> h.booking_id
  join public.bookings as b on b.id = a.booking_id
  cross join lateral private.people_of(b, null) as person
  where h.returned_at is null and h.due_at <= now()
    and b.status = 'confirmed'
    and lower(b.during) between now() and now() + interval '2 days'
    and not exists (
      select from public.notifications as n
      where n.person_id = person and n.told_once = format('loan_late %s %s', b.id, lower(b.during))
    );

  perform private.notify(
    person, 'term_ends', b, '{}', format('term_ends %s %s', b.id, upper(b.during))
  )
  from public.resources as r
  join public.allocations as a on a.resource_id = r.id and a.active
  join public.bookings as b on b.id = a.booking_id and b.status = 'confirmed'
  cross join lateral private.people_of(b, null) as person
  where r.kind = 'locker'
    and now() >= upper(b.during) - make_interval(days => r.renewal_days) and now() < upper(b.during)
    and not exists (
      select from public.notifications as n
      where n.person_id = person and n.told_once = format('term_ends %s %s', b.id, upper(b.during))
    );
end
$$;

-- What the worker runs now and then. Nothing waits for it (invariant 8): it writes down what has
-- already happened, tells of what is near, and forgets what nobody needs any more.
create function private.run_due_jobs() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.write_down_what_ran_out();
  perform private.remind();
  delete from private.requests as r where r.created_at < now() - interval '30 days';
  delete from public.notifications as n where n.created_at < now() - interval '1 year';
end
$$;

-- Mails that are due, for one worker: nobody else gets them for a while that doubles each time.
create function private.claim_mails(p_limit integer) returns jsonb
language sql volatile security definer set search_path = '' as $$
  with claimed as (
    update private.mails as m set
      attempts = m.attempts + 1,
      due_at = now() + make_interval(mins => 2 * (2 ^ m.attempts)::integer)
    where m.notification_id in (
      select due.notification_id from private.mails as due
      where due.sent_at is null and due.parked_at is null and due.due_at <= now()
      order by due.due_at
      limit p_limit
      for update skip locked
    )
    returning m.notification_id
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', n.id, 'to', u.email, 'locale', p.locale, 'kind', n.kind, 'params', n.params,
    'booking', n.booking_id
  )), '[]')
  from claimed as c
  join public.notifications as n on n.id = c.notification_id
  join public.profiles as p on p.id = n.person_id
  join auth.users as u on u.id = p.id
$$;

-- How a claimed mail went: without an error it is sent; the sixth error parks it.
create function private.settle_mail(p_notification uuid, p_error text default null) returns void
language sql volatile security definer set search_path = '' as $$
  update private.mails as m set
    sent_at = case when p_error is null then now() end,
    last_error = left(p_error, 500),
    parked_at = case when p_error is not null and m.attempts >= 6 then now() end
  where m.notification_id = p_notification
$$;

revoke execute on all functions in schema private from public;
grant execute on function
  private.run_due_jobs(), private.claim_mails(integer), private.settle_mail(uuid, text)
to service_role;
