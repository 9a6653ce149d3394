-- Resources that are no longer there (edge case 39): not bookable, while the bookings that people have
-- of them stay visible with their name, and can be cancelled.

alter table public.resources add column archived_at timestamptz;
comment on column public.resources.archived_at is
  'Since when it is no longer there; null while it is, and for one that was never shown.';

-- What the caller has booked, or may see booked for an organisation, and is not shown any more.
create function private.my_archived_resources() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select r.id
  from public.resources as r
  where not r.active and exists (
    select from public.booking_resources as br
    join public.bookings as b on b.id = br.booking_id
    where br.resource_id = r.id and (
      b.requested_by = auth.uid() or b.organisation_id in (select private.my_organisations())
    )
  )
$$;

drop policy resources_read on public.resources;
create policy resources_read on public.resources for select to authenticated
  using (
    active
    or centre_id in (select private.my_centres())
    or id in (select private.my_archived_resources())
  );

-- What everybody may know of an address that led to a resource once: its name, that it is gone, and
-- since when. Definer, because nobody else may read resources that are not active.
create function private.archived_resource(p_centre text, p_slug text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('name', r.name, 'kind', r.kind, 'since', private.iso(r.archived_at))
  from public.resources as r
  join public.centres as c on c.id = r.centre_id
  where c.slug = p_centre and r.slug = p_slug and not r.active and r.archived_at is not null
$$;
create function public.archived_resource(p_centre text, p_slug text) returns jsonb
language sql stable set search_path = '' as $$
  select private.archived_resource(p_centre, p_slug)
$$;
comment on function public.archived_resource is
  'Name of a resource that could be booked once and is no longer there; null for any other address.';

-- The resource that a coordinator archives or brings back; its bookings wait meanwhile.
create function private.lock_resource(p_person uuid, p_args jsonb) returns public.resources
language plpgsql volatile set search_path = '' as $$
declare
  v_resource public.resources;
begin
  perform private.lock_claims(array[(p_args ->> 'resource')::uuid], null, null);
  select * into v_resource from public.resources as r
  where r.id = (p_args ->> 'resource')::uuid for update;
  if v_resource.id is null then
    perform private.refuse('resource.unknown');
  elsif not exists (
    select from public.centre_people as cp
    where cp.person_id = p_person and cp.centre_id = v_resource.centre_id and cp.role = 'coordinator'
  ) then
    perform private.refuse('auth.forbidden');
  end if;
  return v_resource;
end
$$;

-- Answers with the bookings that are still to come: they stay until somebody cancels them.
create function private.archive_resource(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_resource public.resources := private.lock_resource(p_person, p_args);
begin
  update public.resources as r
  set active = false, archived_at = coalesce(r.archived_at, now()), updated_at = now()
  where r.id = v_resource.id;
  return jsonb_build_object('id', v_resource.id, 'bookings', (
    select coalesce(jsonb_agg(private.met_booking_json(b) order by lower(b.during), b.id), '[]')
    from public.bookings as b
    join public.booking_resources as br on br.booking_id = b.id and br.resource_id = v_resource.id
    where b.status in ('pending', 'confirmed', 'checked_in', 'handed_over')
      and (b.status <> 'pending' or b.hold_until > now()) and upper(b.during) > now()
  ));
end
$$;

create function private.unarchive_resource(p_person uuid, p_args jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  v_resource public.resources := private.lock_resource(p_person, p_args);
begin
  if v_resource.archived_at is null then
    perform private.refuse('resource.not_archived');
  end if;
  update public.resources as r set active = true, archived_at = null, updated_at = now()
  where r.id = v_resource.id;
  return jsonb_build_object('id', v_resource.id);
end
$$;

create function public.archive_resource(p_key uuid, p_resource uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'archive_resource', jsonb_build_object('resource', p_resource))
$$;
comment on function public.archive_resource is
  'Coordinators take a resource off the list; answers with its coming bookings, which stay.';

create function public.unarchive_resource(p_key uuid, p_resource uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_once(p_key, 'unarchive_resource', jsonb_build_object('resource', p_resource))
$$;
comment on function public.unarchive_resource is 'Coordinators bring an archived resource back.';

revoke execute on all functions in schema private from public;
grant execute on function private.my_archived_resources() to authenticated;
grant execute on function private.archived_resource(text, text) to anon, authenticated;
grant execute on function public.archived_resource(text, text) to anon, authenticated;
grant execute on function
  public.archive_resource(uuid, uuid),
  public.unarchive_resource(uuid, uuid)
to authenticated;
