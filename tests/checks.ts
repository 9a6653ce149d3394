import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export type Check = { name: string; command: string[][] };

const ROOT = join(import.meta.dirname, '..');

export const checks: Check[] = [
	{ name: 'format', command: [['prettier', '--check', '--log-level', 'warn', '.']] },
	{
		name: 'types',
		command: [
			['node', 'src/lib/i18n/compile-messages.ts'],
			['svelte-kit', 'sync'],
			[
				'svelte-check',
				'--tsconfig',
				'./tsconfig.json',
				'--fail-on-warnings',
				'--threshold',
				'warning'
			],
			// a world of its own: no window, no document
			['tsc', '--noEmit', '--project', 'src/service-worker']
		]
	},
	{ name: 'lint', command: [['eslint', '--max-warnings', '0', '.']] }
];

/** Whether it found nothing; what it found is on the terminal. */
export function runCheck(check: Check): boolean {
	return check.command.every(([program = '', ...args]) => runProgram(program, args));
}

/** Runs a program of node_modules/.bin in the repository. */
export function runProgram(
	program: string,
	args: string[],
	environment: Record<string, string> = {}
): boolean {
	const { status } = spawnSync(join(ROOT, 'node_modules/.bin', program), args, {
		cwd: ROOT,
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: process.platform === 'win32',
		env: { ...process.env, ...environment }
	});
	return status === 0;
}
