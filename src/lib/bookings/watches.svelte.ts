import { now } from '../calendar/now.ts';
import { toAppError, type AppError } from '../supabase/errors.ts';
import type { Watch } from './watch.ts';
import { listWatches } from './watch-data.ts';

/**
 * What a person waits for, as the database has it at this moment. It is not kept on the device: a
 * place in a line and an offer of an hour ago would only mislead.
 */
export class MyWatches {
	/** Null while nothing is known yet. */
	list = $state.raw<Watch[] | null>(null);
	error = $state.raw<AppError | null>(null);

	async load(person: string): Promise<void> {
		try {
			this.list = await listWatches(person, now());
			this.error = null;
		} catch (problem) {
			// What was read before stays in sight, under the error.
			this.error = toAppError(problem);
		}
	}
}
