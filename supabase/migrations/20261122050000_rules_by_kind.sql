-- Rules by kind of person: an organisation may book further ahead than a resident, whom staff know
-- need not wait for them. A resource's own row says what holds for everybody; a row for a kind lies
-- over it, and every check works on the result (private.rules_for).

alter table public.resources
  -- cancelled in time is cancelled before the last so many working days begin; with minutes, too, the
  -- earlier of the two counts
  add column cancel_working_days integer not null default 0,
  add constraint resources_cancel_working_days_range check (cancel_working_days between 0 and 60);

create table public.resource_rules (
  resource_id uuid not null references public.resources (id) on delete cascade,
  who text not null,
  centre_id uuid not null references public.centres (id) on delete cascade,
  -- null: as the resource says
  step_minutes integer,
  min_minutes integer,
  max_minutes integer,
  lead_minutes integer,
  lead_working_days integer,
  horizon_days integer,
  cancel_until_minutes integer,
  cancel_working_days integer,
  approval text,
  primary key (resource_id, who),
  constraint resource_rules_who_known check (
    who in ('resident', 'verified', 'organisation', 'trusted', 'staff')
  ),
  constraint resource_rules_step_divides_day check (
    step_minutes between 5 and 1440 and 1440 % step_minutes = 0
  ),
  constraint resource_rules_length_order check (
    min_minutes > 0 and max_minutes <= 1440 and min_minutes <= max_minutes
    and min_minutes % step_minutes = 0 and max_minutes % step_minutes = 0
  ),
  constraint resource_rules_lead_range check (
    lead_minutes between 0 and 43200 and lead_working_days between 0 and 60
  ),
  constraint resource_rules_horizon_range check (horizon_days between 1 and 730),
  constraint resource_rules_cancel_range check (
    cancel_until_minutes between 0 and 43200 and cancel_working_days between 0 and 60
  ),
  constraint resource_rules_approval_known check (approval in ('auto', 'review', 'auto_for_trusted'))
);
comment on table public.resource_rules is
  'Where the rules of a resource differ for a kind of person: what is null is as the resource says.';
create index resource_rules_centre on public.resource_rules (centre_id);

alter table public.resource_rules enable row level security;
-- Rules hang on the door, whoever they are for.
create policy resource_rules_read on public.resource_rules for select to anon, authenticated using (true);
grant select on public.resource_rules to anon, authenticated;
-- Not granted: any write. Rules are edited at the desk, through functions of its own.

create trigger write_audit after insert or update or delete on public.resource_rules
  for each row execute function private.write_audit('resource_id');
create trigger announce_schedule after insert or update or delete on public.resource_rules
  for each row execute function private.announce_schedule();

