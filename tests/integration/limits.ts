import { randomUUID } from 'node:crypto';
import { type Caller, type Outcome, rpc } from './api.ts';
import { sql } from './backend.ts';
import type { Centre, Resource } from './fixtures.ts';

type Columns = Record<string, string | number | null>;
export type Who = 'resident' | 'verified' | 'organisation' | 'trusted' | 'staff';

/** Where the rules of a resource differ for a kind of person. */
export async function rulesFor(resource: Resource, who: Who, columns: Columns): Promise<void> {
	const row = { resource_id: resource.id, centre_id: resource.centre.id, who, ...columns };
	await sql`insert into public.resource_rules ${sql(row)}`;
}

/** A limit of hours or numbers: of a resource, a kind, or all that a centre has. */
export async function aQuota(centre: Centre, columns: Columns): Promise<void> {
	await sql`insert into public.quotas ${sql({ centre_id: centre.id, per: 'week', ...columns })}`;
}

export function declareAge(caller: Caller, age: number | null): Promise<Outcome> {
	return rpc(caller, 'declare_age', { p_key: randomUUID(), p_age: age });
}
