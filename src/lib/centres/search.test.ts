import { describe, expect, it } from 'vitest';
import { plain, search } from './search.ts';

const places = ['MAM Chrzanów, ul. Kasztanowa 7', 'MAM Nowy Sącz – Przydworcowe', 'Łódź Górna'];
const find = (query: string) => search(places, query, (place) => place);

describe('searching for a centre', () => {
	it('does not need Polish letters', () => {
		expect(find('nowy sacz')).toEqual(['MAM Nowy Sącz – Przydworcowe']);
		expect(find('lodz')).toEqual(['Łódź Górna']);
		expect(find('CHRZANOW')).toEqual(['MAM Chrzanów, ul. Kasztanowa 7']);
	});

	it('finds with Polish letters too, in any order of words', () => {
		expect(find('Sącz nowy')).toEqual(['MAM Nowy Sącz – Przydworcowe']);
	});

	it('shows everything for an empty or blank query', () => {
		expect(find('')).toEqual(places);
		expect(find('  – ')).toEqual(places);
	});

	it('finds nothing for what is nowhere', () => {
		expect(find('krakow')).toEqual([]);
	});

	it('treats special characters as spaces', () => {
		expect(plain('a.*+?^${}()|[]\\b')).toBe('a b');
	});
});
