import { readFileSync } from 'node:fs';

const body = readFileSync(process.env.BARE_BODY ?? '');

export const GET = () => new Response(body, { headers: { 'content-type': 'application/json' } });
