import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rawRequest, type RawAnswer, type RawRequest } from './gateway-http.ts';
import {
	killNow,
	newDataDir,
	runReadyStarter,
	secretsOf,
	type Starter,
	treeOf,
	until
} from './starter.ts';

let dataDir = '';
let origin = '';
let pid = 0;
let starter: Starter;
let apikey = '';
let addresses = 0;

const Mails = z.object({ mails: z.array(z.object({ to: z.string(), subject: z.string() })) });

beforeAll(async () => {
	dataDir = newDataDir();
	starter = await runReadyStarter(dataDir, {
		MAM_DEMO: '1',
		ADDRESS_HEADER: 'x-forwarded-for',
		LANG: 'C'
	});
	({ origin, pid } = starter);
	apikey = secretsOf(dataDir).publishableKey;
});

function ask(path: string, asked: RawRequest = {}): Promise<RawAnswer> {
	return rawRequest(origin, path, { ...asked, headers: { apikey, ...asked.headers } });
}

/** An address that nobody has come from yet. */
function newAddress(): string {
	addresses++;
	return `203.0.113.${addresses}`;
}

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const from = { 'content-type': 'application/json', 'x-forwarded-for': newAddress(), ...headers };
	return ask(path, { method: 'POST', body: text, headers: from });
}

async function sendCode(email: string): Promise<string> {
	const answer = await post('/auth/v1/otp', { email });
	expect(answer.status).toBe(200);
	const { mails } = Mails.parse(JSON.parse((await ask('/api/demo/mails')).body));
	return mails.find(({ to }) => to === email)?.subject.slice(0, 6) ?? '';
}

const guess = (email: string, token: string) =>
	post('/auth/v1/verify', { email, token, type: 'email' });

describe('only the addresses that MAM uses are passed on', () => {
	test.each([
		'/_system',
		'/_system/config',
		'/rest/v1',
		'/rest/v1/',
		'/rest/v1/../../_system/config',
		'/rest/v1/%2e%2e/%2e%2e/_system/config',
		'/rest/v1/..%2f..%2f_system%2fconfig',
		'/rest/v1//centres',
		'//rest/v1/centres',
		'/rest/v1/./centres',
		'/rest/v1/centres/..',
		'/rest/v1/rpc/../centres',
		'/rest/v1/%63entres',
		'/rest/v1/centres;a=b',
		'/rest/v1/centres%00',
		'/rest/v1\\..\\_system',
		'/REST/v1/centres',
		'/rest/v2/centres',
		'/storage/v1/bucket',
		'/auth/v1/admin/users',
		'/auth/v1/signup',
		'/auth/v1/magiclink',
		'/auth/v1/recover',
		'/auth/v1/authorize?provider=github',
		'/auth/v1/callback',
		'/auth/v1/verify?token=abc&type=magiclink&redirect_to=https://evil.example'
	])('%s is not', async (path) => {
		const got = await ask(path);
		const posted = await post(path, {});

		for (const answer of [got, posted]) {
			expect([307, 308, 400, 404, 405]).toContain(answer.status);
			expect(answer.body).not.toContain('jwt');
			expect(answer.headers['location'] ?? '').not.toContain('evil');
		}
	});

	test('/rest/v1/centres is', async () => {
		const answer = await ask('/rest/v1/centres?select=slug&order=slug');

		expect(answer.status).toBe(200);
		expect(JSON.parse(answer.body)).toEqual([{ slug: 'chrzanow' }, { slug: 'nowy-sacz' }]);
		expect(answer.headers['cache-control']).toBe('no-store');
	});

	test('other methods are not', async () => {
		for (const method of ['TRACE', 'OPTIONS', 'PROPFIND']) {
			expect((await ask('/rest/v1/centres', { method })).status).toBe(404);
		}
	});
});

test('a body over 256 kB is refused', async () => {
	const answer = await post('/rest/v1/rpc/find_slots', `{"p_centre": "${'x'.repeat(300_000)}"}`);

	expect(answer.status).toBe(413);
});

