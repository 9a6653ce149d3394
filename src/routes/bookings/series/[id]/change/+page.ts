import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

// Who may change a series is known to the database and the person's browser only.
export const ssr = false;

const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const load: PageLoad = ({ params }) => {
	if (!shape.test(params.id)) error(404, 'series.not_found');
	return { id: params.id.toLowerCase() };
};
