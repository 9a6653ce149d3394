/**
 * `npm test`: everything. Says what it does as it goes; its last line is `N passed, N failed`.
 * `npm test unit e2e` runs these stages only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks, runCheck, runProgram } from './checks.ts';
import { type Counts, countPlaywright, countVitest, NOTHING, sum } from './counts.ts';
import { ensureChromium } from './ensure-chromium.ts';

const reports = mkdtempSync(join(tmpdir(), 'mam-reports-'));

/** What tests provoke is no news. */
const QUIET = { NO_COLOR: '1', MAM_LOG_LEVEL: 'silent' };

type Stage = { name: string; run: () => Counts };

const stages: Stage[] = [
	{ name: 'check', run: () => sum(checks.map((check) => once(runCheck(check)))) },
	{ name: 'unit', run: () => vitest('unit', ['--config', 'vite.config.ts']) },
	{
		name: 'build',
		run: () => once(runProgram('node', ['src/lib/server/boot/prepare.js', 'build']))
	},
	...['server', 'database', 'conformance'].map((project) => ({
		name: project,
		run: () => vitest(project, ['--config', 'tests/vitest.config.ts', '--project', project])
	})),
	{ name: 'e2e', run: playwright }
];

function once(isGood: boolean): Counts {
	return isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function vitest(name: string, args: string[]): Counts {
	const report = join(reports, `${name}.json`);
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
	const isGood = runProgram('vitest', ['run', ...args, ...reporters], QUIET);
	return countVitest(report, isGood);
}

function playwright(): Counts {
	ensureChromium();
	const report = join(reports, 'e2e.json');
	const args = ['test', '--config', 'tests/e2e/playwright.config.ts', '--reporter=line,json'];
	const isGood = runProgram('playwright', args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
	return countPlaywright(report, isGood);
}

function runStage({ name, run }: Stage): Counts {
	const started = Date.now();
	process.stdout.write(`\n── ${name}\n`);
	const counts = run();
	const seconds = Math.round((Date.now() - started) / 1000);
	process.stdout.write(
		`── ${name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s\n`
	);
	return counts;
}

const wanted = process.argv.slice(2);
const chosen = stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
let total = NOTHING;
for (const stage of chosen) total = sum([total, runStage(stage)]);
rmSync(reports, { recursive: true, force: true });
process.exitCode = total.failed === 0 ? 0 : 1;
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
