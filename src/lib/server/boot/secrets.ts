import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { StartProblem } from './start-problem.ts';

/** What an installation keeps to itself; made once, at the first start. */
const Secrets = z.object({
	/** Passwords of the database's logins. */
	ownerPassword: z.string().regex(/^[0-9a-f]{32,}$/),
	apiPassword: z.string().regex(/^[0-9a-f]{32,}$/),
	webPassword: z.string().regex(/^[0-9a-f]{32,}$/),
	/** Who holds it can sign a token for any person and role: 32 random bytes, in hexadecimal. */
	jwtSecret: z.string().regex(/^[0-9a-f]{64}$/),
	publishableKey: z.string().startsWith('sb_publishable_'),
	secretKey: z.string().startsWith('sb_secret_'),
	/** What the passwords of the demo people are derived from. */
	demoSecret: z.string().regex(/^[0-9a-f]{64}$/)
});

export type Secrets = z.infer<typeof Secrets>;

export function newSecrets(): Secrets {
	return {
		ownerPassword: hex(24),
		apiPassword: hex(24),
		webPassword: hex(24),
		jwtSecret: hex(32),
		publishableKey: `sb_publishable_${randomBytes(24).toString('base64url')}`,
		secretKey: `sb_secret_${randomBytes(24).toString('base64url')}`,
		demoSecret: hex(32)
	};
}

function hex(bytes: number): string {
	return randomBytes(bytes).toString('hex');
}

export function parseSecrets(json: unknown, place: string): Secrets {
	const parsed = Secrets.safeParse(json);
	if (parsed.success) return parsed.data;
	throw new StartProblem(
		`The secrets of this installation in ${place} cannot be read; restore them from a backup.`
	);
}

/** The secrets in a file that only its owner may read. */
export function loadOrCreateSecrets(path: string): Secrets {
	if (existsSync(path)) return parseSecrets(parseJson(readFileSync(path, 'utf8')), path);
	const secrets = newSecrets();
	// Renamed into place, so that a crash never leaves half a file.
	writeFileSync(`${path}.new`, JSON.stringify(secrets, null, '\t'), { mode: 0o600 });
	renameSync(`${path}.new`, path);
	return secrets;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
