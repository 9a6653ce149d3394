import type { Connection } from '@supabase/lite';
import { z } from 'zod';
import { codeOf } from './start-problem.ts';

const DatabaseError = z.looseObject({
	code: z.string().regex(/^[0-9A-Z]{5}$/),
	message: z.string(),
	detail: z.string().nullish(),
	hint: z.string().nullish()
});

/** What lite 0.10 answers as PostgREST does; everything else it takes for a fault of its own. */
const KNOWN_TO_LITE = /^(PT|PGRST|42|22|21|55|53|25006|23502|23503|23505)/;

/**
 * lite answers 500 without code and details for what a function of ours refuses (P0001), for a check
 * and for an exclusion violation. This gives them the answer of the real PostgREST, by the way in
 * which a function may shape an error itself (`raise sqlstate 'PGRST'`).
 */
export function answerErrorsAsPostgrest(connection: Connection): void {
	const normalize = connection.normalizeDbError.bind(connection);
	connection.normalizeDbError = (error) => asPostgrestAnswers(normalize(error));
}

/**
 * A number where a time or a list has to be stops in lite's driver, before the database sees it and
 * can say that it is not one.
 */
const STOPPED_IN_DRIVER = 'ERR_INVALID_ARG_TYPE';

function asPostgrestAnswers(error: unknown): unknown {
	if (codeOf(error) === STOPPED_IN_DRIVER) {
		return { code: '22P02', message: 'invalid input syntax', detail: null, hint: null };
	}
	const { success, data } = DatabaseError.safeParse(error);
	if (!success || KNOWN_TO_LITE.test(data.code)) return error;
	const { code, message, detail, hint } = data;
	return {
		code: 'PGRST',
		message: JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null }),
		detail: JSON.stringify({ status: statusOf(code), headers: {} })
	};
}

/** PostgREST's table of statuses, as far as these codes can come up here. */
function statusOf(code: string): number {
	if (code === 'P0001') return 400;
	return /^(08|09|25|2D|38|3B|40|53|54|55|57|58|P0|XX)/.test(code) ? 500 : 400;
}
