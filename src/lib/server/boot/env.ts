import { z } from 'zod';
import type { MailSettings } from './supabase-messages.ts';
import { StartProblem } from './start-problem.ts';

/** Where the data live and who serves REST and auth: the run mode, decided here and only here. */
export type BackendPlan =
	| { kind: 'own'; databaseUrl: string | undefined; demo: boolean; mail: MailSettings | undefined }
	| { kind: 'hosted'; databaseUrl: string; apiUrl: string; publishableKey: string };

export type Configuration = {
	host: string;
	port: number;
	/** Scheme, host and port under which people reach the app. */
	origin: string;
	dataDir: string;
	/** How long an access token is good for, in seconds. */
	tokenSeconds: number;
	backend: BackendPlan;
};

const Port = z.coerce
	.number({ error: 'PORT has to be a number' })
	.int({ error: 'PORT has to be a whole number' })
	.min(1, { error: 'PORT has to be between 1 and 65535' })
	.max(65535, { error: 'PORT has to be between 1 and 65535' });

const Origin = z
	.url({
		protocol: /^https?$/,
		error: 'ORIGIN has to be an address such as https://mam.example.pl'
	})
	.refine((text) => !URL.canParse(text) || new URL(text).origin === text.replace(/\/$/, ''), {
		error: 'ORIGIN has to be scheme, host and port only, such as https://mam.example.pl'
	})
	.transform((text) => text.replace(/\/$/, ''));

const PostgresUrl = z.url({
	protocol: /^postgres(ql)?$/,
	error: 'DATABASE_URL has to look like postgres://user:password@host:5432/database'
});

const SupabaseUrl = z.url({
	protocol: /^https?$/,
	error: 'PUBLIC_SUPABASE_URL has to be an address such as https://abc.supabase.co'
});

const SmtpUrl = z.url({
	protocol: /^smtps?$/,
	error: 'SMTP_URL has to look like smtps://user:password@mail.example.pl:465'
});

const Environment = z.object({
	PORT: Port.default(3000),
	HOST: z
		.string()
		.regex(/^[\w.:-]+$/, { error: 'HOST has to be an address or a name of this machine' })
		.default('127.0.0.1'),
	ORIGIN: Origin.optional(),
	MAM_DATA_DIR: z.string().default('.data'),
	MAM_DEMO: z.enum(['0', '1'], { error: 'MAM_DEMO has to be 0 or 1' }).optional(),
	DATABASE_URL: PostgresUrl.optional(),
	PUBLIC_SUPABASE_URL: SupabaseUrl.optional(),
	PUBLIC_SUPABASE_PUBLISHABLE_KEY: z.string().optional(),
	SUPABASE_SECRET_KEY: z.string().optional(),
	SMTP_URL: SmtpUrl.optional(),
	MAIL_FROM: z
		.string()
		.includes('@', { error: 'MAIL_FROM has to hold an e-mail address' })
		.optional(),
	MAM_TOKEN_SECONDS: z.coerce
		.number({ error: 'MAM_TOKEN_SECONDS has to be a number' })
		.int({ error: 'MAM_TOKEN_SECONDS has to be a whole number' })
		.min(5, { error: 'MAM_TOKEN_SECONDS has to be at least 5' })
		.max(86_400, { error: 'MAM_TOKEN_SECONDS has to be at most 86400' })
		.default(3600),
	ADDRESS_HEADER: z
		.string()
		.regex(/^[\w-]+$/, { error: 'ADDRESS_HEADER has to be the name of a header' })
		.optional(),
	XFF_DEPTH: z.coerce
		.number({ error: 'XFF_DEPTH has to be a number' })
		.int({ error: 'XFF_DEPTH has to be a whole number' })
		.min(1, { error: 'XFF_DEPTH has to be at least 1' })
		.optional()
});

type Environment = z.infer<typeof Environment>;

/**
 * Reads what the operator set. Every value that is wrong or contradicts another one is told in one
 * sentence, all of them at once; an empty value counts as none.
 */
