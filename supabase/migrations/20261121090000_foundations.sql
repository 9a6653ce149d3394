-- Schemas, extensions and the closed door that everything later is let through.
--
-- public     what the API serves: tables under row level security, thin functions
-- private    what it never serves: helpers of policies, the functions that check and write
-- extensions PostgreSQL's own extensions, so that none of their functions is part of the API

create schema if not exists extensions;
create schema private;

grant usage on schema extensions to anon, authenticated, service_role;
grant usage on schema private to anon, authenticated;
grant usage on schema public to anon, authenticated, service_role;

create extension if not exists btree_gist with schema extensions;
create extension if not exists pgcrypto with schema extensions;

-- Nothing is open by default: every right below is granted by name, beside the thing it is for.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
revoke all on all tables in schema public from anon, authenticated;
revoke create on schema public from public;

-- The one way in which a rule says no: SQLSTATE P0001 with {"error": code, …parameters} in detail.
-- The code is the contract with the app (src/lib/supabase/errors.ts), never the message text.
create function private.refuse(p_code text, p_params jsonb default '{}') returns void
language plpgsql immutable set search_path = '' as $$
begin
  raise exception '%', p_code
    using errcode = 'P0001', detail = (jsonb_build_object('error', p_code) || p_params)::text;
end
$$;

-- Instants leave the database as ISO 8601 in UTC, whatever the session's time zone.
create function private.iso(p_at timestamptz) returns text
language sql immutable set search_path = '' as $$
  select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- A number of minutes as an interval.
create function private.minutes(p_minutes integer) returns interval
language sql immutable set search_path = '' as $$
  select make_interval(mins => p_minutes)
$$;

-- A text that stands for a short, single-line name: trimmed, no control characters.
create function private.is_line(p_text text, p_min integer, p_max integer) returns boolean
language sql immutable set search_path = '' as $$
  select char_length(btrim(p_text)) between p_min and p_max and p_text !~ '[[:cntrl:]]'
$$;

-- A text by language, {"pl": "…", "en": "…"}: at least one language, every value a text.
create function private.is_localized(p_text jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select jsonb_typeof(p_text) = 'object'
    and p_text <> '{}'
    and not exists (
      select from jsonb_each(p_text) as entry
      where entry.key not in ('pl', 'en', 'uk') or jsonb_typeof(entry.value) <> 'string'
    )
$$;
