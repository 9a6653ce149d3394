import { resolve } from 'node:path';
import { demoPeople } from './demo-people.ts';
import type { Configuration } from './env.ts';

/** Tells the operator where the app is, who can be tried out and where mails go. */
export function announce(configuration: Configuration): void {
	process.stdout.write(`${readyLines(configuration).join('\n')}\n`);
}

export function readyLines({ origin, host, dataDir, backend }: Configuration): string[] {
	const lines = ['', `MAM is ready: ${origin}`];
	if (backend.kind === 'hosted') {
		return [...lines, `  Supabase   ${backend.apiUrl}`, ''];
	}
	lines.push(
		`  data       ${backend.databaseUrl === undefined ? resolve(dataDir) : 'DATABASE_URL'}`
	);
	lines.push(`  mails      ${whereMailsGo(origin, backend.demo, backend.mail?.kind)}`);
	if (backend.demo) {
		const people = Object.entries(demoPeople).map(([part, email]) => `${email} (${part})`);
		lines.push(`  demo       one tap on ${origin}/sign-in, or a code by e-mail:`);
		lines.push(...people.map((person) => `             ${person}`));
		if (!isLoopback(host)) {
			lines.push(
				`  beware     whoever reaches ${host} can sign in as anyone: MAM_DEMO=0 ends the demo`
			);
		}
	}
	return [...lines, ''];
}

function whereMailsGo(origin: string, demo: boolean, kind: 'files' | 'smtp' | undefined): string {
	if (kind === 'smtp') return 'by SMTP_URL';
	return demo ? `${origin}/mailbox (nothing leaves this machine)` : 'files in the data directory';
}

function isLoopback(host: string): boolean {
	return /^(127\.|localhost$|::1$)/.test(host);
}