-- As what somebody asks in a centre: staff of it, for an organisation (once staff have verified it:
-- anybody can call a few friends one), or as a person. Definer: whoever sees a booking of another must
-- be told the same deadline as its owner, without reading what that person is to the centre.
create function private.kind_of(p_centre uuid, p_person uuid, p_organisation uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when cp.role in ('animator', 'coordinator') then 'staff'
    when o.trusted then 'trusted'
    when o.verified_at is not null then 'organisation'
    when cp.verified_at is not null then 'verified'
    else 'resident'
  end
  from (select) as nobody
  left join public.centre_people as cp on cp.centre_id = p_centre and cp.person_id = p_person
  left join public.organisations as o on o.id = p_organisation
$$;

-- The kinds whose rules hold for a kind, the most specific first: a trusted organisation is one, too.
create function private.kinds(p_who text) returns text[]
language sql immutable set search_path = '' as $$
  select case p_who
    when 'trusted' then array['trusted', 'organisation']
    when 'verified' then array['verified', 'resident']
    else array[p_who]
  end
$$;

-- A resource as its rules are for a kind of person.
create function private.with_rules(p_resource public.resources, p_who text) returns public.resources
language plpgsql stable set search_path = '' as $$
declare
  v_rules public.resource_rules;
begin
  select * into v_rules from public.resource_rules as rr
  where rr.resource_id = p_resource.id and rr.who = any (private.kinds(p_who))
  order by array_position(private.kinds(p_who), rr.who) limit 1;
  if found then
    p_resource.step_minutes := coalesce(v_rules.step_minutes, p_resource.step_minutes);
    p_resource.min_minutes := coalesce(v_rules.min_minutes, p_resource.min_minutes);
    p_resource.max_minutes := coalesce(v_rules.max_minutes, p_resource.max_minutes);
    p_resource.lead_minutes := coalesce(v_rules.lead_minutes, p_resource.lead_minutes);
    p_resource.lead_working_days := coalesce(v_rules.lead_working_days, p_resource.lead_working_days);
    p_resource.horizon_days := coalesce(v_rules.horizon_days, p_resource.horizon_days);
    p_resource.cancel_until_minutes := coalesce(v_rules.cancel_until_minutes, p_resource.cancel_until_minutes);
    p_resource.cancel_working_days := coalesce(v_rules.cancel_working_days, p_resource.cancel_working_days);
    p_resource.approval := coalesce(v_rules.approval, p_resource.approval);
  end if;
  return p_resource;
end
$$;

-- A resource as its rules are for whoever asks. Laying them over twice changes nothing.
create function private.rules_for(p_resource public.resources, p_person uuid, p_organisation uuid)
returns public.resources
language plpgsql stable set search_path = '' as $$
begin
  -- most resources treat everybody alike, and a series asks for each of its dates
  if not exists (select from public.resource_rules as rr where rr.resource_id = p_resource.id) then
    return p_resource;
  end if;
  return private.with_rules(
    p_resource, private.kind_of(p_resource.centre_id, p_person, p_organisation)
  );
end
$$;

-- The last day on which p_count working days still lie between it and p_day, p_day counting as one:
-- the other way round than private.add_working_days, so that "two working days before" means the same
-- days for booking and for cancelling.
create function private.subtract_working_days(p_centre uuid, p_day date, p_count integer) returns date
language plpgsql stable set search_path = '' as $$
declare
  v_zone text := (select c.time_zone from public.centres as c where c.id = p_centre);
  v_day date := p_day;
  v_left integer := p_count;
begin
  while v_left > 0 loop
    if extract(isodow from v_day) < 6
      and not exists (select from private.public_holidays(v_day, v_day + 1))
      and not private.is_closed_all_day(p_centre, v_zone, v_day)
    then
      v_left := v_left - 1;
    end if;
    v_day := v_day - 1;
    -- a centre closed for years must not hang a request
    exit when v_day < p_day - 400;
  end loop;
  return v_day;
end
$$;

-- Until when a confirmed booking can be cancelled or moved without asking the centre: the earliest
-- deadline of what it holds, in minutes or to the end of a day, for whom the booking is.
create or replace function private.cancel_until(p_booking public.bookings) returns timestamptz
language sql stable set search_path = '' as $$
  select coalesce(
    min(least(
      lower(p_booking.during) - private.minutes(rules.cancel_until_minutes),
      case when rules.cancel_working_days > 0 then (
        private.subtract_working_days(
          c.id, (lower(p_booking.during) at time zone c.time_zone)::date, rules.cancel_working_days
        ) + 1
      )::timestamp at time zone c.time_zone end
    )),
    lower(p_booking.during)
  )
  from public.booking_resources as br
  join public.resources as r on r.id = br.resource_id
  join public.centres as c on c.id = r.centre_id
  cross join lateral private.rules_for(r, p_booking.requested_by, p_booking.organisation_id) as rules
  where br.booking_id = p_booking.id
$$;

-- Does a booking that all rules let through wait for staff to decide? What staff ask for does not.
create or replace function private.awaits_review(p_booking public.bookings, p_resources uuid[]) returns boolean
language sql stable set search_path = '' as $$
  select who.kind <> 'staff' and exists (
    select from public.resources as r
    cross join lateral private.with_rules(r, who.kind) as rules
    where r.id = any (p_resources) and (
      rules.approval = 'review' or rules.approval = 'auto_for_trusted' and who.kind <> 'trusted'
    )
  )
  from (
    select private.kind_of(p_booking.centre_id, p_booking.requested_by, p_booking.organisation_id) as kind
  ) as who
$$;

revoke execute on all functions in schema private from public;
grant execute on function
  private.kind_of(uuid, uuid, uuid),
  private.kinds(text),
  private.with_rules(public.resources, text),
  private.rules_for(public.resources, uuid, uuid)
to anon, authenticated;
grant execute on function private.subtract_working_days(uuid, date, integer) to authenticated;
