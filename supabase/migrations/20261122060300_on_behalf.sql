-- Staff book for others: whom they can find, what both sides are told, and how a booking for somebody
-- without an account comes to the account that they open later.

alter table public.bookings
  -- who made it, where that is somebody else than for whom it is
  add column booked_by uuid references public.profiles (id) on delete set null;
create index bookings_booked_by on public.bookings (booked_by);

create function private.note_booker() returns trigger
language plpgsql set search_path = '' as $$
begin
  if auth.uid() is distinct from new.requested_by then
    new.booked_by := auth.uid();
  end if;
  return new;
end
$$;
create trigger note_booker before insert on public.bookings
  for each row execute function private.note_booker();

-- People for whom staff of a centre may book: by part of a name among those who have booked there or
-- are known to it, by a whole e-mail address among all accounts. Definer, because addresses are in
-- auth.users; it answers staff of that centre and nobody else, and never tells an address.
create function private.find_people(p_centre uuid, p_query text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_query text := btrim(p_query);
  v_by_address uuid;
begin
  if not private.is_staff(auth.uid(), p_centre) then
    perform private.refuse('auth.forbidden');
  elsif coalesce(char_length(v_query), 0) not between 2 and 200 then
    perform private.refuse('request.invalid', '{"field": "query"}');
  end if;
  if v_query like '%@%' then
    select u.id into v_by_address from auth.users as u where lower(u.email) = lower(v_query) limit 1;
  end if;
  return (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'id', found.id, 'name', found.display_name,
          'phone', case when found.is_known then found.phone end,
          'organisations', (
            select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) order by o.name), '[]')
            from public.organisation_members as om
            join public.organisations as o on o.id = om.organisation_id
            where om.person_id = found.id and om.role in ('owner', 'editor') and found.is_known
          )
        )
        order by found.display_name, found.id
      ),
      '[]'
    )
    from (
      select p.id, p.display_name, p.phone, known.is_known
      from public.profiles as p
      cross join lateral (
        select exists (
          select from public.bookings as b where b.requested_by = p.id and b.centre_id = p_centre
        ) or exists (
          select from public.centre_people as cp where cp.person_id = p.id and cp.centre_id = p_centre
        ) as is_known
      ) as known
      where strpos(lower(p.display_name), lower(v_query)) > 0 and known.is_known
        or p.id = v_by_address
      order by p.display_name, p.id
      limit 8
    ) as found
  );
end
$$;

create function public.find_people(p_centre uuid, p_query text) returns jsonb
language sql stable set search_path = '' as $$
  select private.find_people(p_centre, p_query)
$$;
comment on function public.find_people is
  'For staff of a centre: people to book for, by part of a name among those known there, or by a whole e-mail address.';

-- The name under which staff act in their centre. Definer: people may not read profiles of others, but
-- who works for a centre tells them their name.
create function private.staff_name(p_person uuid, p_centre uuid) returns text
language sql stable security definer set search_path = '' as $$
  select p.display_name from public.profiles as p
  where p.id = p_person and private.is_staff(p_person, p_centre)
$$;

-- How a booking came to be as it is, for everybody who may see it.
create function public.booking_story(p_booking uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_booking public.bookings;
begin
  select * into v_booking from public.bookings as b where b.id = p_booking;
  if v_booking.id is null then
    perform private.refuse('booking.not_found');
  end if;
  return jsonb_build_object(
    'is_booked_by_staff', v_booking.booked_by is not null,
    'booked_by', private.staff_name(v_booking.booked_by, v_booking.centre_id),
    'override_reason', v_booking.override_reason,
    'is_cancelled_by_staff', v_booking.status = 'cancelled'
      and v_booking.cancelled_by is distinct from v_booking.requested_by
      and private.staff_name(v_booking.cancelled_by, v_booking.centre_id) is not null,
    'cancelled_why', v_booking.cancelled_why,
    'is_held', v_booking.status <> 'pending' or not private.is_unheld(v_booking.id),
    'rivals', case when private.is_waiting(v_booking) then private.count_requests(
      v_booking.centre_id,
      array(select br.resource_id from public.booking_resources as br where br.booking_id = v_booking.id),
      v_booking.during, v_booking.id
    ) else 0 end,
    'walk_in', (
      select jsonb_build_object('name', w.name, 'phone', w.phone)
      from public.booking_walk_ins as w where w.booking_id = v_booking.id
    ),
    'questions', (
      select coalesce(jsonb_agg(private.question_json(q) order by q.asked_at, q.id), '[]')
      from public.booking_questions as q where q.booking_id = v_booking.id
    )
  );
end
$$;
comment on function public.booking_story is
  'How a booking that the caller may see came about: by whom, against which rule, rivals, questions, why it was cancelled.';

-- Gives a booking that was made for somebody without an account to the account that they have now.
create function private.link_walk_in(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
  v_for uuid := (p_args ->> 'person')::uuid;
begin
  if not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('auth.forbidden');
  elsif v_for is null or not exists (select from public.profiles as p where p.id = v_for) then
    perform private.refuse('request.invalid', '{"field": "person"}');
  end if;
  delete from public.booking_walk_ins as w where w.booking_id = v_booking.id;
  if not found then
    perform private.refuse('booking.no_walk_in');
  end if;
  update public.bookings as b set requested_by = v_for, version = b.version + 1
  where b.id = v_booking.id;
  return private.booking_json(v_booking.id);
end
$$;

create function public.link_walk_in(p_key uuid, p_booking uuid, p_version integer, p_person uuid)
returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'link_walk_in', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'person', p_person
  ))
$$;
comment on function public.link_walk_in is
  'Staff give a booking made for somebody without an account to the account that this person has now.';

revoke execute on all functions in schema private from public;
grant execute on function
  private.find_people(uuid, text),
  private.staff_name(uuid, uuid),
  private.is_waiting(public.bookings),
  private.question_json(public.booking_questions)
to authenticated;
grant execute on function
  public.find_people(uuid, text),
  public.booking_story(uuid),
  public.link_walk_in(uuid, uuid, integer, uuid)
to authenticated;
