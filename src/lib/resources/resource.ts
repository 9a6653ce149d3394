import type { ResourceKind, ScheduleResource, Who } from '../calendar/schedule.ts';
import type { Localized } from '../i18n/localized.ts';

/** What people choose from the list and book, with all that a centre says about it. */
export type Resource = {
	id: string;
	slug: string;
	kind: ResourceKind;
	name: Localized;
	description: Localized | null;
	place: Localized | null;
	/** People; null where that means nothing. */
	capacity: number | null;
	areaM2: number | null;
	/** Codes such as `projector`; their words are messages. */
	features: string[];
	accessibility: string[];
	/** 1 to 6: the tokens --c1 … --c6. */
	colour: number;
	take: ScheduleResource['take'];
	/** How many units are behind it: 3 of a pool of projectors, 2 of a divisible hall. */
	unitCount: number;
	stepMinutes: number;
	minMinutes: number;
	maxMinutes: number;
	leadMinutes: number;
	leadWorkingDays: number;
	horizonDays: number;
	approval: ScheduleResource['approval'];
	openTo: ScheduleResource['openTo'];
	cancelUntilMinutes: number;
	/** First and last month of its season, 1 to 12; null: all year. */
	seasonFrom: number | null;
	seasonUntil: number | null;
	/** A declaration to accept with a booking. */
	statement: Localized | null;
	weeklyMinutesPerPerson: number | null;
	weeklyMinutesPerOrganisation: number | null;
	isLentHome: boolean;
	/** For how many days it is lent home; the same day counts as one. */
	minDays: number;
	maxDays: number;
	/** What is left at the centre until it is back. */
	depositNote: Localized | null;
	/** A document is to be shown when it is given out. */
	isDocumentNeeded: boolean;
	/** Its further rules as the database has them, read by rules.ts: the calendar needs none of them. */
	limits: Limits;
};

export type Limits = {
	/** Cancelled in time is cancelled so many working days before; 0: see cancelUntilMinutes. */
	cancel_working_days: number;
	/** What a person must have declared to book it: that they are over 16, or over 18. */
	min_age: number | null;
	/** Who books it for children or young people must be over 18. */
	adult_for_minors: boolean;
	/** How much of its open hours of a month one person or organisation may hold. */
	share_cap_percent: number | null;
	/** Where its rules differ for a kind of person. */
	resource_rules: RulesRow[];
};

/** A row of `resource_rules`: what is not there is as the resource says. */
export type RulesRow = { who: Who } & Partial<
	Pick<
		ResourceJson,
		| 'step_minutes'
		| 'min_minutes'
		| 'max_minutes'
		| 'lead_minutes'
		| 'lead_working_days'
		| 'horizon_days'
		| 'cancel_until_minutes'
		| 'cancel_working_days'
		| 'approval'
	>
>;

/** A row of `resources` with its units embedded. */
export type ResourceJson = Limits & {
	id: string;
	slug: string;
	kind: ResourceKind;
	name: Localized;
	description: Localized | null;
	place: Localized | null;
	capacity: number | null;
	area_m2: number | null;
	features: string[];
	accessibility: string[];
	colour: number;
	take: Resource['take'];
	step_minutes: number;
	min_minutes: number;
	max_minutes: number;
	lead_minutes: number;
	lead_working_days: number;
	horizon_days: number;
	approval: Resource['approval'];
	open_to: Resource['openTo'];
	cancel_until_minutes: number;
	season_from: number | null;
	season_until: number | null;
	statement: Localized | null;
	weekly_minutes_per_person: number | null;
	weekly_minutes_per_organisation: number | null;
	lent_home: boolean;
	min_days: number;
	max_days: number;
	deposit_note: Localized | null;
	document_needed: boolean;
	resource_units: { unit_id: string }[];
};

export function parseResource(json: ResourceJson): Resource {
	return {
		id: json.id,
		slug: json.slug,
		kind: json.kind,
		name: json.name,
		description: json.description,
		place: json.place,
		capacity: json.capacity,
		areaM2: json.area_m2,
		features: json.features,
		accessibility: json.accessibility,
		colour: json.colour,
		take: json.take,
		unitCount: json.resource_units.length,
		stepMinutes: json.step_minutes,
		minMinutes: json.min_minutes,
		maxMinutes: json.max_minutes,
		leadMinutes: json.lead_minutes,
		leadWorkingDays: json.lead_working_days,
		horizonDays: json.horizon_days,
		approval: json.approval,
		openTo: json.open_to,
		cancelUntilMinutes: json.cancel_until_minutes,
		seasonFrom: json.season_from,
		seasonUntil: json.season_until,
		statement: json.statement,
		weeklyMinutesPerPerson: json.weekly_minutes_per_person,
		weeklyMinutesPerOrganisation: json.weekly_minutes_per_organisation,
		isLentHome: json.lent_home,
		minDays: json.min_days,
		maxDays: json.max_days,
		depositNote: json.deposit_note,
		isDocumentNeeded: json.document_needed,
		limits: json
	};
}
