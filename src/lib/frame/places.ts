import { withoutLocale } from '../i18n/address.ts';

/** The four places of the main menu. */
export type Place = 'start' | 'calendar' | 'book' | 'mine';

/**
 * Where a place of the menu leads. Outside of any centre (`null`) the network home asks for one
 * first and then goes on to the same place.
 */
export function pathTo(place: Place, centre: string | null): string {
	if (place === 'mine') return '/me';
	if (centre === null) return place === 'start' ? '/' : `/?to=${place}`;
	return place === 'start' ? `/${centre}` : `/${centre}/${place}`;
}

/** The place that the path belongs to; null on pages such as privacy. */
export function placeOf(path: string): Place | null {
	const [first = '', second] = withoutLocale(path).split('/').slice(1);
	if (first === 'me' || first === 'bookings') return 'mine';
	if (first === '') return 'start';
	if (['sign-in', 'privacy', 'accessibility', 'mailbox'].includes(first)) return null;
	if (second === 'calendar' || second === 'book') return second;
	return second === undefined || second === '' ? 'start' : null;
}
