import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const CLI = fileURLToPath(new URL('../../../../node_modules/.bin/supabase', import.meta.url));

/** What the Supabase CLI prints; its complaints go to stderr. A failure is this process's too. */
export function runSupabaseCli(args: string[]): string {
	const { status, stdout } = spawnSync(CLI, args, {
		cwd: ROOT,
		encoding: 'utf8',
		env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
		stdio: ['ignore', 'pipe', 'inherit'],
		maxBuffer: 64 * 1024 * 1024
	});
	if (status !== 0) process.exitCode = status ?? 1;
	return stdout;
}
