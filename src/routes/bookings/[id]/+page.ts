import { error } from '@sveltejs/kit';
import { bookingKey } from '$lib/bookings/booking.ts';
import type { PageLoad } from './$types';

// Who may see a booking is known to the database and the person's browser only.
export const ssr = false;

const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const load: PageLoad = ({ depends, params }) => {
	depends(bookingKey);
	if (!shape.test(params.id)) error(404, 'booking.not_found');
	return { id: params.id.toLowerCase() };
};
