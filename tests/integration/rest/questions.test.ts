import { describe, expect, test } from 'vitest';
import { rest, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, booked, decide, refused, runOut } from '../booking.ts';
import { aMember, anAnimator, aCentre, anOrganisation, aPerson } from '../fixtures.ts';
import { answer, aReviewedRoom, ask, factsOf, questionOf, storyOf } from '../requests.ts';
import { at, dayAhead } from '../times.ts';

const starts = at(dayAhead(5), '10:00');

async function aQuestion() {
	const desk = await aReviewedRoom();
	const booking = await book(desk.person, { resource: desk.room, starts });
	const question = questionOf(await ask(desk.animator, booking, 'Czy będzie głośna muzyka?'));
	return { ...desk, booking, question };
}

describe('a question about a request', () => {
	test('is seen by the requester and by staff, and by nobody else', async () => {
		const { animator, person, booking, question } = await aQuestion();

		for (const reader of [animator, person]) {
			expect((await storyOf(reader, booking)).questions).toMatchObject([
				{ id: question.id, question: 'Czy będzie głośna muzyka?', answer: null }
			]);
		}
		for (const other of [await aPerson(), await anAnimator(await aCentre())]) {
			const path = `booking_questions?booking_id=eq.${booking.id}`;
			expect((await rest(other, 'GET', path)).body).toEqual([]);
			expect(refused(await rpc(other, 'booking_story', { p_booking: booking.id }))).toEqual({
				error: 'booking.not_found'
			});
		}
	});

	test('is answered by the requester; nobody decides without having seen the answer', async () => {
		const { centre, animator, person, booking, question } = await aQuestion();

		const answered = questionOf(await answer(person, question, 'Nie, tylko rozmowa.'));

		expect((await factsOf(animator, centre, booking)).questions).toMatchObject([
			{ answer: 'Nie, tylko rozmowa.' }
		]);
		expect(refused(await decide(animator, booking, 'confirmed'))).toEqual({
			error: 'booking.changed_meanwhile',
			version: answered.version
		});
		const seen = { id: booking.id, version: answered.version ?? 0 };
		expect(booked(await decide(animator, seen, 'confirmed')).status).toBe('confirmed');
	});

	test('about an organisation’s request is answered by its other editors too, and once', async () => {
		const { room, animator } = await aReviewedRoom();
		const organisation = await anOrganisation();
		const editor = await aMember(organisation, 'editor');
		const owner = await aMember(organisation, 'owner');
		const booking = await book(editor, {
			resource: room,
			starts,
			p_organisation: organisation.id
		});
		const question = questionOf(await ask(animator, booking, 'Ile będzie dzieci?'));

		questionOf(await answer(owner, question, 'Dwanaścioro.'));

		expect(refused(await answer(editor, question, 'Dziesięcioro.'))).toEqual({
			error: 'question.answered'
		});
		const member = await aMember(organisation, 'member');
		expect(refused(await answer(member, question, 'Nie wiem.'))).toEqual({
			error: 'booking.not_found'
		});
	});

	test('is asked by staff of the centre alone, and about requests that wait', async () => {
		const { room, animator, person } = await aReviewedRoom();
		const booking = await book(person, { resource: room, starts });

		expect(refused(await ask(person, booking, 'A można głośniej?'))).toEqual({
			error: 'auth.forbidden'
		});
		expect(refused(await ask(await anAnimator(await aCentre()), booking, 'Po co?'))).toEqual({
			error: 'booking.not_found'
		});
		const decided = booked(await decide(animator, booking, 'confirmed'));
		expect(refused(await ask(animator, decided, 'Po co to?'))).toEqual({
			error: 'booking.wrong_state',
			status: 'confirmed'
		});
	});

	test('cannot be answered after the request ran out', async () => {
		const { person, booking, question } = await aQuestion();
		await runOut(booking);

		expect(refused(await answer(person, question, 'Już wiem.'))).toEqual({
			error: 'booking.wrong_state',
			status: 'expired'
		});
	});

	test.each([
		['question', '', null],
		['question', 'x'.repeat(501), null],
		['answer', null, '   '],
		['answer', null, 'x'.repeat(1001)]
	])('with a bad %s is refused by its name', async (field, asked, answered) => {
		const { animator, person, booking, question } = await aQuestion();

		const outcome =
			asked === null
				? await answer(person, question, answered)
				: await ask(animator, booking, asked);

		expect(refused(outcome)).toEqual({ error: 'request.invalid', field });
	});

	test('is one of ten at most', async () => {
		const { animator, booking } = await aQuestion();
		for (let n = 2; n <= 10; n++) questionOf(await ask(animator, booking, `Pytanie ${n}?`));

		expect(refused(await ask(animator, booking, 'A jeszcze?'))).toEqual({
			error: 'question.too_many',
			cap: 10
		});
	});

	test('leaves a trace in the audit log, like its answer', async () => {
		const { person, animator, question } = await aQuestion();
		await answer(person, question, 'Tak.');

		const rows = await sql<{ action: string; actor: string }[]>`
			select action, actor from public.audit_log
			where entity = 'booking_questions' and entity_id = ${question.id} order by id`;

		expect([...rows]).toEqual([
			{ action: 'insert', actor: animator.id },
			{ action: 'update', actor: person.id }
		]);
	});
});
