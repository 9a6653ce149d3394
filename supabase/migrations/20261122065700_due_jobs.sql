-- What time has brought about is evaluated by whoever asks (private.expire_holds). This writes it down
-- where nobody asks, so that the calendar does not show as free for long what waits to be offered.

-- Does what is due, as far as nobody else is at it: every resource is tried without waiting, so that
-- two processes that do this at once never wait for each other; what is left out comes next time.
create function private.write_down_what_ran_out() returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_resource uuid;
begin
  for v_resource in
    select br.resource_id
    from public.bookings as b
    join public.booking_resources as br on br.booking_id = b.id
    where b.status in ('offered', 'pending', 'confirmed') and b.hold_until <= now()
    union
    select r.id
    from public.slot_watches as w
    cross join lateral private.wished_resources(w) as r
    where w.state = 'waiting' and lower(w.during) > now()
    limit 200
  loop
    if private.try_claims(array[v_resource]) then
      perform private.expire_holds(array[v_resource]);
    end if;
  end loop;
end
$$;

revoke execute on all functions in schema private from public;
