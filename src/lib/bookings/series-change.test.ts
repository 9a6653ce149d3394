import { describe, expect, it } from 'vitest';
import { AppError } from '../supabase/errors.ts';
import {
	choicesOf,
	decisionsFor,
	movesDates,
	periodAfter,
	stateAfter,
	type ChangedDate,
	type SeriesChange
} from './series-change.ts';

const at = (hour: number) => ({
	starts: new Date(Date.UTC(2031, 0, 7, hour)),
	ends: new Date(Date.UTC(2031, 0, 7, hour + 1))
});
const free: ChangedDate = {
	...at(17),
	date: '2031-01-07',
	booking: 'b',
	was: at(10),
	isMoved: false,
	state: 'free',
	refusal: null,
	waits: false,
	alternative: null
};
const taken: ChangedDate = {
	...free,
	date: '2031-01-14',
	state: 'taken',
	refusal: new AppError('booking.slot_taken', {}),
	alternative: { ...at(18), resource: 'r' }
};
const near: ChangedDate = {
	...taken,
	state: 'rule',
	refusal: new AppError('booking.too_late_to_cancel', {})
};
const nothing: SeriesChange = {
	from: null,
	starts: null,
	ends: null,
	resources: null,
	attendees: null,
	moved: 'keep'
};

describe('a date that cannot follow a change', () => {
	it('stays unless somebody says otherwise', () => {
		expect(choicesOf([free, taken], {})).toEqual([
			{ date: taken.date, action: 'leave', reason: 'booking.slot_taken' }
		]);
		expect(stateAfter(taken, null)).toBe('left');
		expect(periodAfter(taken, null)).toEqual(at(10));
	});

	it('takes the alternative, or is left out with the reason', () => {
		expect(choicesOf([taken], { [taken.date]: 'move' })).toEqual([
			{
				date: taken.date,
				action: 'move',
				reason: 'booking.slot_taken',
				...at(18),
				resource: 'r'
			}
		]);
		expect(periodAfter(taken, 'move')).toMatchObject(at(18));
		expect(stateAfter(taken, 'skip')).toBe('skipped');
	});

	it('can only stay when it is too near to be cancelled', () => {
		expect(decisionsFor(near)).toEqual(['leave']);
		expect(choicesOf([near], { [near.date]: 'skip' })).toMatchObject([{ action: 'leave' }]);
		expect(stateAfter(near, 'skip')).toBe('left');
	});

	it('has no alternative to take where there is none', () => {
		expect(decisionsFor({ ...taken, alternative: null })).toEqual(['leave', 'skip']);
	});
});

describe('a date that can follow', () => {
	it('follows, or is left as it is', () => {
		expect(choicesOf([free], {})).toEqual([]);
		expect(periodAfter(free, null)).toMatchObject(at(17));
		expect(choicesOf([free], { [free.date]: 'leave' })).toEqual([
			{ date: free.date, action: 'leave', reason: null }
		]);
		expect(stateAfter(free, 'leave')).toBe('left');
	});

	it('forgets what was said about it while it could not', () => {
		expect(choicesOf([free], { [free.date]: 'skip' })).toEqual([]);
		expect(stateAfter(free, 'skip')).toBe('free');
	});
});

it('words and people move nothing; hours, rooms and putting back do', () => {
	expect(movesDates({ ...nothing, attendees: 12 })).toBe(false);
	expect(movesDates({ ...nothing, ends: '19:00' })).toBe(true);
	expect(movesDates({ ...nothing, moved: 'reset' })).toBe(true);
});
