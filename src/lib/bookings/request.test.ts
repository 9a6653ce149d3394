import { describe, expect, it } from 'vitest';
import type { Booking } from './booking.ts';
import { groupRequests, isAnswered, type RequestFacts } from './request.ts';

const base = new Date('2026-11-26T10:00:00Z').getTime();

function request(id: string, { asked = 0, runsOut = 10 } = {}): Booking {
	return {
		id,
		createdAt: new Date(base + asked * 3_600_000),
		holdUntil: new Date(base + runsOut * 3_600_000),
		starts: new Date(base + 100 * 3_600_000),
		ends: new Date(base + 101 * 3_600_000),
		centreId: '',
		centreSlug: '',
		centreName: '',
		timeZone: 'Europe/Warsaw',
		organisationId: null,
		organisationName: null,
		requestedByName: null,
		requestedByPhone: null,
		isMine: false,
		purpose: id,
		note: null,
		attendees: 1,
		publicTitle: null,
		status: 'pending',
		decidedWhy: null,
		cancelledAt: null,
		isCancelledLate: false,
		checkInUntil: null,
		checkedInAt: null,
		cancelUntil: new Date(base),
		version: 1,
		resources: []
	};
}

function fact(id: string, rivals: string[] = [], answers: (string | null)[] = []): RequestFacts {
	return {
		id,
		series: null,
		isHeld: rivals.length === 0,
		rivals,
		questions: answers.map((answer, n) => ({
			id: `${id}-${n}`,
			question: 'Ile osób?',
			askedAt: new Date(base),
			answer
		})),
		history: null
	};
}

const order = (requests: Booking[], facts: RequestFacts[]) =>
	groupRequests(requests, new Map(facts.map((each) => [each.id, each]))).map((group) =>
		group.requests.map(({ id }) => id)
	);

describe('requests that wait', () => {
	it('come in the order in which they run out', () => {
		const requests = [request('late', { runsOut: 9 }), request('soon', { runsOut: 2 })];

		expect(order(requests, [fact('late'), fact('soon')])).toEqual([['soon'], ['late']]);
	});

	it('come first when their question was answered, and not while one is open', () => {
		const requests = ['a', 'b', 'c'].map((id, n) => request(id, { runsOut: n }));
		const facts = [fact('a'), fact('b', [], ['Tak.', null]), fact('c', [], ['Tak.'])];

		expect(order(requests, facts)).toEqual([['c'], ['a'], ['b']]);
		expect(facts.map(isAnswered)).toEqual([false, false, true]);
	});

	it('stand beside their rivals, and the rivals of these, in the order in which they asked', () => {
		const requests = [
			request('third', { asked: 3, runsOut: 1 }),
			request('alone', { asked: 0, runsOut: 2 }),
			request('first', { asked: 1, runsOut: 9 }),
			request('second', { asked: 2, runsOut: 5 })
		];
		const facts = [
			fact('third', ['second']),
			fact('alone'),
			fact('first', ['second']),
			fact('second', ['first', 'third'])
		];

		expect(order(requests, facts)).toEqual([['first', 'second', 'third'], ['alone']]);
	});

	it('stand alone while nothing is known about them', () => {
		expect(order([request('a'), request('b', { runsOut: 20 })], [])).toEqual([['a'], ['b']]);
	});
});
