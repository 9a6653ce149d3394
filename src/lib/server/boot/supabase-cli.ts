import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * The CLI's binary for this machine, from npm where the package is one of ours (Linux on x64), else
 * whatever `supabase` the path leads to. The binary's own package and not the one that chooses among
 * platforms: not every registry has all of those, and `npm ci` refuses a lockfile with gaps.
 */
function cliPath(): string {
	const installed = `${ROOT}/node_modules/@supabase/cli-${process.platform}-${process.arch}/bin/supabase`;
	return existsSync(installed) ? installed : 'supabase';
}

/** What the Supabase CLI prints; its complaints go to stderr. A failure is this process's too. */
export function runSupabaseCli(args: string[]): string {
	const { status, stdout, error } = spawnSync(cliPath(), args, {
		cwd: ROOT,
		encoding: 'utf8',
		env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
		stdio: ['ignore', 'pipe', 'inherit'],
		maxBuffer: 64 * 1024 * 1024
	});
	if (error !== undefined) {
		process.stderr.write('There is no Supabase CLI here; install it and put it on the path.\n');
	}
	if (status !== 0) process.exitCode = status ?? 1;
	// Null when the program could not be started, whatever its type says.
	return error === undefined ? stdout : '';
}
