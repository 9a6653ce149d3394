-- What staff need to know to decide, and deciding about many requests at once.

-- What a person did with earlier bookings in a centre during the last year: counted, not listed.
create function private.history_of(p_person uuid, p_centre uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'bookings', count(*) filter (
      where b.status in ('confirmed', 'checked_in', 'completed', 'handed_over', 'returned')
        and upper(b.during) <= now()
    ),
    'late_cancellations', count(*) filter (
      where b.status = 'cancelled' and b.cancelled_by = b.requested_by
        -- a mere request can be taken back at any time
        and (b.hold_until is null or b.decided_at is not null)
        and b.cancelled_at >= private.cancel_until(b)
    ),
    'no_shows', count(*) filter (where b.status = 'no_show')
  )
  from public.bookings as b
  where b.requested_by = p_person and b.centre_id = p_centre
    and lower(b.during) > now() - interval '1 year'
$$;

create function public.request_facts(p_centre uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if p_centre not in (select private.my_centres()) then
    perform private.refuse('auth.forbidden');
  end if;
  return coalesce(
    (
      select jsonb_agg(jsonb_build_object(
        'id', b.id,
        'series', b.series_id,
        'is_held', not private.is_unheld(b.id),
        'rivals', (
          select coalesce(jsonb_agg(rival.id order by rival.id), '[]')
          from private.rivals_of(b.id) as rival (id)
        ),
        'questions', (
          select coalesce(jsonb_agg(jsonb_build_object(
            'id', q.id, 'question', q.question, 'asked_at', private.iso(q.asked_at),
            'answer', q.answer, 'answered_at', private.iso(q.answered_at)
          ) order by q.asked_at, q.id), '[]')
          from public.booking_questions as q where q.booking_id = b.id
        ),
        'history', case when b.requested_by is not null
          then private.history_of(b.requested_by, b.centre_id) end
      ) order by b.hold_until, b.id)
      from (
        select * from public.bookings as waiting
        where waiting.centre_id = p_centre and waiting.status = 'pending' and waiting.hold_until > now()
        order by waiting.hold_until, waiting.id limit 200
      ) as b
    ),
    '[]'
  );
end
$$;
comment on function public.request_facts is
  'For staff, beside each waiting request: its series, its rivals, questions and answers, and the history of who asks.';

-- As private.lock_claims, for many people and organisations at once: who changes many bookings in one
-- transaction takes the locks of all of them first, in the one ascending order.
create function private.lock_all(p_resources uuid[], p_others uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_key bigint;
begin
  for v_key in
    select distinct hashtextextended(claim.id::text, 0) as key
    from (
      select u as id from private.claimed_units(p_resources) as u
      union all
      select unnest(p_others)
    ) as claim
    where claim.id is not null
    order by key
  loop
    perform pg_advisory_xact_lock(v_key);
  end loop;
end
$$;

-- Decides about several requests with one reason, each for itself: what is refused stays as it was and is
-- named with why.
create function private.decide_bookings(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_bookings jsonb := p_args -> 'bookings';
  v_one record;
  v_detail text;
  v_answer jsonb;
  v_answers jsonb := '[]';
begin
  if jsonb_typeof(v_bookings) is distinct from 'array'
    or jsonb_array_length(v_bookings) not between 1 and 104
    or exists (
      select from jsonb_array_elements(v_bookings) as e
      where jsonb_typeof(e) <> 'object'
        or coalesce(e ->> 'id', '') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        or coalesce(e ->> 'version', '') !~ '^[1-9][0-9]{0,8}$'
    )
    or (select count(distinct e ->> 'id') <> count(*) from jsonb_array_elements(v_bookings) as e)
  then
    perform private.refuse('request.invalid', '{"field": "bookings"}');
  end if;
  perform private.lock_all(
    array(
      select br.resource_id from jsonb_to_recordset(v_bookings) as e (id uuid)
      join public.bookings as b on b.id = e.id and private.is_staff(p_person, b.centre_id)
      join public.booking_resources as br on br.booking_id = b.id
    ),
    array(
      select unnest(array[b.requested_by, b.organisation_id])
      from jsonb_to_recordset(v_bookings) as e (id uuid)
      join public.bookings as b on b.id = e.id and private.is_staff(p_person, b.centre_id)
    )
  );

  for v_one in
    select e.id, e.version
    from jsonb_to_recordset(v_bookings) as e (id uuid, version integer)
    left join public.bookings as b on b.id = e.id
    -- who asked first is decided about first: of rivals it is the one that gets the time
    order by b.created_at, e.id
  loop
    begin
      v_answer := private.decide_booking(p_person, jsonb_build_object(
        'booking', v_one.id, 'version', v_one.version,
        'decision', p_args -> 'decision', 'why', p_args -> 'why'
      )) - 'declined';
    exception
      when sqlstate 'P0001' then
        get stacked diagnostics v_detail = pg_exception_detail;
        v_answer := jsonb_build_object('id', v_one.id, 'refusal', v_detail::jsonb);
      when exclusion_violation then
        v_answer := jsonb_build_object('id', v_one.id, 'refusal', '{"error": "booking.slot_taken"}'::jsonb);
    end;
    v_answers := v_answers || jsonb_build_array(v_answer);
  end loop;
  return jsonb_build_object('bookings', v_answers);
end
$$;

create function public.decide_bookings(
  p_key uuid, p_bookings jsonb, p_decision text, p_why text default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'decide_bookings', jsonb_build_object(
    'bookings', p_bookings, 'decision', p_decision, 'why', p_why
  ))
$$;
comment on function public.decide_bookings is
  'Staff decide about several requests, [{"id", "version"}]: each answers as decided, or with its refusal.';

revoke execute on all functions in schema private from public;
grant execute on function private.history_of(uuid, uuid) to authenticated;
grant execute on function
  public.request_facts(uuid),
  public.decide_bookings(uuid, jsonb, text, text)
to authenticated;
