import { describe, expect, it } from 'vitest';
import { AppError, toAppError } from './errors.ts';

describe('what any failure becomes', () => {
	it('a refused rule keeps its code and parameters', () => {
		const refused = {
			code: 'P0001',
			message: 'anything',
			details: '{"error":"booking.slot_taken","free_from":"2026-11-26T17:30:00Z"}'
		};

		const error = toAppError(refused);

		expect(error.code).toBe('booking.slot_taken');
		expect(error.params).toEqual({ free_from: '2026-11-26T17:30:00Z' });
	});

	it.each([
		['a value that the database cannot read', { code: '22P02' }, 'request.invalid'],
		['a date out of range', { code: '22008' }, 'request.invalid'],
		['an unknown function or argument', { code: 'PGRST202' }, 'request.invalid'],
		['missing rights', { code: '42501' }, 'auth.forbidden'],
		['a token that ran out', { code: 'PGRST301', status: 401 }, 'auth.required'],
		['a limiter', { status: 429, name: 'AuthApiError', message: 'x' }, 'network.busy'],
		['a server that is starting', { status: 503 }, 'network.busy'],
		['a failed fetch', { code: '', message: 'TypeError: Failed to fetch' }, 'network.offline'],
		['a thrown fetch', new TypeError('Failed to fetch'), 'network.offline'],
		['auth without network', { name: 'AuthRetryableFetchError', status: 0 }, 'network.offline'],
		['a raise without details', { code: 'P0001', details: 'no json' }, 'unexpected'],
		['details that are no object', { code: 'P0001', details: '"text"' }, 'unexpected'],
		['a raw constraint', { code: '23P01' }, 'unexpected'],
		['a bug in our code', new RangeError('x'), 'unexpected'],
		['nothing', null, 'unexpected']
	])('%s', (_, failure, code) => {
		const error = toAppError(failure);

		expect(error).toBeInstanceOf(AppError);
		expect(error.code).toBe(code);
	});

	it('an AppError stays the same object', () => {
		const error = new AppError('booking.not_found');

		expect(toAppError(error)).toBe(error);
	});
});
