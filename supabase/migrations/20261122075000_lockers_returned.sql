-- Who needs a locker no longer gives it back before its term ends.

-- The term ends now: the code is seen no more, and staff look into the locker and clear it. Until they
-- have, or the days of grace are over, it is kept: whoever gave it back by mistake renews it.
create function private.return_locker(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_term record := private.lock_term(p_person, p_args);
  v_booking public.bookings := v_term.booking;
  v_resource public.resources := v_term.resource;
  v_during tstzrange;
begin
  if v_booking.status <> 'confirmed' or not v_booking.during @> now() then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  end if;
  v_during := tstzrange(lower(v_booking.during), greatest(now(), lower(v_booking.during) + interval '1 second'));
  update public.bookings set during = v_during, version = version + 1 where id = v_booking.id;
  update public.allocations
  set during = v_during,
    blocked = tstzrange(lower(v_during), upper(v_during) + make_interval(days => v_resource.grace_days))
  where booking_id = v_booking.id and active;
  return private.booking_json(v_booking.id);
end
$$;

create function public.return_locker(p_key uuid, p_booking uuid, p_version integer) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'return_locker', jsonb_build_object(
    'booking', p_booking, 'version', p_version
  ))
$$;
comment on function public.return_locker is
  'The holder of a locker gives it back before its term ends; staff then clear it.';

revoke execute on all functions in schema private from public;
grant execute on function public.return_locker(uuid, uuid, integer) to authenticated;
