import { fetchJson } from '../calendar/fetch-json.ts';
import { parseCentre, type Centre, type CentreJson, type CentreSummary } from './centre.ts';

export type { Centre, CentreSummary } from './centre.ts';

/** Every centre of the network, by name. */
export async function listCentres(fetch: typeof globalThis.fetch): Promise<CentreSummary[]> {
	const { json } = await fetchJson<CentreSummary[]>(fetch, '/api/centres');
	return json;
}

/** One centre with its hours and resources; an unknown one is a 404 of SvelteKit. */
export async function fetchCentre(fetch: typeof globalThis.fetch, slug: string): Promise<Centre> {
	const { json } = await fetchJson<CentreJson>(fetch, `/api/${encodeURIComponent(slug)}`);
	return parseCentre(json);
}