export function readConfiguration(variables: Record<string, string | undefined>): Configuration {
	const set = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '');
	const parsed = Environment.safeParse(Object.fromEntries(set));
	if (!parsed.success) {
		throw new StartProblem(parsed.error.issues.map((issue) => `${issue.message}.`).join('\n'));
	}
	const environment = parsed.data;
	const contradictions = contradictionsIn(environment);
	if (contradictions.length > 0) throw new StartProblem(contradictions.join('\n'));
	return {
		host: environment.HOST,
		port: environment.PORT,
		origin: environment.ORIGIN ?? localOrigin(environment.HOST, environment.PORT),
		dataDir: environment.MAM_DATA_DIR,
		tokenSeconds: environment.MAM_TOKEN_SECONDS,
		backend: planOf(environment)
	};
}

function contradictionsIn(environment: Environment): string[] {
	const hosted = environment.PUBLIC_SUPABASE_URL !== undefined;
	const key = environment.PUBLIC_SUPABASE_PUBLISHABLE_KEY !== undefined;
	const secret = environment.SUPABASE_SECRET_KEY !== undefined;
	const rules: [boolean, string][] = [
		[hosted && !key, 'PUBLIC_SUPABASE_URL needs PUBLIC_SUPABASE_PUBLISHABLE_KEY.'],
		[hosted && environment.DATABASE_URL === undefined, 'PUBLIC_SUPABASE_URL needs DATABASE_URL.'],
		[!hosted && key, 'PUBLIC_SUPABASE_PUBLISHABLE_KEY needs PUBLIC_SUPABASE_URL.'],
		[!hosted && secret, 'SUPABASE_SECRET_KEY needs PUBLIC_SUPABASE_URL.'],
		[
			hosted && environment.MAM_DEMO === '1',
			'MAM_DEMO=1 and PUBLIC_SUPABASE_URL exclude each other: the demo people exist only where MAM runs its own sign-in.'
		],
		[
			hosted && environment.SMTP_URL !== undefined,
			'SMTP_URL and PUBLIC_SUPABASE_URL exclude each other: mails are set up in Supabase.'
		],
		[
			environment.SMTP_URL !== undefined && environment.MAIL_FROM === undefined,
			'SMTP_URL needs MAIL_FROM, the sender of the mails.'
		],
		[
			!hosted && !isDemo(environment) && environment.SMTP_URL === undefined,
			'Without the demo (MAM_DEMO=0, or DATABASE_URL) SMTP_URL and MAIL_FROM are needed: nobody could get a sign-in code.'
		],
		[
			environment.XFF_DEPTH !== undefined && environment.ADDRESS_HEADER === undefined,
			'XFF_DEPTH needs ADDRESS_HEADER=x-forwarded-for.'
		]
	];
	return rules.filter(([isBroken]) => isBroken).map(([, sentence]) => sentence);
}

/** The demo is for trying out: by default where the database is the embedded one. */
function isDemo(environment: Environment): boolean {
	return (environment.MAM_DEMO ?? (environment.DATABASE_URL === undefined ? '1' : '0')) === '1';
}

function planOf(environment: Environment): BackendPlan {
	const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY, DATABASE_URL } = environment;
	if (PUBLIC_SUPABASE_URL !== undefined) {
		return {
			kind: 'hosted',
			databaseUrl: DATABASE_URL ?? '',
			apiUrl: PUBLIC_SUPABASE_URL.replace(/\/$/, ''),
			publishableKey: PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? ''
		};
	}
	return {
		kind: 'own',
		databaseUrl: DATABASE_URL,
		demo: isDemo(environment),
		mail: mailOf(environment)
	};
}

function mailOf({ SMTP_URL, MAIL_FROM }: Environment): MailSettings | undefined {
	if (SMTP_URL === undefined || MAIL_FROM === undefined) return undefined;
	return { kind: 'smtp', url: SMTP_URL, from: MAIL_FROM };
}

/** Browsers take `localhost` for a safe place, which service workers need. */
function localOrigin(host: string, port: number): string {
	const isLocal = /^(127\.|0\.0\.0\.0$|localhost$|::1?$)/.test(host);
	return `http://${isLocal ? 'localhost' : host}:${port}`;
}
