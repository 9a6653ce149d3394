import pino from 'pino';
import { describeError } from './log-filter.ts';

/**
 * The log of every process of ours: one JSON object a line on stderr, so that stdout stays for the
 * operator. What identifies a person has no place in it: log ids of errors, codes and counts.
 */
export const log = pino(
	{
		level: process.env.MAM_LOG_LEVEL ?? 'info',
		base: { process: process.env.MAM_PROCESS ?? 'start' },
		timestamp: pino.stdTimeFunctions.isoTime,
		serializers: { error: describeError }
	},
	pino.destination({ dest: 2, sync: true })
);
