import { formatDuration } from '../calendar/lengths.ts';
import type { Locale } from '../i18n/address.ts';
import { oneFullStop } from '../i18n/full-stop.ts';
import { localized } from '../i18n/localized.ts';
import { m } from '../i18n/paraglide/messages.js';
import { monthName } from './season.ts';
import type { Who } from '../calendar/schedule.ts';
import type { Resource, RulesRow } from './resource.ts';

/** The rules of a resource in plain sentences, the most useful first. */
export function ruleSentences(resource: Resource, turnaround: number, locale: Locale): string[] {
	// Abbreviated where words change their endings after "from" and "to": 'od 30 min do 4 godz.'.
	const display = locale === 'en' ? 'long' : 'short';
	const time = (minutes: number) => formatDuration(minutes, locale, display);
	const { limits } = resource;
	return [
		approvalOf(resource),
		...whoMayBook(resource),
		...(resource.isLentHome ? loanOf(resource, locale) : lengthOf(resource, time)),
		...leadOf(resource, time),
		m.resources_rule_horizon({ count: resource.horizonDays }),
		...seasonOf(resource, locale),
		...cancelOf(resource, time),
		...quotaOf(resource, time),
		...(limits.share_cap_percent === null
			? []
			: [m.rules_share({ percent: limits.share_cap_percent })]),
		...(limits.min_age === null ? [] : [m.rules_min_age({ age: limits.min_age })]),
		...(limits.adult_for_minors ? [m.rules_adult_for_minors()] : []),
		...(turnaround > 0 ? [m.resources_rule_turnaround({ time: time(turnaround) })] : [])
	].map(oneFullStop);
}

/** What a person must have declared of their age, as the programme words it. */
export function agesOf({ limits }: Resource): { age: number | null; adults: boolean } {
	return { age: limits.min_age, adults: limits.adult_for_minors };
}

/** For each kind of visitor whose rules differ, what is otherwise for them, in sentences. */
export function rulesByKind(
	resource: Resource,
	locale: Locale
): { who: Who; name: string; sentences: string[] }[] {
	const common = new Set(ruleSentences(resource, 0, locale));
	return resource.limits.resource_rules
		.filter(({ who }) => who !== 'staff')
		.toSorted((a, b) => order.indexOf(a.who) - order.indexOf(b.who))
		.map((row) => ({
			who: row.who,
			name: nameOf(row.who),
			sentences: [
				...ruleSentences(withRules(resource, row), 0, locale).filter(
					(sentence) => !common.has(sentence)
				),
				...(isSpared(resource, row) ? [m.rules_no_lead()] : [])
			]
		}))
		.filter(({ sentences }) => sentences.length > 0);
}

/** No sentence says that somebody need not wait where others must. */
function isSpared(resource: Resource, row: RulesRow): boolean {
	const { leadMinutes, leadWorkingDays } = withRules(resource, row);
	const isAtOnce = leadMinutes === 0 && leadWorkingDays === 0;
	return isAtOnce && (resource.leadMinutes > 0 || resource.leadWorkingDays > 0);
}

const order: Who[] = ['resident', 'verified', 'organisation', 'trusted'];

function nameOf(who: Who): string {
	return {
		resident: m.rules_kind_resident,
		verified: m.rules_kind_verified,
		organisation: m.rules_kind_organisation,
		trusted: m.rules_kind_trusted,
		staff: m.rules_kind_staff
	}[who]();
}

/** The resource as its rules are for that kind of person. */
function withRules(resource: Resource, row: RulesRow): Resource {
	return {
		...resource,
		stepMinutes: row.step_minutes ?? resource.stepMinutes,
		minMinutes: row.min_minutes ?? resource.minMinutes,
		maxMinutes: row.max_minutes ?? resource.maxMinutes,
		leadMinutes: row.lead_minutes ?? resource.leadMinutes,
		leadWorkingDays: row.lead_working_days ?? resource.leadWorkingDays,
		horizonDays: row.horizon_days ?? resource.horizonDays,
		cancelUntilMinutes: row.cancel_until_minutes ?? resource.cancelUntilMinutes,
		approval: row.approval ?? resource.approval,
		limits: {
			...resource.limits,
			cancel_working_days: row.cancel_working_days ?? resource.limits.cancel_working_days
		}
	};
}

function cancelOf(resource: Resource, time: (minutes: number) => string): string[] {
	const { cancelUntilMinutes: minutes, limits } = resource;
	const count = limits.cancel_working_days;
	if (count > 0) return [m.rules_cancel_days({ count })];
	return [
		minutes > 0 ? m.resources_rule_cancel({ time: time(minutes) }) : m.resources_rule_cancel_any()
	];
}

function lengthOf(resource: Resource, time: (minutes: number) => string): string[] {
	const [min, max] = [time(resource.minMinutes), time(resource.maxMinutes)];
	return [
		min === max ? m.resources_rule_length_fixed({ min }) : m.resources_rule_length({ min, max }),
		m.resources_rule_step({ step: time(resource.stepMinutes) })
	];
}

function loanOf(resource: Resource, locale: Locale): string[] {
	return [
		m.loan_rule_days({ count: resource.maxDays }),
		m.loan_rule_hours(),
		localized(resource.depositNote, locale),
		resource.isDocumentNeeded ? m.loan_rule_document() : ''
	].filter(Boolean);
}

function approvalOf({ approval }: Resource): string {
	return {
		auto: m.resources_rule_auto,
		review: m.resources_rule_review,
		auto_for_trusted: m.resources_rule_trusted
	}[approval]();
}

function whoMayBook({ openTo }: Resource): string[] {
	if (openTo === 'verified') return [m.resources_rule_verified()];
	if (openTo === 'organisations') return [m.resources_rule_organisations()];
	return openTo === 'staff' ? [m.resources_rule_staff()] : [];
}

function leadOf(resource: Resource, time: (minutes: number) => string): string[] {
	if (resource.leadWorkingDays > 0) {
		return [m.resources_rule_working_days({ count: resource.leadWorkingDays })];
	}
	return resource.leadMinutes > 0
		? [m.resources_rule_lead({ lead: time(resource.leadMinutes) })]
		: [];
}

function seasonOf({ seasonFrom, seasonUntil }: Resource, locale: string): string[] {
	if (seasonFrom === null || seasonUntil === null) return [];
	const months = { from: monthName(seasonFrom, locale), until: monthName(seasonUntil, locale) };
	return [m.resources_rule_season(months)];
}

function quotaOf(resource: Resource, time: (minutes: number) => string): string[] {
	const { weeklyMinutesPerPerson: person, weeklyMinutesPerOrganisation: organisation } = resource;
	return [
		...(person === null ? [] : [m.resources_rule_quota_person({ time: time(person) })]),
		...(organisation === null
			? []
			: [m.resources_rule_quota_organisation({ time: time(organisation) })])
	];
}
