import { describe, expect, it } from 'vitest';
import { addressOf, readChoice } from './choice.ts';

function read(query: string) {
	return readChoice(new URLSearchParams(query));
}

describe('the address of the booking flow', () => {
	it('keeps every choice over a round trip', () => {
		const query =
			'resource=pracownia&people=12&features=projector,sink&accessibility=step_free&from=2026-11-23&day=2026-11-26&start=17:00&minutes=120&room=pracownia&extras=laptop:2,flipchart:1&move=1d29e998-a859-1fdb-c72f-13a70b2ccf45&step=details';

		expect(addressOf('chrzanow', read(query))).toBe(`/chrzanow/book?${query}`);
	});

	it('begins with what, or with when if something is chosen already', () => {
		expect(read('').step).toBe('what');
		expect(read('kind=equipment').step).toBe('what');
		expect(read('resource=pracownia&start=17:00').step).toBe('when');
		expect(read('day=2026-11-26').step).toBe('when');
		expect(addressOf('chrzanow', read(''))).toBe('/chrzanow/book');
	});

	it('reads nonsense as not chosen', () => {
		const choice = read(
			'day=2026-06-31&start=25:00&minutes=-5&people=1e9&resource=../x&kind=boat&step=9&extras=laptop:0,:2,ok:2&features=<b>,sink&quantity=NaN'
		);

		expect(choice).toEqual({
			step: 'what',
			kind: 'room',
			people: null,
			features: ['sink'],
			accessibility: [],
			resource: null,
			room: null,
			quantity: 1,
			day: null,
			from: null,
			start: null,
			minutes: null,
			extras: [{ slug: 'ok', quantity: 2 }],
			move: null
		});
	});
});
