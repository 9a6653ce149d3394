import { describe, expect, it } from 'vitest';
import { fatesFor, parsePreview } from './closure.ts';

function row(id: string, rooms: string[] = [], status = 'confirmed') {
	return {
		id,
		version: 1,
		status,
		starts: '2026-11-26T10:00:00Z',
		ends: '2026-11-26T11:00:00Z',
		purpose: 'Próba',
		attendees: 3,
		name: null,
		phone: null,
		organisation: null,
		resources: null,
		rooms: rooms.map((room) => ({ id: room, name: { pl: room } }))
	};
}

const bookings = parsePreview({
	bookings: [row('a', ['x', 'y']), row('b'), row('c', ['x'], 'checked_in')]
});

describe('one answer for all bookings that a closure meets', () => {
	it('cancels or keeps every one that has not begun; what has begun is kept', () => {
		expect(fatesFor(bookings, 'cancel', {})).toEqual({ a: 'cancel', b: 'cancel', c: 'keep' });
		expect(fatesFor(bookings, 'keep', {})).toEqual({ a: 'keep', b: 'keep', c: 'keep' });
	});

	it('moves those that have a free room and leaves what was decided about the others', () => {
		expect(fatesFor(bookings, 'move', { b: 'cancel' })).toEqual({
			a: { room: 'x' },
			b: 'cancel',
			c: 'keep'
		});
		expect(fatesFor(bookings, 'move', {})).toEqual({ a: { room: 'x' }, c: 'keep' });
	});
});
