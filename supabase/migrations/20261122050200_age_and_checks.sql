-- Age, and the checks of a request put together: for its kind of person, its age, its whole need.

alter table public.profiles
  -- What a person has said of their age, once, and when: that they are over 16, or over 18. No date of
  -- birth is asked for, and none is kept: the rules need no more than this.
  add column declared_age smallint,
  add column declared_age_at timestamptz,
  add constraint profiles_declared_age_known check (
    declared_age in (16, 18) and (declared_age is null) = (declared_age_at is null)
  );

alter table public.resources
  -- who is younger does not get it without an adult at the centre: keys alone from 16 on
  add column min_age smallint,
  -- whoever books it for a group of children or young people must be of age and answers for them
  add column adult_for_minors boolean not null default false,
  add constraint resources_min_age_known check (min_age in (16, 18));

alter table public.bookings
  -- What whoever asked said of the group, where the resource asks for it: that minors come. Nothing of
  -- the minors themselves is kept, neither names nor ages; null where nobody was asked.
  add column for_minors boolean;

-- Somebody says that they are over an age. Who has said 18 has said 16, too: a lower one changes nothing.
create function private.declare_age(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_age integer := (p_args ->> 'age')::integer;
  v_profile public.profiles;
begin
  if v_age is null or v_age not in (16, 18) then
    perform private.refuse('request.invalid', '{"field": "age"}');
  end if;
  update public.profiles as p set declared_age = v_age, declared_age_at = now()
  where p.id = p_person and coalesce(p.declared_age, 0) < v_age;
  select * into v_profile from public.profiles as p where p.id = p_person;
  return jsonb_build_object(
    'declared_age', v_profile.declared_age, 'declared_age_at', private.iso(v_profile.declared_age_at)
  );
end
$$;

create function public.declare_age(p_key uuid, p_age integer) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'declare_age', jsonb_build_object('age', p_age))
$$;
comment on function public.declare_age is 'The caller says that they are over 16, or over 18; kept with its moment, and no date of birth.';

-- Has whoever is responsible said that they are old enough? Staff have: they work here. And for somebody
-- without an account, staff have seen who stands at the counter.
create function private.check_age(p_resource public.resources, p_person uuid, p_for_minors boolean)
returns void
language plpgsql stable set search_path = '' as $$
declare
  v_age smallint := case when p_resource.adult_for_minors and p_for_minors then 18 else p_resource.min_age end;
begin
  if v_age is not null and p_person is not null
    and not private.is_staff(p_person, p_resource.centre_id)
    and not exists (
      select from public.profiles as p where p.id = p_person and p.declared_age >= v_age
    )
  then
    perform private.refuse('booking.age_not_declared', jsonb_build_object(
      'age', v_age, 'resource', p_resource.id
    ));
  end if;
end
$$;

-- All rules of one resource for one period, as they are for this kind of person.
create or replace function private.check_resource(
  p_resource public.resources, p_zone text, p_person uuid, p_organisation uuid,
  p_during tstzrange, p_attendees integer, p_statement_accepted boolean
) returns void
language plpgsql stable set search_path = '' as $$
begin
  p_resource := private.rules_for(p_resource, p_person, p_organisation);
  perform private.check_open_to(p_resource, p_person, p_organisation);
  if p_resource.lent_home then
    perform private.check_days(p_resource, p_zone, p_during);
    perform private.check_ahead(p_resource, p_zone, p_during);
    perform private.check_door(p_resource, p_zone, p_during);
  else
    perform private.check_length(p_resource, p_zone, p_during);
    perform private.check_ahead(p_resource, p_zone, p_during);
    perform private.check_open(p_resource, p_zone, p_during);
  end if;
  if p_resource.kind = 'room' and p_attendees > p_resource.capacity then
    perform private.refuse('booking.over_capacity', jsonb_build_object(
      'capacity', p_resource.capacity, 'resource', p_resource.id
    ));
  elsif p_resource.statement is not null and not p_statement_accepted then
    perform private.refuse('booking.statement_not_accepted', jsonb_build_object('resource', p_resource.id));
  end if;
  perform private.check_quota(p_resource, p_zone, p_person, p_organisation, p_during);
end
$$;

-- Holds a booking against the rules of everything that it wants; an override passes them all
-- (invariants 1 and 2 have none). p_needs: [{"id", "quantity"}]; p_accepted: resources whose declaration
-- was accepted.
create function private.check_rules(
  p_booking public.bookings, p_zone text, p_needs jsonb, p_accepted uuid[]
) returns void
language plpgsql stable set search_path = '' as $$
declare
  v_resource public.resources;
begin
  for v_resource in
    select * from private.wanted_resources(array(select n.resource_id from private.read_needs(p_needs) as n))
  loop
    if p_booking.override_reason is null then
      perform private.check_resource(
        v_resource, p_zone, p_booking.requested_by, p_booking.organisation_id,
        p_booking.during, p_booking.attendees, v_resource.id = any (coalesce(p_accepted, '{}'))
      );
      perform private.check_age(v_resource, p_booking.requested_by, p_booking.for_minors);
    end if;
  end loop;
  -- one of one thing was counted with its other rules; several of them count together
  if p_booking.override_reason is null
    and (jsonb_array_length(p_needs) > 1 or coalesce(p_needs #>> '{0,quantity}', '1') <> '1')
  then
    perform private.check_fair_use(p_booking, p_zone, p_needs);
  end if;
end
$$;

revoke execute on all functions in schema private from public;
grant execute on function public.declare_age(uuid, integer) to authenticated;
