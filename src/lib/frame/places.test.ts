import { describe, expect, it } from 'vitest';
import { pathTo, placeOf } from './places.ts';

describe('the main menu', () => {
	it.each([
		['/', 'start'],
		['/en', 'start'],
		['/chrzanow', 'start'],
		['/uk/chrzanow/', 'start'],
		['/chrzanow/calendar', 'calendar'],
		['/en/chrzanow/book', 'book'],
		['/me', 'mine'],
		['/me/settings', 'mine'],
		['/bookings/5b6f', 'mine'],
		['/sign-in', null],
		['/privacy', null],
		['/chrzanow/about', null]
	])('%s belongs to %s', (path, place) => {
		expect(placeOf(path)).toBe(place);
	});

	it('asks for a centre first when there is none', () => {
		expect(pathTo('book', null)).toBe('/?to=book');
		expect(pathTo('start', null)).toBe('/');
		expect(pathTo('calendar', 'chrzanow')).toBe('/chrzanow/calendar');
	});
});
