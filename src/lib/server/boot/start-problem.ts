/**
 * Something that keeps MAM from starting and that the operator can do something about.
 * Its message is one clear sentence; the starter prints it alone, without a stack.
 */
export class StartProblem extends Error {
	override name = 'StartProblem';
}

/** The system's error code (`EACCES`, `EADDRINUSE`…) or a database's SQLSTATE, if it has one. */
export function codeOf(error: unknown): string | undefined {
	if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
	return typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
