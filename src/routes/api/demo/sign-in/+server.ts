import { error, json } from '@sveltejs/kit';
import { z } from 'zod';
import { env } from '$env/dynamic/private';
import { demoPeople } from '$lib/server/boot/demo-people.ts';
import { signInDemoPerson } from '$lib/server/web/demo-sign-in.ts';
import type { RequestHandler } from './$types';

const Wish = z.object({ person: z.enum(['resident', 'editor', 'animator', 'coordinator']) });

/** One tap: the session (`access_token`, `refresh_token`, …) of a person of the demo. */
export const POST: RequestHandler = async ({ request }) => {
	if (env.MAM_DEMO !== '1' || !env.MAM_DEMO_SECRET) error(404, 'not_found');
	const wish = Wish.safeParse(await request.json().catch(() => undefined));
	if (!wish.success) return json({ code: 'request.invalid' }, { status: 400 });
	const session = await signInDemoPerson(demoPeople[wish.data.person], env.MAM_DEMO_SECRET);
	const headers = { 'cache-control': 'no-store' };
	if (session === undefined) return json({ code: 'network.busy' }, { status: 503, headers });
	return json(session, { headers });
};
