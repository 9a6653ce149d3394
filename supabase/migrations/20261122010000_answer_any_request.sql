-- One way in for every change of a booking, whichever function does it: what a request may run is
-- any function of this schema that takes the person and the request's arguments and answers JSON.

-- Runs such a function once for a key of the caller. A repeat gets the first answer, a
-- parallel repeat waits for it. A refusal is kept like any answer, so it cannot be an exception that
-- leaves here: it goes out as the body that PostgREST would have made of one, with its status.
create or replace function private.answer_once(p_key uuid, p_function text, p_args jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := auth.uid();
  v_request private.requests;
  v_fingerprint bytea := sha256(convert_to(p_args::text, 'UTF8'));
  v_detail text;
  v_state text;
begin
  if v_person is null or not exists (select from public.profiles as p where p.id = v_person) then
    perform private.refuse('auth.required');
  elsif p_key is null then
    perform private.refuse('request.invalid', '{"field": "key"}');
  elsif to_regprocedure(format('private.%I(uuid, jsonb)', p_function)) is null then
    perform private.refuse('request.invalid', '{"field": "function"}');
  end if;

  insert into private.requests (person_id, key, function, fingerprint)
  values (v_person, p_key, p_function, v_fingerprint)
  on conflict do nothing;
  if not found then
    select * into v_request from private.requests as r where r.person_id = v_person and r.key = p_key;
    if v_request.function <> p_function or v_request.fingerprint <> v_fingerprint then
      perform private.refuse('request.key_reused');
    end if;
  else
    v_request.status := 200;
    for attempt in 1 .. 2 loop
      begin
        execute format('select private.%I($1, $2)', p_function)
        into v_request.answer using v_person, p_args;
        exit;
      exception
        when sqlstate 'P0001' or exclusion_violation then
          get stacked diagnostics v_detail = pg_exception_detail, v_state = returned_sqlstate;
          if v_state <> 'P0001' then
            v_detail := '{"error": "booking.slot_taken"}';
          end if;
          v_request.status := 400;
          v_request.answer := jsonb_build_object(
            'code', 'P0001', 'message', v_detail::jsonb ->> 'error', 'details', v_detail, 'hint', null
          );
          exit;
        when deadlock_detected or serialization_failure then
          if attempt = 2 then
            raise;
          end if;
      end;
    end loop;
    update private.requests as r set status = v_request.status, answer = v_request.answer
    where r.person_id = v_person and r.key = p_key;
  end if;

  if v_request.status <> 200 then
    perform set_config('response.status', v_request.status::text, true);
  end if;
  return v_request.answer;
end
$$;
