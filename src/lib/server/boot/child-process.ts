import type { ChildProcess } from 'node:child_process';
import type { Running } from './supervise.ts';

/** Settles with the reason when a child process ends, whoever ended it. */
export function exitOf(child: ChildProcess): Promise<string> {
	return new Promise((resolve) => {
		child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
	});
}

/** A forked child as something that can be kept running and stopped. */
export function asRunning(child: ChildProcess, exited: Promise<string>): Running {
	let isStopping = false;
	return {
		pid: child.pid ?? 0,
		ended: new Promise((resolve) => {
			void exited.then((reason) => {
				if (!isStopping) resolve(reason);
			});
		}),
		async stop() {
			isStopping = true;
			child.kill('SIGTERM');
			await exited;
		}
	};
}
