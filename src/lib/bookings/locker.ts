import * as z from 'zod/mini';
import type { Day } from '../calendar/days.ts';
import type { ScheduleResource } from '../calendar/schedule.ts';
import type { Localized } from '../i18n/localized.ts';

export type LockerState = 'free' | 'taken' | 'out_of_service';

/** Lockers of one size, and which of them are free. */
export type LockerSize = {
	id: string;
	name: Localized;
	description: Localized | null;
	maxMonths: number;
	openTo: ScheduleResource['openTo'];
	statement: Localized | null;
	lastDay: Day;
	lockers: { id: string; label: string; state: LockerState }[];
};

/** A holder's locker: its code is null while the term does not run, or none is set. */
export type Locker = { unit: string; code: string | null };

const text = z.partialRecord(z.enum(['pl', 'en', 'uk']), z.string());
const plan = z.object({
	sizes: z.array(
		z.object({
			id: z.string(),
			name: text,
			description: z.nullable(text),
			max_months: z.number(),
			open_to: z.enum(['everyone', 'verified', 'organisations', 'staff']),
			statement: z.nullable(text),
			last_day: z.string(),
			lockers: z.array(
				z.object({
					id: z.string(),
					label: z.string(),
					state: z.enum(['free', 'taken', 'out_of_service'])
				})
			)
		})
	)
});

/** The answer of `locker_plan`. */
export function parseLockerPlan(json: unknown): LockerSize[] {
	return plan.parse(json).sizes.map(({ max_months, open_to, last_day, ...same }) => ({
		...same,
		maxMonths: max_months,
		openTo: open_to,
		lastDay: last_day
	}));
}
