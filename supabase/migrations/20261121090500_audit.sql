-- Who changed what, when, from what, to what, and why (invariant 10).

create table public.audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor uuid,
  centre_id uuid,
  entity text not null,
  entity_id text not null,
  action text not null,
  before jsonb,
  after jsonb,
  reason text,
  constraint audit_log_action_known check (action in ('insert', 'update', 'delete'))
);
comment on table public.audit_log is
  'One row for each change of a booking, resource, role or setting; append only. No foreign keys: it outlives what it tells of.';
create index audit_log_centre on public.audit_log (centre_id, at);
create index audit_log_entity on public.audit_log (entity, entity_id);

alter table public.audit_log enable row level security;
create policy audit_log_read on public.audit_log for select to authenticated
  using (centre_id in (select private.my_coordinated_centres()));
grant select on public.audit_log to authenticated;
-- Not granted: any write, to any role. Rows come from the trigger below and from nothing else.

-- Writes one row of the log for the row at hand. Arguments: the column that identifies it.
-- The reason is what the function that makes the change has put into mam.reason.
create function private.write_audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  v_after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  v_row jsonb := coalesce(v_after, v_before);
begin
  if v_before is distinct from v_after then
    insert into public.audit_log (actor, centre_id, entity, entity_id, action, before, after, reason)
    values (
      -- a hold expires by time, whoever happens to come by and write it down
      case when tg_table_name = 'bookings' and v_after ->> 'status' = 'expired' then null else auth.uid() end,
      case when tg_table_name = 'centres' then (v_row ->> 'id')::uuid else (v_row ->> 'centre_id')::uuid end,
      tg_table_name,
      v_row ->> tg_argv[0],
      lower(tg_op),
      v_before,
      v_after,
      nullif(current_setting('mam.reason', true), '')
    );
  end if;
  return null;
end
$$;

create trigger write_audit after insert or update or delete on public.centres
  for each row execute function private.write_audit('id');
create trigger write_audit after insert or update or delete on public.opening_hours
  for each row execute function private.write_audit('id');
create trigger write_audit after insert or update or delete on public.closures
  for each row execute function private.write_audit('id');
create trigger write_audit after insert or update or delete on public.centre_people
  for each row execute function private.write_audit('person_id');
create trigger write_audit after insert or update or delete on public.units
  for each row execute function private.write_audit('id');
create trigger write_audit after insert or update or delete on public.resources
  for each row execute function private.write_audit('id');
create trigger write_audit after insert or update or delete on public.bookings
  for each row execute function private.write_audit('id');

-- Append only, even for the owner of the table and the service role.
create function private.keep_audit() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'the audit log is append only' using errcode = '42501';
end
$$;
create trigger keep_audit before update or delete on public.audit_log
  for each row execute function private.keep_audit();
create trigger keep_audit_whole before truncate on public.audit_log
  for each statement execute function private.keep_audit();

-- Tells the web processes which centre's schedule changed, after commit; equal messages of one
-- transaction are sent once. No counter in a row of the centre: it would make all bookings of a
-- centre wait for each other. The version of a schedule is a hash of what it shows.
create function private.announce_schedule() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_row jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  perform pg_notify('schedule', c.slug) from public.centres as c
  where c.id = case
    when tg_table_name = 'centres' then (v_row ->> 'id')::uuid
    else (v_row ->> 'centre_id')::uuid
  end;
  return null;
end
$$;

create trigger announce_schedule after update on public.centres
  for each row execute function private.announce_schedule();
create trigger announce_schedule after insert or update or delete on public.opening_hours
  for each row execute function private.announce_schedule();
create trigger announce_schedule after insert or update or delete on public.closures
  for each row execute function private.announce_schedule();
create trigger announce_schedule after insert or update or delete on public.units
  for each row execute function private.announce_schedule();
create trigger announce_schedule after insert or update or delete on public.resources
  for each row execute function private.announce_schedule();
create trigger announce_schedule after insert or update or delete on public.bookings
  for each row execute function private.announce_schedule();
