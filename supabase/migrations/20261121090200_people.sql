-- People, organisations, and who may do what where. Roles live here and nowhere in a token.

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  display_name text,
  phone text,
  locale text not null default 'pl',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint profiles_display_name_line check (private.is_line(display_name, 2, 80)),
  constraint profiles_phone_shape check (phone ~ '^\+?[0-9][0-9 ()-]{4,20}$'),
  constraint profiles_locale_known check (locale in ('pl', 'en', 'uk'))
);
comment on table public.profiles is 'What a signed-in person tells about themselves; read by them and by staff they book with.';

create table public.organisations (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  name text not null,
  slug text not null,
  description jsonb,
  registry_number text,
  verified_at timestamptz,
  trusted boolean not null default false,
  created_at timestamptz not null default now(),
  constraint organisations_slug_key unique (slug),
  constraint organisations_slug_shape check (slug ~ '^[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?$'),
  constraint organisations_name_line check (private.is_line(name, 2, 160)),
  constraint organisations_kind_known check (
    kind in ('association', 'foundation', 'informal_group', 'cooperative', 'municipal_unit')
  ),
  constraint organisations_description_localized check (private.is_localized(description)),
  constraint organisations_trusted_is_verified check (not trusted or verified_at is not null)
);
comment on table public.organisations is 'An NGO, informal group, social co-operative or municipal unit: public facts.';

create table public.organisation_members (
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  person_id uuid not null references public.profiles (id) on delete cascade,
  role text not null,
  created_at timestamptz not null default now(),
  primary key (organisation_id, person_id),
  constraint organisation_members_role_known check (role in ('owner', 'editor', 'member'))
);
comment on table public.organisation_members is 'Who acts for an organisation: owners and editors book for it.';
create index organisation_members_person on public.organisation_members (person_id);

create table public.organisation_centres (
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  centre_id uuid not null references public.centres (id) on delete cascade,
  primary key (organisation_id, centre_id)
);
comment on table public.organisation_centres is 'The centres that an organisation uses as its base.';
create index organisation_centres_centre on public.organisation_centres (centre_id);

create table public.centre_people (
  centre_id uuid not null references public.centres (id) on delete cascade,
  person_id uuid not null references public.profiles (id) on delete cascade,
  role text not null default 'resident',
  standing text not null default 'good',
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (centre_id, person_id),
  constraint centre_people_role_known check (role in ('resident', 'animator', 'coordinator')),
  constraint centre_people_standing_known check (standing in ('good', 'limited', 'blocked'))
);
comment on table public.centre_people is 'What a person is to a centre: role, standing, verification. No row means an ordinary resident.';
create index centre_people_person on public.centre_people (person_id);

alter table public.profiles enable row level security;
alter table public.organisations enable row level security;
alter table public.organisation_members enable row level security;
alter table public.organisation_centres enable row level security;
alter table public.centre_people enable row level security;

-- The centres in which the caller is staff. Definer, because it answers for policies of the very
-- table that it reads.
create function private.my_centres() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select cp.centre_id from public.centre_people as cp
  where cp.person_id = auth.uid() and cp.role in ('animator', 'coordinator')
$$;

-- The centres that the caller coordinates.
create function private.my_coordinated_centres() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select cp.centre_id from public.centre_people as cp
  where cp.person_id = auth.uid() and cp.role = 'coordinator'
$$;

-- The organisations for which the caller may act (owner or editor).
create function private.my_organisations() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select om.organisation_id from public.organisation_members as om
  where om.person_id = auth.uid() and om.role in ('owner', 'editor')
$$;

revoke execute on all functions in schema private from public;
grant execute on function private.my_centres(), private.my_coordinated_centres(), private.my_organisations()
  to authenticated;

create policy organisations_read on public.organisations for select to anon, authenticated using (true);
create policy organisation_centres_read on public.organisation_centres
  for select to anon, authenticated using (true);

create policy organisation_members_read on public.organisation_members for select to authenticated
  using (
    person_id = (select auth.uid())
    or organisation_id in (select private.my_organisations())
  );

create policy centre_people_read on public.centre_people for select to authenticated
  using (person_id = (select auth.uid()) or centre_id in (select private.my_centres()));

create policy profiles_update on public.profiles for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));

grant select on public.organisations, public.organisation_centres to anon, authenticated;
grant select on public.organisation_members, public.centre_people, public.profiles to authenticated;
grant update (display_name, phone, locale) on public.profiles to authenticated;
-- Not granted: making or changing organisations, memberships, roles and standings. Those are acts of
-- other people (owners, staff, coordinators) and come with functions of their own.
-- profiles_read stands in the migration of bookings: staff see the people who book with them.

-- Every account has a profile from the moment it exists.
create function private.create_profile() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, locale)
  values (
    new.id,
    case when new.raw_user_meta_data ->> 'locale' in ('pl', 'en', 'uk')
      then new.raw_user_meta_data ->> 'locale' else 'pl' end
  )
  on conflict (id) do nothing;
  return new;
end
$$;
create trigger create_profile after insert on auth.users
  for each row execute function private.create_profile();

-- The same rules as the checks, but as a refusal that names the field.
create function private.check_profile() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.display_name := nullif(btrim(new.display_name), '');
  new.phone := nullif(btrim(new.phone), '');
  new.updated_at := now();
  if not private.is_line(new.display_name, 2, 80) then
    perform private.refuse('request.invalid', '{"field": "display_name"}');
  elsif new.phone !~ '^\+?[0-9][0-9 ()-]{4,20}$' then
    perform private.refuse('request.invalid', '{"field": "phone"}');
  elsif new.locale is null or new.locale not in ('pl', 'en', 'uk') then
    perform private.refuse('request.invalid', '{"field": "locale"}');
  end if;
  return new;
end
$$;
create trigger check_profile before update on public.profiles
  for each row execute function private.check_profile();
grant execute on function private.is_line(text, integer, integer), private.refuse(text, jsonb)
  to authenticated;
