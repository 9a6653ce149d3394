import { formatDuration } from '../calendar/lengths.ts';
import type { Locale } from '../i18n/address.ts';
import { localized } from '../i18n/localized.ts';
import { m } from '../i18n/paraglide/messages.js';
import { monthName } from './season.ts';
import type { Resource } from './resource.ts';

/** The rules of a resource in plain sentences, the most useful first. */
export function ruleSentences(resource: Resource, turnaround: number, locale: Locale): string[] {
	// Abbreviated where words change their endings after "from" and "to": 'od 30 min do 4 godz.'.
	const display = locale === 'en' ? 'long' : 'short';
	const time = (minutes: number) => formatDuration(minutes, locale, display);
	return [
		approvalOf(resource),
		...whoMayBook(resource),
		...(resource.isLentHome ? loanOf(resource, locale) : lengthOf(resource, time)),
		...leadOf(resource, time),
		m.resources_rule_horizon({ count: resource.horizonDays }),
		...seasonOf(resource, locale),
		resource.cancelUntilMinutes > 0
			? m.resources_rule_cancel({ time: time(resource.cancelUntilMinutes) })
			: m.resources_rule_cancel_any(),
		...quotaOf(resource, time),
		...(turnaround > 0 ? [m.resources_rule_turnaround({ time: time(turnaround) })] : [])
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
