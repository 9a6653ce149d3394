import { untrack } from 'svelte';
import { now } from '../calendar/now.ts';
import { readPersonal, writePersonal } from '../offline/personal.ts';
import { toAppError, type AppError } from '../supabase/errors.ts';
import { getSeries } from './series-data.ts';
import { parseKeptSeries, type Series } from './series.ts';

/** One series: at once as it was kept on the device, then as the database has it. */
export class OneSeries {
	series = $state.raw<Series | null>(null);
	/** When what is shown was true; null when it is fresh. */
	asOf = $state.raw<Date | null>(null);
	error = $state.raw<AppError | null>(null);

	async load(person: string, id: string): Promise<void> {
		// Called from effects, which must not run again because of what this changes.
		if (untrack(() => this.series?.id) !== id) {
			const kept = parseKeptSeries(await readPersonal(person, `series ${id}`));
			this.series = kept?.series ?? null;
			this.asOf = kept?.asOf ?? null;
		}
		try {
			const { series, row } = await getSeries(person, id);
			this.series = series;
			this.asOf = null;
			this.error = null;
			await writePersonal(person, `series ${id}`, { asOf: now().toISOString(), row });
		} catch (problem) {
			this.error = toAppError(problem);
			if (this.error.code === 'series.not_found') this.series = null;
		}
	}
}
