-- Staff ask before they decide, and whoever asked for the booking answers.

create table public.booking_questions (
  id uuid primary key default gen_random_uuid(),
  booking_id uuid not null references public.bookings (id) on delete cascade,
  centre_id uuid not null references public.centres (id) on delete cascade,
  question text not null,
  asked_by uuid references public.profiles (id) on delete set null,
  asked_at timestamptz not null default now(),
  answer text,
  answered_by uuid references public.profiles (id) on delete set null,
  answered_at timestamptz,
  constraint booking_questions_question_length check (char_length(question) between 3 and 500),
  constraint booking_questions_answer_length check (char_length(answer) between 1 and 1000),
  constraint booking_questions_answer_has_time check ((answer is null) = (answered_at is null))
);
comment on table public.booking_questions is
  'What staff want to know before they decide about a request, and what they were told.';
create index booking_questions_booking on public.booking_questions (booking_id, asked_at);
create index booking_questions_centre on public.booking_questions (centre_id);
create index booking_questions_asked_by on public.booking_questions (asked_by);
create index booking_questions_answered_by on public.booking_questions (answered_by);

alter table public.booking_questions enable row level security;
-- It follows the booking: its person, owners and editors of its organisation, staff of its centre.
create policy booking_questions_read on public.booking_questions for select to authenticated
  using (exists (select from public.bookings as b where b.id = booking_id));
grant select on public.booking_questions to authenticated;
-- Not granted: any write. Rows come from ask_about_booking and answer_question.

create trigger write_audit after insert or update or delete on public.booking_questions
  for each row execute function private.write_audit('id');

-- Does this booking still wait for staff to decide? One whose hold ran out does not, whether or not
-- anything has written that down.
create function private.is_waiting(p_booking public.bookings) returns boolean
language sql stable set search_path = '' as $$
  select p_booking.status = 'pending' and p_booking.hold_until > now()
$$;

-- A booking that staff of its centre work on and that still waits for them, locked; or a refusal.
create function private.lock_request(p_person uuid, p_args jsonb) returns public.bookings
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_booking(p_person, p_args);
begin
  if not private.is_staff(p_person, v_booking.centre_id) then
    perform private.refuse('auth.forbidden');
  elsif not private.is_waiting(v_booking) then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  end if;
  return v_booking;
end
$$;

create function private.question_json(p_question public.booking_questions) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_question.id,
    'booking', p_question.booking_id,
    'question', p_question.question,
    'asked_at', private.iso(p_question.asked_at),
    'answer', p_question.answer,
    'answered_at', private.iso(p_question.answered_at)
  )
$$;

create function private.ask_about_booking(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_booking public.bookings := private.lock_request(p_person, p_args);
  v_question public.booking_questions;
  v_most constant integer := 10;
begin
  v_question.question := btrim(p_args ->> 'question');
  if coalesce(char_length(v_question.question), 0) not between 3 and 500 then
    perform private.refuse('request.invalid', '{"field": "question"}');
  elsif (
    select count(*) from public.booking_questions as q where q.booking_id = v_booking.id
  ) >= v_most then
    perform private.refuse('question.too_many', jsonb_build_object('cap', v_most));
  end if;
  insert into public.booking_questions (booking_id, centre_id, question, asked_by)
  values (v_booking.id, v_booking.centre_id, v_question.question, p_person)
  returning * into v_question;
  return private.question_json(v_question);
end
$$;

-- The answer changes the booking's version: nobody decides without having seen it.
create function private.answer_question(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_question public.booking_questions;
  v_booking public.bookings;
  v_answer text := btrim(p_args ->> 'answer');
begin
  select q.* into v_question from public.booking_questions as q
  where q.id = (p_args ->> 'question')::uuid;
  if v_question.id is null then
    -- like a question about somebody else's booking
    perform private.refuse('booking.not_found');
  end if;
  v_booking := private.lock_booking(p_person, (
    select jsonb_build_object('booking', b.id, 'version', b.version)
    from public.bookings as b where b.id = v_question.booking_id
  ));
  -- again, under the lock: somebody else of the organisation may have answered
  select q.* into v_question from public.booking_questions as q where q.id = v_question.id;
  if not private.is_waiting(v_booking) then
    perform private.refuse('booking.wrong_state', jsonb_build_object('status', v_booking.status));
  elsif v_question.answer is not null then
    perform private.refuse('question.answered');
  elsif coalesce(char_length(v_answer), 0) not between 1 and 1000 then
    perform private.refuse('request.invalid', '{"field": "answer"}');
  end if;
  update public.booking_questions as q
  set answer = v_answer, answered_by = p_person, answered_at = now()
  where q.id = v_question.id returning * into v_question;
  update public.bookings set version = version + 1 where id = v_booking.id;
  return private.question_json(v_question) || jsonb_build_object('version', v_booking.version + 1);
end
$$;

create function public.ask_about_booking(
  p_key uuid, p_booking uuid, p_version integer, p_question text
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'ask_about_booking', jsonb_build_object(
    'booking', p_booking, 'version', p_version, 'question', p_question
  ))
$$;
comment on function public.ask_about_booking is 'Staff ask something before they decide about a request.';

create function public.answer_question(p_key uuid, p_question uuid, p_answer text) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'answer_question', jsonb_build_object(
    'question', p_question, 'answer', p_answer
  ))
$$;
comment on function public.answer_question is
  'Answers what staff asked about a request; whoever may change the booking may answer.';

revoke execute on all functions in schema private from public;
grant execute on function
  public.ask_about_booking(uuid, uuid, integer, text),
  public.answer_question(uuid, uuid, text)
to authenticated;
