import type { Localized } from '../i18n/localized.ts';
import type { Day } from './days.ts';
import type { Period } from './periods.ts';
import type { Week } from './weeks.ts';

export type { Period } from './periods.ts';

/** A centre's programme for one ISO week, as anybody may see it. */
export type Schedule = {
	/** Hash of the content: the same version means that nothing changed. */
	version: string;
	week: Week;
	centre: { id: string; slug: string; name: string; municipality: string; timeZone: string };
	/** Monday to Sunday. */
	days: ScheduleDay[];
	resources: ScheduleResource[];
	/** In order of time. */
	entries: ScheduleEntry[];
};

export type ScheduleDay = {
	date: Day;
	/** Opening hours after closures are taken away, in order of time; empty on a closed day. */
	open: Period[];
	/** Why the day differs from the usual hours. */
	closed: { reason: Localized; isPublicHoliday: boolean } | null;
};

/** As what somebody books; `verified` residents and `trusted` organisations are those that staff know. */
export type Who = 'resident' | 'verified' | 'organisation' | 'trusted' | 'staff';

/** Where the rules of a resource differ for a kind of person, as the database writes them. */
export type RulesJson = Partial<
	Pick<
		ResourceJson,
		'step' | 'min' | 'max' | 'lead_minutes' | 'first_day' | 'last_day' | 'approval'
	>
>;

export type ResourceKind = 'room' | 'equipment' | 'locker';

export type ScheduleResource = {
	id: string;
	slug: string;
	kind: ResourceKind;
	name: Localized;
	place: Localized | null;
	/** People that fit in; null where that means nothing. */
	capacity: number | null;
	features: string[];
	accessibility: string[];
	/** 1 to 6: the tokens --c1 … --c6. */
	colour: number;
	/** `all`: a booking takes every unit; `any`: it takes as many as wished of a pool. */
	take: 'all' | 'any';
	/** Units in service. Turnaround in minutes: how long after a booking the unit stays blocked. */
	units: { id: string; label: string; turnaround: number }[];
	/** Starts and lengths are multiples of it from local midnight, in minutes. */
	step: number;
	/** Shortest and longest booking, in minutes. */
	min: number;
	max: number;
	/** How long before its start a booking must be made. */
	leadMinutes: number;
	/** First and last day that may be booked today: working-day lead time and horizon. */
	firstDay: Day;
	lastDay: Day;
	approval: 'auto' | 'review' | 'auto_for_trusted';
	openTo: 'everyone' | 'verified' | 'organisations' | 'staff';
	/** A declaration to accept with a booking. */
	statement: Localized | null;
	/** What a person must have declared to book it: that they are over 16, or over 18. */
	age: number | null;
	/** Who books it for children or young people must be over 18. */
	adults: boolean;
	isLentHome: boolean;
	/** Differences by kind of person, read by rules-by-kind.ts; not there where there are none. */
	rules?: Partial<Record<Who, RulesJson>>;
	/** Its own hours of this week; null: open as the centre is. */
	open: Period[] | null;
};

export type ScheduleEntry = Period & {
	/** The booking's id. */
	id: string;
	/** End plus turnaround: from then on its units are free. */
	freeFrom: Date;
	/** Null: private, only known to be busy. */
	title: string | null;
	organisation: string | null;
	status: 'confirmed' | 'pending';
	/** Ids of the resources booked and of the units held. */
	resources: string[];
	units: string[];
};

/** The schedule as it would be without a booking: what could take its place. */
export function without<Each extends Schedule>(schedule: Each, booking: string): Each {
	return { ...schedule, entries: schedule.entries.filter(({ id }) => id !== booking) };
}

/** A schedule together with the moment at which the server said so. */
export type ScheduleAsOf = Schedule & { asOf: Date };

/** What the database's `centre_schedule` and our endpoint answer. Instants are ISO strings in UTC. */
export type ScheduleJson = {
	version: string;
	week: string;
	centre: { id: string; slug: string; name: string; municipality: string; time_zone: string };
	days: {
		date: string;
		open: HoursJson[];
		closed: { reason: Localized; public_holiday: boolean } | null;
	}[];
	resources: ResourceJson[];
	entries: {
		id: string;
		starts: string;
		ends: string;
		free_from: string;
		title: string | null;
		organisation: string | null;
		status: ScheduleEntry['status'];
		resources: string[];
		units: string[];
	}[];
};

type HoursJson = { opens: string; closes: string };

type ResourceJson = {
	id: string;
	slug: string;
	kind: ResourceKind;
	name: Localized;
	place: Localized | null;
	capacity: number | null;
	features: string[];
	accessibility: string[];
	colour: number;
	take: ScheduleResource['take'];
	units: ScheduleResource['units'];
	step: number;
	min: number;
	max: number;
	lead_minutes: number;
	first_day: string;
	last_day: string;
	approval: ScheduleResource['approval'];
	open_to: ScheduleResource['openTo'];
	statement: Localized | null;
	age: number | null;
	adults: boolean;
	lent_home: boolean;
	rules?: Partial<Record<Who, RulesJson>>;
	open: HoursJson[] | null;
};

/** The database's JSON as domain objects with dates. */
export function parseSchedule(json: ScheduleJson): Schedule {
	const { time_zone: timeZone, ...centre } = json.centre;
	return {
		version: json.version,
		week: json.week,
		centre: { ...centre, timeZone },
		days: json.days.map(({ date, open, closed }) => ({
			date,
			open: open.map(parseHours),
			closed: closed && { reason: closed.reason, isPublicHoliday: closed.public_holiday }
		})),
		resources: json.resources.map(parseResource),
		entries: json.entries.map(({ starts, ends, free_from, ...entry }) => ({
			...entry,
			starts: new Date(starts),
			ends: new Date(ends),
			freeFrom: new Date(free_from)
		}))
	};
}

function parseHours({ opens, closes }: HoursJson): Period {
	return { starts: new Date(opens), ends: new Date(closes) };
}

function parseResource(json: ResourceJson): ScheduleResource {
	const { lead_minutes, first_day, last_day, open_to, lent_home, open, ...same } = json;
	return {
		...same,
		leadMinutes: lead_minutes,
		firstDay: first_day,
		lastDay: last_day,
		openTo: open_to,
		isLentHome: lent_home,
		open: open && open.map(parseHours)
	};
}
