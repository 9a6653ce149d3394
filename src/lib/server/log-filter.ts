import { codeOf } from './boot/start-problem.ts';

const E_MAIL = /[^\s"'<>(){}[\]=:,;]+@[^\s"'<>(){}[\]=:,;]+/g;
const TOKEN = /\b(eyJ[\w-]+\.[\w-]+\.[\w-]*|sb_(?:secret|publishable)_[\w-]+|[0-9a-f]{32,})/g;
const PHONE = /\+?\d[\d\s-]{7,}\d/g;
const ADDRESS = /\b\w+:\/\/[^\s/]*:[^\s/]*@/g;

/** A line without e-mail addresses, phone numbers, tokens and passwords in addresses. */
export function withoutPersonalData(text: string): string {
	return text
		.replace(ADDRESS, '[address]')
		.replace(E_MAIL, '[e-mail]')
		.replace(TOKEN, '[token]')
		.replace(PHONE, '[number]');
}

/**
 * What may be told of an error: its kind, its code, where it happened. Not its message, which in a
 * database's error quotes what people typed, unless it is one of ours or of the system.
 */
export function describeError(error: unknown): Record<string, string | undefined> {
	if (!(error instanceof Error)) return { kind: typeof error };
	const code = codeOf(error);
	const isOfDatabase = error.name === 'PostgresError' || /^[0-9A-Z]{5}$/.test(code ?? '');
	return {
		kind: error.name,
		code,
		message: isOfDatabase ? undefined : withoutPersonalData(error.message.slice(0, 300)),
		stack: withoutPersonalData(placesOf(error.stack ?? ''))
	};
}

function placesOf(stack: string): string {
	const places = stack.split('\n').filter((line) => line.startsWith('    at '));
	return places.slice(0, 6).join(' ').replaceAll(/\s+/g, ' ');
}

/**
 * Replaces the console of a process whose libraries print queries with their parameters: what is
 * left of a line is the first words of a text and the kind of an error.
 */
export function filterConsole(process: string): void {
	for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
		console[level] = (...said: unknown[]) => {
			const line = { level, process, time: new Date().toISOString(), said: said.map(tellable) };
			globalThis.process.stderr.write(`${JSON.stringify(line)}\n`);
		};
	}
}

function tellable(said: unknown): unknown {
	if (said instanceof Error) return describeError(said);
	if (typeof said !== 'string') return `[${typeof said}]`;
	// Queries are printed after the first line or a colon, and they carry values.
	return withoutPersonalData(said.split('\n')[0]?.split(': ')[0]?.slice(0, 120) ?? '');
}
