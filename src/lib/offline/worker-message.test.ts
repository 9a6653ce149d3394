import { describe, expect, it } from 'vitest';
import { parseMessage } from './worker-message.ts';

describe('a message of the service worker', () => {
	it('tells that what was shown has changed', () => {
		const message = { type: 'answered', path: '/api/chrzanow', isNews: true };

		expect(parseMessage(message)).toEqual(message);
	});

	it('tells from when the answer is that stands in for the server', () => {
		const asOf = 'Sat, 21 Nov 2026 13:32:00 GMT';

		expect(parseMessage({ type: 'unreachable', path: '/api/centres', asOf })).toEqual({
			type: 'unreachable',
			path: '/api/centres',
			asOf
		});
		expect(parseMessage({ type: 'unreachable', path: '/api/centres' })?.type).toBe('unreachable');
	});

	it.each([
		null,
		undefined,
		'skip-waiting',
		7,
		{},
		{ type: 'answered' },
		{ type: 'else', path: '/' }
	])('is ignored when it is none of ours: %j', (data) => {
		expect(parseMessage(data)).toBeNull();
	});
});
