import * as z from 'zod/mini';
import { isDay, type Day } from '../calendar/days.ts';
import { formatDate } from '../calendar/format.ts';
import { formatDuration } from '../calendar/lengths.ts';
import type { ScheduleResource, Who } from '../calendar/schedule.ts';
import type { Locale } from '../i18n/address.ts';
import { oneFullStop } from '../i18n/full-stop.ts';
import { m } from '../i18n/paraglide/messages.js';

/** What a person, or their organisation, may book in a centre, and how much of it is used up. */
export type Allowance = {
	/** As what the centre knows them. */
	who: Who;
	/** What they have declared: that they are over 16, or over 18. */
	declaredAge: number | null;
	quotas: Quota[];
};

/** One limit: of a resource, of a kind of them, or of all; minutes and numbers that it does not name are null. */
export type Quota = {
	resource: string | null;
	kind: QuotaKind | null;
	per: 'week' | 'month' | 'at_once' | 'share';
	/** Of a share: the largest part of the open hours. */
	percent: number | null;
	/** The first day of the week or month; null: at once. */
	from: Day | null;
	minutesUsed: number | null;
	minutesLimit: number | null;
	countUsed: number | null;
	countLimit: number | null;
	countsThings: boolean;
};

export type QuotaKind = 'room' | 'equipment' | 'loan' | 'locker';

const number = z.nullable(z.number());
const shape = z.object({
	who: z.enum(['resident', 'verified', 'organisation', 'trusted', 'staff']),
	declared_age: number,
	quotas: z.array(
		z.object({
			resource: z.nullable(z.string()),
			kind: z.nullable(z.enum(['room', 'equipment', 'loan', 'locker'])),
			per: z.enum(['week', 'month', 'at_once', 'share']),
			percent: number,
			from: z.nullable(z.string().check(z.refine(isDay))),
			minutes_used: number,
			minutes_limit: number,
			count_used: number,
			count_limit: number,
			things: z.boolean()
		})
	)
});

/** The answer of `my_quota`. */
export function parseAllowance(json: unknown): Allowance {
	const { who, declared_age, quotas } = shape.parse(json);
	return {
		who,
		declaredAge: declared_age,
		quotas: quotas.map((each) => ({
			resource: each.resource,
			kind: each.kind,
			per: each.per,
			percent: each.percent,
			from: each.from,
			minutesUsed: each.minutes_used,
			minutesLimit: each.minutes_limit,
			countUsed: each.count_used,
			countLimit: each.count_limit,
			countsThings: each.things
		}))
	};
}

/** Something that quotas may count. */
type Counted = { id: string; kind: ScheduleResource['kind']; isLentHome: boolean };

/** The limits that a booking of these would be held against. */
export function quotasFor(quotas: readonly Quota[], resources: readonly Counted[]): Quota[] {
	return quotas.filter(({ resource, kind }) =>
		resources.some(
			(each) =>
				(resource === null || resource === each.id) &&
				(kind === null || kind === (each.isLentHome ? 'loan' : each.kind))
		)
	);
}

/** 'Godziny w salach w grudniu: 9 godz. z 12 godz.': what is used of a limit, a line for each. */
export function quotaLines(quotas: readonly Quota[], locale: Locale): string[] {
	return quotas.flatMap((quota) => {
		const scope = quota.resource ? 'resource' : (quota.kind ?? '');
		const when = whenOf(quota, locale);
		const lines: string[] = [];
		if (quota.minutesLimit !== null) {
			const used = formatDuration(quota.minutesUsed ?? 0, locale);
			const limit = formatDuration(quota.minutesLimit, locale);
			lines.push(
				quota.per === 'share'
					? m.rules_used_share({ when, used, limit, percent: quota.percent ?? 100 })
					: m.rules_used_hours({ scope, when, used, limit })
			);
		}
		if (quota.countLimit !== null) {
			const numbers = { scope, when, used: quota.countUsed ?? 0, limit: quota.countLimit };
			lines.push(
				quota.countsThings ? m.rules_used_things(numbers) : m.rules_used_bookings(numbers)
			);
		}
		return lines.map(oneFullStop);
	});
}

function whenOf({ per, from }: Quota, locale: Locale): string {
	if (per === 'at_once' || !from) return m.rules_at_once();
	return per === 'week'
		? m.rules_in_week({ day: formatDate(from, locale) })
		: m.rules_in_month({ month: String(Number(from.slice(5, 7))) });
}

/** The age that still has to be declared before these can be booked; null when none has. */
export function ageToDeclare(
	resources: readonly Pick<ScheduleResource, 'age' | 'adults'>[],
	allowance: Allowance | null,
	isForMinors = false
): number | null {
	const needed = Math.max(
		0,
		...resources.map(({ age, adults }) => (adults && isForMinors ? 18 : (age ?? 0)))
	);
	if (needed === 0 || allowance?.who === 'staff') return null;
	return (allowance?.declaredAge ?? 0) >= needed ? null : needed;
}
