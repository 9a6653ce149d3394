import { Answers, type Answer } from './answers.ts';
import { listenToChanges } from './changes.ts';
import { readAsAnonymous, Refused } from './rest.ts';

// 40 centres, 12 weeks each, at some 100 kB in three encodings.
const limit = 500;
/** Requests that wait for an answer lapse by themselves, without a change that could be heard. */
const longest = 15_000;
/** When nobody tells us of changes. */
const shortest = 2_000;

const schedules = new Answers(limit, maxAge);
const centres = new Answers(limit, maxAge);
const changes = listenToChanges({
	onChange(centre) {
		schedules.drop(centre ? `${centre} ` : '');
		centres.drop('');
	},
	onGap() {
		schedules.drop('');
		centres.drop('');
	}
});

function maxAge(): number {
	return changes.isListening() ? longest : shortest;
}

/** A centre's schedule of a week, as the database words it. Throws `Refused`. */
export function readSchedule(centre: string, week: string): Promise<Answer> {
	return schedules.get(`${centre} ${week}`, () =>
		readAsAnonymous('rpc/centre_schedule', { p_centre: centre, p_week: week })
	);
}

const summary = 'slug,name,municipality,address,latitude,longitude';

/** All centres, by name. */
export function readCentres(): Promise<Answer> {
	return centres.get('', () => readAsAnonymous(`centres?select=${summary}&order=name`));
}

const facts = `id,${summary},phone,email,time_zone,locales,description,rules,rules_version,accessibility,controller_name,data_officer_email,accessibility_contact_name,statement_published,statement_reviewed,pending_hold_minutes`;
const hours = 'resource_id,weekday,opens,closes,valid_from,valid_until';
const resource =
	'id,slug,kind,name,description,place,capacity,area_m2,features,accessibility,colour,take,step_minutes,min_minutes,max_minutes,lead_minutes,lead_working_days,horizon_days,approval,open_to,cancel_until_minutes,season_from,season_until,statement,weekly_minutes_per_person,weekly_minutes_per_organisation,lent_home,min_days,max_days,deposit_note,document_needed,cancel_working_days,min_age,adult_for_minors,share_cap_percent,resource_units(unit_id),resource_rules(who,step_minutes,min_minutes,max_minutes,lead_minutes,lead_working_days,horizon_days,cancel_until_minutes,cancel_working_days,approval)';

/** One centre with its hours and resources. Throws `Refused`. */
export function readCentre(centre: string): Promise<Answer> {
	return centres.get(centre, async () => {
		const select = `${facts},opening_hours(${hours}),resources(${resource})`;
		const order = 'opening_hours.order=weekday,opens&resources.order=position';
		const rows = await readAsAnonymous(`centres?slug=eq.${centre}&select=${select}&${order}`);
		const [row]: unknown[] = JSON.parse(rows);
		if (!row) throw new Refused('centre.unknown');
		// Most rules are as their resource says: no visitor's page carries lists of nothings.
		return JSON.stringify(row).replace(/"resource_rules":\[[^\]]*\]/g, (rules) =>
			rules.replace(/,"\w+":null/g, '')
		);
	});
}
