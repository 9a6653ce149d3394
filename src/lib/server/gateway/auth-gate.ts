import type { ServerResponse } from 'node:http';
import { answerJson, refuse } from './answers.ts';
import type { AuthRequest } from './auth-requests.ts';
import type { Allowance, Limits } from './limits.ts';
import type { UpstreamAnswer } from './upstream.ts';

/** Answers that differ by whether an e-mail is known take at least this long, all of them. */
const SLOWEST_MS = 600;

type Ask = (body: string, query: string) => Promise<UpstreamAnswer>;

export type AuthGate = {
	limits: Limits;
	/** The network address of who is asking. */
	address: string;
	ask: Ask;
	pass(answer: UpstreamAnswer): void;
	response: ServerResponse;
};

/** Lets an auth request through to the child, or says why not. */
export async function passAuth(request: AuthRequest, gate: AuthGate): Promise<void> {
	switch (request.kind) {
		case 'send-code': {
			await sendCode(request, gate);
			return;
		}
		case 'verify-code': {
			await verifyCode(request, gate);
			return;
		}
		case 'password': {
			await signInByPassword(request, gate);
			return;
		}
		case 'refresh': {
			if (await isRefused(gate, [['refreshesByAddress', gate.address]])) return;
			gate.pass(await gate.ask(request.body, request.query));
			return;
		}
		case 'other':
			gate.pass(await gate.ask(request.body, request.query));
	}
}

type Named<Kind extends AuthRequest['kind']> = Extract<AuthRequest, { kind: Kind }>;

/** The same answer after the same time, whoever was asked for. */
async function sendCode(request: Named<'send-code'>, gate: AuthGate): Promise<void> {
	const { limits, address, response } = gate;
	const counted: [Allowance, string][] = [
		['codesByAddress', address],
		['codesByEmail', request.email]
	];
	if (await isRefused(gate, counted)) return;
	const answer = await notFasterThan(SLOWEST_MS, gate.ask(request.body, request.query));
	if (answer.status >= 500) {
		refuse(response, 503, 'network.busy', 5);
		return;
	}
	await limits.forget('guessesByEmail', request.email);
	answerJson(response, 200, {});
}

/**
 * The guess is counted before it is made, so that parallel guesses cannot outrun the count; only
 * the right code takes it back.
 */
async function verifyCode(request: Named<'verify-code'>, gate: AuthGate): Promise<void> {
	if (await isRefused(gate, [['guessesByAddress', gate.address]])) return;
	const burnt = await gate.limits.consume('guessesByEmail', request.email);
	if (burnt !== undefined) {
		refuse(gate.response, 429, 'auth.code_burnt', burnt);
		return;
	}
	const answer = await gate.ask(request.body, request.query);
	if (answer.status === 200) await gate.limits.forget('guessesByEmail', request.email);
	gate.pass(answer);
}

async function signInByPassword(request: Named<'password'>, gate: AuthGate): Promise<void> {
	const counted: [Allowance, string][] = [
		['passwordsByAddress', gate.address],
		['passwordsByEmail', request.email]
	];
	if (await isRefused(gate, counted)) return;
	const answer = await notFasterThan(SLOWEST_MS, gate.ask(request.body, request.query));
	if (answer.status === 200) await gate.limits.forget('passwordsByEmail', request.email);
	gate.pass(answer);
}

async function isRefused(gate: AuthGate, counted: [Allowance, string][]): Promise<boolean> {
	for (const [allowance, key] of counted) {
		const waiting = await gate.limits.consume(allowance, key);
		if (waiting === undefined) continue;
		refuse(gate.response, 429, 'network.busy', waiting);
		return true;
	}
	return false;
}

async function notFasterThan<T>(milliseconds: number, work: Promise<T>): Promise<T> {
	const pause = new Promise((resolve) => setTimeout(resolve, milliseconds));
	const [done] = await Promise.allSettled([work, pause]);
	if (done.status === 'rejected') throw done.reason;
	return done.value;
}
