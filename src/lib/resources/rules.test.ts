import { beforeEach, expect, it } from 'vitest';
import { overwriteGetLocale } from '../i18n/paraglide/runtime.js';
import { parseResource, type RulesRow } from './resource.ts';
import { ruleSentences, rulesByKind } from './rules.ts';

function hall(rules: RulesRow[] = [], cancelWorkingDays = 0) {
	return parseResource({
		id: 'hall',
		slug: 'hall',
		kind: 'room',
		name: { pl: 'Sala' },
		description: null,
		place: null,
		capacity: 40,
		area_m2: null,
		features: [],
		accessibility: [],
		colour: 1,
		take: 'all',
		step_minutes: 30,
		min_minutes: 30,
		max_minutes: 240,
		lead_minutes: 0,
		lead_working_days: 2,
		horizon_days: 60,
		approval: 'review',
		open_to: 'everyone',
		cancel_until_minutes: 60,
		season_from: null,
		season_until: null,
		statement: null,
		weekly_minutes_per_person: 600,
		weekly_minutes_per_organisation: null,
		lent_home: false,
		min_days: 1,
		max_days: 7,
		deposit_note: null,
		document_needed: false,
		cancel_working_days: cancelWorkingDays,
		min_age: 16,
		adult_for_minors: true,
		share_cap_percent: 40,
		resource_units: [{ unit_id: 'u' }],
		resource_rules: rules
	});
}

beforeEach(() => overwriteGetLocale(() => 'pl'));
const plain = (sentences: string[]) => sentences.map((text) => text.replaceAll('\u00a0', ' '));

it('age, share and a length that ends with an abbreviation are sentences with one full stop', () => {
	const sentences = plain(ruleSentences(hall(), 0, 'pl'));

	expect(sentences).toContain('Rezerwacja trwa od 30 min do 4 godz.');
	expect(sentences).toContain('Rezerwują osoby, które mają ukończone 16 lat.');
	expect(sentences).toContain(
		'Jedna osoba lub organizacja może mieć do 40% godzin otwarcia w miesiącu.'
	);
});

it('a deadline in working days takes the place of the one in hours', () => {
	const of = (count: number) => plain(ruleSentences(hall([], count), 0, 'pl'));

	expect(of(0)).toContain('Odwołać można najpóźniej 1 godz. przed początkiem.');
	expect(of(1)).toContain('Odwołać można najpóźniej 1 dzień roboczy wcześniej.');
	expect(of(2)).toContain('Odwołać można najpóźniej 2 dni robocze wcześniej.');
	expect(of(5)).toContain('Odwołać można najpóźniej 5 dni roboczych wcześniej.');
});

it('of each kind of visitor only what differs is said, and nothing of the staff', () => {
	const rules: RulesRow[] = [
		{ who: 'staff', max_minutes: 600 },
		{ who: 'organisation', max_minutes: 360, horizon_days: 180, step_minutes: 30 },
		{ who: 'verified', approval: 'auto', lead_working_days: 0 },
		{ who: 'resident', max_minutes: 240 }
	];

	const kinds = rulesByKind(hall(rules), 'pl');

	expect(kinds.map(({ who, sentences }) => [who, plain(sentences)])).toEqual([
		['verified', ['Rezerwacja jest potwierdzana od razu.', 'Można rezerwować także na dziś.']],
		[
			'organisation',
			['Rezerwacja trwa od 30 min do 6 godz.', 'Można rezerwować na 180 dni naprzód.']
		]
	]);
});
