import { fetchPublic } from '../calendar/fetch-public.ts';
import {
	parseCentre,
	parseSummary,
	type Centre,
	type CentreJson,
	type CentreSummary,
	type SummaryJson
} from './centre.ts';

export type { Centre, CentreSummary } from './centre.ts';

/** Every centre of the network, by name. */
export async function listCentres(fetch: typeof globalThis.fetch): Promise<CentreSummary[]> {
	const response = await fetchPublic(fetch, '/api/centres');
	const json: SummaryJson[] = await response.json();
	return json.map(parseSummary);
}

/** One centre with its hours and resources; an unknown one is a 404 of SvelteKit. */
export async function fetchCentre(fetch: typeof globalThis.fetch, slug: string): Promise<Centre> {
	const response = await fetchPublic(fetch, `/api/${encodeURIComponent(slug)}`);
	const json: CentreJson = await response.json();
	return parseCentre(json);
}
