import type { Schedule, ScheduleResource, Who } from '../calendar/schedule.ts';

/**
 * The programme is the same for everybody; here are the rules of one kind of person laid over it. Apart
 * from schedule.ts: who only reads the calendar needs none of it.
 */

/** Whose rules hold for a kind, the most specific first: a trusted organisation is one, too. */
const kinds: Record<Who, Who[]> = {
	resident: ['resident'],
	verified: ['verified', 'resident'],
	organisation: ['organisation'],
	trusted: ['trusted', 'organisation'],
	staff: ['staff']
};

/** The resource as its rules are for a kind of person. */
export function resourceFor(resource: ScheduleResource, who: Who): ScheduleResource {
	const own = kinds[who].flatMap((kind) => resource.rules?.[kind] ?? [])[0] ?? {};
	const approval = own.approval ?? resource.approval;
	const isSpared = who === 'staff' || (who === 'trusted' && approval === 'auto_for_trusted');
	return {
		...resource,
		step: own.step ?? resource.step,
		min: own.min ?? resource.min,
		max: own.max ?? resource.max,
		leadMinutes: own.lead_minutes ?? resource.leadMinutes,
		firstDay: own.first_day ?? resource.firstDay,
		lastDay: own.last_day ?? resource.lastDay,
		approval: isSpared ? 'auto' : approval
	};
}

/** A week as a kind of person may book it. */
export function scheduleFor<Each extends Schedule>(schedule: Each, who: Who): Each {
	return { ...schedule, resources: schedule.resources.map((each) => resourceFor(each, who)) };
}

/** Is there anything here that an organisation may and its member may not, or the other way round? */
export function hasRulesByKind(schedules: readonly Schedule[]): boolean {
	return schedules.some(({ resources }) => resources.some(({ rules }) => rules));
}
