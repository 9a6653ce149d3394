import { toAppError, type AppError } from '../supabase/errors.ts';
import type { Booking } from './booking.ts';
import { listRequests } from './data.ts';
import { listRequestFacts } from './request-data.ts';
import { groupRequests, parseFacts, type RequestFacts } from './request.ts';

/** The requests of a centre that wait for staff, with what is known beside each. */
export class Requests {
	/** Null while they are being read. */
	all = $state.raw<Booking[] | null>(null);
	facts = $state.raw<ReadonlyMap<string, RequestFacts>>(parseFacts([]));
	error = $state.raw<AppError | null>(null);

	async load(person: string, centreId: string): Promise<void> {
		try {
			const [all, facts] = await Promise.all([
				listRequests(person, centreId),
				listRequestFacts(person, centreId)
			]);
			this.all = all;
			this.facts = facts;
			this.error = null;
		} catch (problem) {
			this.error = toAppError(problem);
		}
	}

	/** Those that have not run out meanwhile, rivals together. */
	groupsAt(now: Date) {
		const open = (this.all ?? []).filter(({ holdUntil }) => !holdUntil || holdUntil > now);
		return groupRequests(open, this.facts);
	}

	/** The other waiting dates of a request's series, itself included. */
	seriesOf(request: Booking): Booking[] {
		const series = this.facts.get(request.id)?.series;
		if (!series) return [];
		return (this.all ?? []).filter(({ id }) => this.facts.get(id)?.series === series);
	}
}
