import { randomUUID } from 'node:crypto';
import type { Caller } from './api.ts';
import { signToken } from './api.ts';
import { sql } from './backend.ts';

/**
 * Everything here is made by the owner of the database, under ids of its own, so that tests run
 * beside each other. A centre is open day and night unless a test says otherwise.
 */

export type Centre = { id: string; slug: string };
export type Person = Caller & { id: string; email: string; token: string };
export type Resource = { id: string; slug: string; centre: Centre; units: string[] };
export type Organisation = { id: string; name: string };
export type Role = 'resident' | 'animator' | 'coordinator';

type Columns = Record<string, string | number | boolean | Date | string[] | null | Localized>;
type Localized = { pl: string };

export async function aCentre(columns: Columns = {}): Promise<Centre> {
	const centre = { id: randomUUID(), slug: unique('centre') };
	const row = {
		...centre,
		name: 'Test centre',
		municipality: 'Testowo',
		address: 'Testowa 1',
		open_on_public_holidays: true,
		...columns
	};
	await sql`insert into public.centres ${sql(row)}`;
	await hours(centre, null, [1, 2, 3, 4, 5, 6, 7], '00:00', '24:00');
	return { ...centre, slug: row.slug };
}

/** A centre that is open from ten to eight, every day. */
export async function aDaytimeCentre(columns: Columns = {}): Promise<Centre> {
	const centre = await aCentre(columns);
	await sql`delete from public.opening_hours where centre_id = ${centre.id}`;
	await hours(centre, null, [1, 2, 3, 4, 5, 6, 7], '10:00', '20:00');
	return centre;
}

export async function hours(
	centre: Centre,
	resource: Resource | null,
	weekdays: number[],
	opens: string,
	closes: string,
	validity: { from?: string; until?: string } = {}
): Promise<void> {
	await sql`
		insert into public.opening_hours
			(centre_id, resource_id, weekday, opens, closes, valid_from, valid_until)
		select ${centre.id}, ${resource?.id ?? null}, d, ${opens}, ${closes},
			${validity.from ?? null}, ${validity.until ?? null}
		from unnest(${weekdays}::int[]) as d`;
}

export async function aClosure(
	centre: Centre,
	resource: Resource | null,
	from: string,
	until: string
): Promise<void> {
	await sql`
		insert into public.closures (centre_id, resource_id, during, reason)
		values (${centre.id}, ${resource?.id ?? null}, tstzrange(${from}, ${until}),
			${sql.json({ pl: 'Remont' })})`;
}

export async function aRoom(
	centre: Centre,
	columns: Columns = {},
	turnaround: { setup?: number; cleanup?: number } = {}
): Promise<Resource> {
	return aResource(centre, { kind: 'room', take: 'all', ...columns }, [
		await aUnit(centre, turnaround)
	]);
}

/** Things of which any will do. */
export async function aPool(
	centre: Centre,
	count: number,
	columns: Columns = {},
	turnaround: { setup?: number; cleanup?: number } = {}
): Promise<Resource> {
	const units: string[] = [];
	for (let n = 0; n < count; n++) units.push(await aUnit(centre, turnaround));
	return aResource(centre, { kind: 'equipment', take: 'any', ...columns }, units);
}

/** A hall of two halves that can be booked apart or whole. */
export async function aDivisibleHall(
	centre: Centre,
	columns: Columns = {}
): Promise<{ a: Resource; b: Resource; whole: Resource }> {
	const a = await aRoom(centre, columns);
	const b = await aRoom(centre, columns);
	const whole = await aResource(centre, { kind: 'room', take: 'all', ...columns }, [
		...a.units,
		...b.units
	]);
	return { a, b, whole };
}

export async function aUnit(
	centre: Centre,
	turnaround: { setup?: number; cleanup?: number } = {}
): Promise<string> {
	const id = randomUUID();
	await sql`
		insert into public.units (id, centre_id, label, setup_minutes, cleanup_minutes)
		values (${id}, ${centre.id}, ${unique('unit')}, ${turnaround.setup ?? 0},
			${turnaround.cleanup ?? 0})`;
	return id;
}

export async function aResource(
	centre: Centre,
	columns: Columns,
	units: string[]
): Promise<Resource> {
	const resource = { id: randomUUID(), slug: unique('resource') };
	const row = { ...resource, centre_id: centre.id, name: { pl: 'Zasób' }, ...columns };
	await sql`insert into public.resources ${sql(row)}`;
	if (units.length > 0) {
		await sql`
			insert into public.resource_units (resource_id, unit_id)
			select ${resource.id}, u from unnest(${units}::uuid[]) as u`;
	}
	return { ...resource, centre, units };
}

/** An account with a profile and a session; with a role where one is given. */
export async function aPerson(
	name = 'Test Person',
	role?: { centre: Centre; as?: Role; standing?: string; verified?: boolean }
): Promise<Person> {
	const id = randomUUID();
	const email = `${id}@mam.example`;
	await sql`insert into auth.users (id, email) values (${id}, ${email})`;
	await sql`
		update public.profiles set display_name = ${name}, phone = '+48 000 000 000'
		where id = ${id}`;
	if (role !== undefined) {
		await sql`
			insert into public.centre_people (centre_id, person_id, role, standing, verified_at)
			values (${role.centre.id}, ${id}, ${role.as ?? 'resident'}, ${role.standing ?? 'good'},
				${role.verified === true ? new Date() : null})`;
	}
	return { id, email, token: signToken({ sub: id, email }) };
}

export async function people(count: number): Promise<Person[]> {
	return Promise.all(Array.from({ length: count }, () => aPerson()));
}

export function anAnimator(centre: Centre): Promise<Person> {
	return aPerson('Test Animator', { centre, as: 'animator' });
}

export function aCoordinator(centre: Centre): Promise<Person> {
	return aPerson('Test Coordinator', { centre, as: 'coordinator' });
}

export async function anOrganisation(
	facts: { verified?: boolean; trusted?: boolean } = {}
): Promise<Organisation> {
	const id = randomUUID();
	const name = unique('organisation');
	await sql`
		insert into public.organisations (id, kind, name, slug, verified_at, trusted)
		values (${id}, 'association', ${name}, ${name},
			${facts.verified === false ? null : new Date()}, ${facts.trusted ?? false})`;
	return { id, name };
}

export async function aMember(
	organisation: Organisation,
	role: 'owner' | 'editor' | 'member'
): Promise<Person> {
	const person = await aPerson(`Test ${role}`);
	await join(organisation, person, role);
	return person;
}

export async function join(
	organisation: Organisation,
	person: Person,
	role: 'owner' | 'editor' | 'member'
): Promise<void> {
	await sql`
		insert into public.organisation_members (organisation_id, person_id, role)
		values (${organisation.id}, ${person.id}, ${role})`;
}

/** A short name that nothing else in the run has. */
export function unique(word: string): string {
	return `${word}-${randomUUID().slice(0, 13)}`;
}
