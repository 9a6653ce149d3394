import type { Day } from '../calendar/days.ts';
import type { Localized } from '../i18n/localized.ts';
import { parseResource, type Resource, type ResourceJson } from '../resources/resource.ts';

/** A centre as the list of all centres shows it. */
export type CentreSummary = {
	slug: string;
	name: string;
	municipality: string;
	address: string;
	latitude: number | null;
	longitude: number | null;
};

/** A Residents' Activity Place with all that hangs on its door and in its hall. */
export type Centre = CentreSummary & {
	id: string;
	phone: string | null;
	email: string | null;
	timeZone: string;
	locales: string[];
	description: Localized | null;
	/** Markdown. */
	rules: Localized | null;
	/** The version that a booking accepts. */
	rulesVersion: number;
	accessibility: CentreAccessibility;
	controllerName: string | null;
	dataOfficerEmail: string | null;
	accessibilityContactName: string | null;
	statementPublished: Day | null;
	statementReviewed: Day | null;
	/** How long a request waits for an answer at most. */
	pendingHoldMinutes: number;
	/** The centre's own usual hours, Monday first. */
	hours: OpeningHours[];
	/** In the order in which the centre lists them. */
	resources: Resource[];
};

/** What is said about getting in and around; what is not said is not known. */
export type CentreAccessibility = {
	step_free?: boolean;
	toilet?: boolean;
	induction_loop?: boolean;
	parking?: boolean;
	guide_dogs?: boolean;
	sign_language?: string;
	entrance?: Localized;
	transport?: Localized;
	notes?: Localized;
};

/** Usual hours of a weekday (ISO, 1 Monday) by wall clock, '10:00' to '20:00'; several a day. */
export type OpeningHours = {
	weekday: number;
	opens: string;
	closes: string;
	validFrom: Day | null;
	validUntil: Day | null;
};

/** Decimals are numbers from PostgREST and texts from @supabase/lite. */
export type SummaryJson = Omit<CentreSummary, 'latitude' | 'longitude'> & {
	latitude: number | string | null;
	longitude: number | string | null;
};

/** What our endpoint answers: rows of the database with their parts embedded. */
export type CentreJson = SummaryJson & {
	id: string;
	phone: string | null;
	email: string | null;
	time_zone: string;
	locales: string[];
	description: Localized | null;
	rules: Localized | null;
	rules_version: number;
	accessibility: CentreAccessibility;
	controller_name: string | null;
	data_officer_email: string | null;
	accessibility_contact_name: string | null;
	statement_published: string | null;
	statement_reviewed: string | null;
	pending_hold_minutes: number;
	opening_hours: {
		resource_id: string | null;
		weekday: number;
		opens: string;
		closes: string;
		valid_from: string | null;
		valid_until: string | null;
	}[];
	resources: ResourceJson[];
};

export function parseSummary(json: SummaryJson): CentreSummary {
	return { ...json, latitude: degrees(json.latitude), longitude: degrees(json.longitude) };
}

function degrees(value: number | string | null): number | null {
	return value === null ? null : Number(value);
}

export function parseCentre(json: CentreJson): Centre {
	return {
		id: json.id,
		slug: json.slug,
		name: json.name,
		municipality: json.municipality,
		address: json.address,
		latitude: degrees(json.latitude),
		longitude: degrees(json.longitude),
		phone: json.phone,
		email: json.email,
		timeZone: json.time_zone,
		locales: json.locales,
		description: json.description,
		rules: json.rules,
		rulesVersion: json.rules_version,
		accessibility: json.accessibility,
		controllerName: json.controller_name,
		dataOfficerEmail: json.data_officer_email,
		accessibilityContactName: json.accessibility_contact_name,
		statementPublished: json.statement_published,
		statementReviewed: json.statement_reviewed,
		pendingHoldMinutes: json.pending_hold_minutes,
		hours: json.opening_hours
			.filter((hours) => hours.resource_id === null)
			.map((hours) => ({
				weekday: hours.weekday,
				opens: hours.opens.slice(0, 5),
				closes: hours.closes.slice(0, 5),
				validFrom: hours.valid_from,
				validUntil: hours.valid_until
			})),
		resources: json.resources.map(parseResource)
	};
}
