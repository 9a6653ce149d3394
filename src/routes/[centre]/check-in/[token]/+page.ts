import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

// Who is there is known to the database and the person's browser only.
export const ssr = false;

export const load: PageLoad = ({ params }) => {
	if (!/^[0-9a-f]{32}$/.test(params.token)) error(404, 'check_in.unknown_code');
	return { token: params.token };
};
