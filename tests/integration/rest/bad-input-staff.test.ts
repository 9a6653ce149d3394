import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { rpc } from '../api.ts';
import { book, type Booking, countBookings } from '../booking.ts';
import { aCentre, anAnimator, aPerson, aRoom, type Centre, type Person } from '../fixtures.ts';
import type { Resource } from '../fixtures.ts';
import { ask, questionOf } from '../requests.ts';
import { at, dayAhead } from '../times.ts';

let centre: Centre;
let room: Resource;
let staff: Person;
let waiting: Booking;
let question: { id: string };
beforeAll(async () => {
	centre = await aCentre();
	room = await aRoom(centre, { approval: 'review' });
	staff = await anAnimator(centre);
	waiting = await book(await aPerson(), { resource: room, starts: at(dayAhead(9), '10:00') });
	question = questionOf(await ask(staff, waiting, 'Ile osób?'));
});

const nonsense: Record<string, unknown> = {
	'an empty text': '',
	'a word': 'word',
	infinity: 'infinity',
	zero: 0,
	'a negative number': -1,
	'a huge number': 1e18,
	'a fraction': 1.5,
	'a boolean': true,
	'an array': [],
	'an object': {},
	'an array of nothing': [null],
	'the character zero': 'a\u0000b',
	'half a surrogate': 'a\ud800b',
	'a long text': 'x'.repeat(100_000),
	nothing: null
};

const change = () => ({ p_key: randomUUID(), p_booking: waiting.id, p_version: 1 });

/** What staff ask for, as it would be answered: nobody else may ask for any of it. */
const functions: Record<string, () => Record<string, unknown>> = {
	ask_about_booking: () => ({ ...change(), p_question: 'Po co?' }),
	answer_question: () => ({ p_key: randomUUID(), p_question: question.id, p_answer: '' }),
	decide_bookings: () => ({
		p_key: randomUUID(),
		p_bookings: [{ id: randomUUID(), version: 1 }],
		p_decision: 'confirmed',
		p_why: null
	}),
	undo_decision: change,
	request_facts: () => ({ p_centre: centre.id }),
	competing_requests: () => ({
		p_resources: [{ id: room.id }],
		p_starts: at(dayAhead(9), '10:00'),
		p_ends: at(dayAhead(9), '11:00')
	}),
	find_people: () => ({ p_centre: centre.id, p_query: 'nikt taki' }),
	booking_story: () => ({ p_booking: waiting.id }),
	link_walk_in: () => ({ ...change(), p_person: staff.id }),
	preview_closure: () => ({
		p_centre: centre.id,
		p_starts: at(dayAhead(9), '10:00'),
		p_ends: at(dayAhead(9), '11:00'),
		p_resource: room.id
	}),
	create_closure: () => ({
		p_key: randomUUID(),
		p_centre: centre.id,
		p_starts: at(dayAhead(9), '10:00'),
		p_ends: at(dayAhead(9), '11:00'),
		p_reason: 'Remont',
		p_resource: room.id,
		p_decisions: null
	}),
	remove_closure: () => ({ p_key: randomUUID(), p_closure: randomUUID() }),
	list_closures: () => ({ p_centre: centre.id }),
	archived_resource: () => ({ p_centre: centre.slug, p_slug: 'nic' }),
	archive_resource: () => ({ p_key: randomUUID(), p_resource: room.id }),
	unarchive_resource: () => ({ p_key: randomUUID(), p_resource: room.id }),
	outside_rules: () => ({ p_centre: centre.id }),
	rename_booking: () => ({
		...change(),
		p_version: 7,
		p_purpose: 'Opis',
		p_attendees: 1,
		p_note: null,
		p_public_title: null
	})
};

describe.each(Object.keys(functions))('%s', (name) => {
	test('answers nonsense in any argument without an untyped error, and writes nothing', async () => {
		const args = functions[name] ?? (() => ({}));

		const answers = await Promise.all(
			Object.keys(args()).flatMap((argument) =>
				Object.entries(nonsense).map(async ([what, value]) => {
					const { status, error } = await rpc(staff, name, { ...args(), [argument]: value });
					return { line: `${argument} as ${what}`, status, code: error?.code };
				})
			)
		);

		const rude = answers.filter(({ status, code }) => status >= 500 || code === 'unexpected');
		expect(rude).toEqual([]);
		expect(await countBookings(centre)).toBe(1);
	});
});
