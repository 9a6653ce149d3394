/**
 * One kind of error for the whole app. A code is `noun.problem`; the list is in domain.md and every
 * code has a message in every language (error-messages.ts).
 */
export class AppError extends Error {
	code: string;
	params: Record<string, unknown>;

	constructor(code: string, params: Record<string, unknown> = {}, options?: ErrorOptions) {
		super(code, options);
		this.name = 'AppError';
		this.code = code;
		this.params = params;
	}
}

/**
 * Values that the database could not take: not a date, not a number, out of range, not a uuid, a
 * character that no text may have (class 22), nothing where something has to be, a failed check, or
 * a yes or no where a function takes something else.
 */
const unreadableValue = /^(22...|23502|23514|42846|42883)$/;

/**
 * Anything thrown or returned by supabase-js, fetch or our own code → AppError. Goes by codes only:
 * messages and HTTP statuses differ between Supabase's servers.
 */
export function toAppError(error: unknown): AppError {
	if (error instanceof AppError) return error;
	const { code, details, status, name } = fields(error);
	if (code === 'P0001') return refusal(details, error);
	if (status === 429 || status === 503 || code === 'over_request_rate_limit') {
		return new AppError('network.busy', {}, { cause: error });
	}
	if (isNetworkFailure(error, name, code)) {
		return new AppError('network.offline', {}, { cause: error });
	}
	if (code === '42501') return new AppError('auth.forbidden', {}, { cause: error });
	if (status === 401 || code === 'PGRST301' || code === 'PGRST302' || code === 'PGRST303') {
		return new AppError('auth.required', {}, { cause: error });
	}
	if (status === 403) return new AppError('auth.forbidden', {}, { cause: error });
	if (unreadableValue.test(code) || code.startsWith('PGRST')) {
		return new AppError('request.invalid', {}, { cause: error });
	}
	return new AppError('unexpected', {}, { cause: error });
}

/** A refusal as the database writes it, `{"error": code, …parameters}`; null when it is none. */
export function refusalOf(value: unknown): AppError | null {
	if (!isRecord(value)) return null;
	const { error: code, ...params } = value;
	return typeof code === 'string' ? new AppError(code, params) : null;
}

/** The database refused by a rule: `details` is JSON, `{"error": code, …parameters}`. */
function refusal(details: string, cause: unknown): AppError {
	try {
		const parsed: unknown = JSON.parse(details);
		if (isRecord(parsed)) {
			const { error: code, ...params } = parsed;
			if (typeof code === 'string') return new AppError(code, params, { cause });
		}
	} catch {
		// Not ours: some other function raised it without details.
	}
	return new AppError('unexpected', {}, { cause });
}

function isNetworkFailure(error: unknown, name: string, code: string): boolean {
	if (name === 'AuthRetryableFetchError') return true;
	// supabase-js reports a failed fetch as an error without a code, whose message begins so.
	const message = isRecord(error) ? error['message'] : undefined;
	return code === '' && typeof message === 'string' && /(TypeError|fetch|network)/i.test(message);
}

function fields(error: unknown) {
	const record = isRecord(error) ? error : {};
	return {
		code: typeof record['code'] === 'string' ? record['code'] : '',
		details: typeof record['details'] === 'string' ? record['details'] : '',
		name: typeof record['name'] === 'string' ? record['name'] : '',
		status: typeof record['status'] === 'number' ? record['status'] : 0
	};
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
