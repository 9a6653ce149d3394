import { expect, test } from 'vitest';
import { keepRunning, type Running } from './supervise.ts';

type Seen = { started: number; stopped: number; die: (reason: string) => void };

/** A thing that can be made to die, and says how often it was started and stopped. */
function mortal() {
	const seen: Seen = { started: 0, stopped: 0, die: () => undefined };
	const start = (): Promise<Running> => {
		seen.started++;
		const ended = new Promise<string>((resolve) => (seen.die = resolve));
		const stop = () => {
			seen.stopped++;
			return Promise.resolve();
		};
		return Promise.resolve({ pid: seen.started, ended, stop });
	};
	return { seen, start };
}

test('what dies is started again, and stopped only once', async () => {
	const { seen, start } = mortal();
	const supervised = await keepRunning('a test', start);

	seen.die('SIGKILL');
	await expect.poll(() => supervised.pid()).toBe(2);
	seen.die('SIGKILL');
	await expect.poll(() => supervised.pid(), { timeout: 3000 }).toBe(3);
	await supervised.stop();

	expect(seen).toMatchObject({ started: 3, stopped: 1 });
});

test('a start that fails is the caller’s at first and tried again later', async () => {
	await expect(keepRunning('a test', () => Promise.reject(new Error('no')))).rejects.toThrow('no');

	const { seen, start } = mortal();
	let failures = 1;
	const supervised = await keepRunning('a test', async () => {
		if (seen.started > 0 && failures-- > 0) throw new Error('not yet');
		return await start();
	});
	seen.die('exit code 1');
	await expect.poll(() => supervised.pid(), { timeout: 3000 }).toBe(2);
	await supervised.stop();
});
