/** `npm run check`: format, lint with import borders, types. Any warning fails. */
import { checks, runCheck } from './checks.ts';

const only = process.argv.slice(2);
let failed = 0;
for (const check of checks) {
	if (only.length > 0 && !only.includes(check.name)) continue;
	process.stdout.write(`${check.name} …\n`);
	if (!runCheck(check)) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
