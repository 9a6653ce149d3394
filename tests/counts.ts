import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export type Counts = { passed: number; failed: number };

export const NOTHING: Counts = { passed: 0, failed: 0 };

export function sum(counts: Counts[]): Counts {
	return counts.reduce(
		(total, next) => ({ passed: total.passed + next.passed, failed: total.failed + next.failed }),
		NOTHING
	);
}

const VitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });

const PlaywrightReport = z.object({
	stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() })
});

/** A run that failed without a failed test (a file that does not load) counts as one failure. */
export function countVitest(report: string, isGood: boolean): Counts {
	const parsed = VitestReport.safeParse(readJson(report));
	if (!parsed.success) return { passed: 0, failed: 1 };
	const { numPassedTests: passed, numFailedTests: failed } = parsed.data;
	return { passed, failed: isGood ? failed : Math.max(1, failed) };
}

/** A flaky test is a defect. */
export function countPlaywright(report: string, isGood: boolean): Counts {
	const parsed = PlaywrightReport.safeParse(readJson(report));
	if (!parsed.success) return { passed: 0, failed: 1 };
	const { expected, unexpected, flaky } = parsed.data.stats;
	const failed = unexpected + flaky;
	return { passed: expected, failed: isGood ? failed : Math.max(1, failed) };
}

function readJson(path: string): unknown {
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