test('pages of other origins get no answer, and no answer opens itself to them', async () => {
	const evil = { origin: 'https://evil.example' };
	const own = { origin };

	expect((await post('/auth/v1/otp', { email: 'a@b.example' }, evil)).status).toBe(403);
	expect((await ask('/rest/v1/centres', { headers: evil })).status).toBe(403);
	expect(
		(await ask('/rest/v1/centres', { headers: { 'sec-fetch-site': 'cross-site' } })).status
	).toBe(403);
	const answer = await ask('/rest/v1/centres?select=slug', { headers: own });
	expect(answer.status).toBe(200);
	expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual(
		[]
	);
});

test('a request without a key, or with another one, is refused', async () => {
	expect((await rawRequest(origin, '/rest/v1/centres')).status).toBe(401);
	const wrong = { apikey: 'sb_publishable_wrong' };
	expect((await rawRequest(origin, '/rest/v1/centres', { headers: wrong })).status).toBe(401);
});

test('a code signs in once, and with it a password and another session', async () => {
	const email = 'first@visitor.example';
	const code = await sendCode(email);
	expect(code).toMatch(/^\d{6}$/);

	const verified = await guess(email, code);
	expect(verified.status).toBe(200);
	const session = z
		.object({ access_token: z.string(), refresh_token: z.string() })
		.parse(JSON.parse(verified.body));
	expect((await guess(email, code)).status).toBe(403);

	const refreshed = await post('/auth/v1/token?grant_type=refresh_token', {
		refresh_token: session.refresh_token
	});
	expect(refreshed.status).toBe(200);
	const bearer = { authorization: `Bearer ${session.access_token}` };
	const changed = await ask('/auth/v1/user', {
		method: 'PUT',
		body: JSON.stringify({ password: 'bardzo tajne haslo' }),
		headers: bearer
	});
	expect(changed.status).toBe(200);
	const byPassword = { email, password: 'bardzo tajne haslo' };
	expect((await post('/auth/v1/token?grant_type=password', byPassword)).status).toBe(200);
	const moved = await ask('/auth/v1/user', {
		method: 'PUT',
		body: JSON.stringify({ email: 'other@visitor.example' }),
		headers: bearer
	});
	expect(moved.status).toBe(400);
});

test('five wrong guesses burn a code, also in parallel, until a new one is sent', async () => {
	const email = 'guessed@visitor.example';
	const code = await sendCode(email);
	const wrong = code === '123456' ? '654321' : '123456';

	const guesses = await Promise.all(Array.from({ length: 20 }, () => guess(email, wrong)));
	const right = await guess(email, code);

	expect(guesses.filter(({ status }) => status === 403)).toHaveLength(5);
	expect(guesses.filter(({ status }) => status === 429)).toHaveLength(15);
	expect(right.status).toBe(429);
	expect(JSON.parse(right.body)).toMatchObject({ code: 'auth.code_burnt' });
	expect(Number(right.headers['retry-after'])).toBeGreaterThan(0);
	const upperCase = await guess('GUESSED@visitor.example', code);
	expect(upperCase.status).toBe(429);

	const next = await sendCode(email);
	expect((await guess(email, next)).status).toBe(200);
});

test('guesses cannot go round the count by a hash of e-mail and code', async () => {
	const answer = await post('/auth/v1/verify', {
		token_hash: 'a'.repeat(64),
		type: 'magiclink'
	});

	expect(answer.status).toBe(400);
});

test('codes to one e-mail are limited, and the count outlives the web process', async () => {
	const email = 'often@visitor.example';
	for (let n = 0; n < 5; n++) await post('/auth/v1/otp', { email });

	const web = treeOf(pid).find(({ command }) => command.includes('web/serve'));
	killNow(web?.pid ?? 0);
	await until(async () => (await fetch(`${origin}/healthz`).catch(() => 0)) === 0, 'it is gone');
	await until(async () => (await fetch(`${origin}/healthz`).catch(() => 0)) !== 0, 'it is back');
	const sixth = await post('/auth/v1/otp', { email });

	expect(sixth.status).toBe(429);
	expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0);
});

test('one network address cannot ask for codes without end', async () => {
	const from = { 'x-forwarded-for': newAddress() };
	const answers = await Promise.all(
		Array.from({ length: 45 }, (_, n) =>
			post('/auth/v1/otp', { email: `n${n}@many.example` }, from)
		)
	);

	expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
});

test('known and unknown e-mails are answered alike, in the same time', async () => {
	const known = 'halina.wrona@mam.example';
	const unknown = 'nobody@visitor.example';
	const password = 'not the password';

	const times: Record<string, number[]> = { [known]: [], [unknown]: [] };
	const answers: Record<string, string> = {};
	for (const email of [known, unknown, unknown, known]) {
		const began = performance.now();
		const answer = await post('/auth/v1/token?grant_type=password', { email, password });
		times[email]?.push(performance.now() - began);
		answers[email] = `${answer.status} ${answer.body}`;
	}
	const codes = [
		await post('/auth/v1/otp', { email: known, create_user: false }),
		await post('/auth/v1/otp', { email: 'never@visitor.example', create_user: false })
	];

	expect(answers[known]).toBe(answers[unknown]);
	expect(Math.min(...Object.values(times).flat())).toBeGreaterThanOrEqual(590);
	expect(codes.map(({ status, body }) => `${status} ${body}`)).toEqual(['200 {}', '200 {}']);
});

test('bad input to auth is refused with 400', async () => {
	for (const body of ['', '{', '[]', '{"email": 1}', '{"email": "no"}', 'null', '{"email": {}}']) {
		expect((await post('/auth/v1/otp', body)).status).toBe(400);
	}
	expect((await post('/auth/v1/token?grant_type=pkce', { auth_code: 'x' })).status).toBe(400);
	expect((await post('/auth/v1/token', { email: 'a@b.example', password: 'x' })).status).toBe(400);
	const twice = '/auth/v1/token?grant_type=refresh_token&grant_type=password';
	expect((await post(twice, { refresh_token: 'x' })).status).toBe(400);
});

test('every answer carries the headers that protect a browser', async () => {
	for (const path of ['/', '/healthz', '/api/centres', '/sign-in']) {
		const { headers } = await ask(path);
		expect(headers['x-content-type-options']).toBe('nosniff');
		expect(headers['strict-transport-security']).toBeUndefined();
		// these protect documents, and JSON is none
		const isDocument = !path.startsWith('/api/');
		expect(headers['x-frame-options']).toBe(isDocument ? 'DENY' : undefined);
		expect(headers['referrer-policy']).toBe(
			isDocument ? 'strict-origin-when-cross-origin' : undefined
		);
	}
	const page = await ask('/');
	expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
	expect(page.headers['set-cookie']).toBeUndefined();
});

test('pages are compressed for who can read it', async () => {
	const { headers } = await ask('/', { headers: { 'accept-encoding': 'br' } });

	expect(headers['content-encoding']).toBe('br');
});

test('no file for the browser holds a secret', async () => {
	const root = join(import.meta.dirname, '../../build/client');
	const files = readdirSync(root, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(js|html|json|css|webmanifest)$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name).slice(root.length));
	const { secretKey, jwtSecret, ownerPassword } = secretsOf(dataDir);
	expect(files.length).toBeGreaterThan(10);

	for (const file of [...files, '/_app/env.js', '/']) {
		const { body } = await ask(file);
		for (const secret of [secretKey, jwtSecret, ownerPassword, 'service_role', 'postgres://']) {
			expect(body.includes(secret), `${secret.slice(0, 12)} in ${file}`).toBe(false);
		}
		expect(/sb_secret_\w{8}/.test(body)).toBe(false);
	}
});

test('one tap signs in a person of the demo, and only them', async () => {
	const answer = await post('/api/demo/sign-in', { person: 'animator' }, { origin });
	const session = z
		.object({ user: z.object({ email: z.string() }), access_token: z.string() })
		.parse(JSON.parse(answer.body));
	expect(session.user.email).toBe('marta.zieba@mam.example');

	for (const person of ['admin', '', null]) {
		expect((await post('/api/demo/sign-in', { person }, { origin })).status).toBe(400);
	}
});

test('no line of the log names a person', async () => {
	// A query that fails in the database, with a person's words among its parameters.
	await ask('/rest/v1/centres?id=eq.log.me@visitor.example');
	await post('/rest/v1/rpc/find_slots', { p_centre: 'log.me@visitor.example' });

	expect(starter.said()).toContain('MAM is ready');
	const lines = starter.said().split('\n');
	const telling = lines.filter((line) => /visitor\.example|many\.example|eyJ|sb_secret/.test(line));
	expect(telling).toEqual([]);
});
