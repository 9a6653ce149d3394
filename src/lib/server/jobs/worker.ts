import postgres from 'postgres';
import { z } from 'zod';
import { kinds, Params } from '../../notifications/words.ts';
import { log } from '../log.ts';
import type { Deliver } from '../mail/delivery.ts';
import { writeNoticeMail } from '../mail/notice-mail.ts';

/** Milliseconds between two looks; rules never wait for one (domain.md, invariant 8). */
const PAUSE = 5_000;
/** Mails that one look takes along. */
const BATCH = 20;

const Claimed = z.array(
	z.object({
		id: z.uuid(),
		to: z.string(),
		locale: z.enum(['pl', 'en', 'uk']),
		kind: z.enum(kinds),
		params: z.unknown(),
		booking: z.uuid().nullable()
	})
);

type Claim = z.infer<typeof Claimed>[number];

export type WorkerSettings = {
	databaseUrl: string;
	/** Where the app is seen from outside, for the links in mails. */
	siteUrl: string;
	/** Null where nothing can send mails: people read their notifications in the app. */
	deliver: Deliver | null;
};

/**
 * Runs what is due and sends the mails of the outbox. Any number of them may run beside each other:
 * the database gives a mail to one at a time, and to another when that one says nothing of it.
 */
export function startWorker(settings: WorkerSettings): { stop(): Promise<void> } {
	const sql = postgres(settings.databaseUrl, {
		max: 1,
		connect_timeout: 5,
		fetch_types: false,
		connection: { application_name: 'mam-worker' },
		onnotice: () => undefined
	});
	let wake = () => {};
	let isStopping = false;

	async function work(): Promise<void> {
		while (!isStopping) {
			await look(sql, settings).catch((error: unknown) => {
				// The database is away, or behind a fault of ours: what is due stays due.
				if (!isStopping) log.warn({ error }, 'due jobs could not be run');
			});
			await new Promise<void>((resolve) => {
				if (isStopping) resolve();
				const timer = setTimeout(resolve, PAUSE);
				wake = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}
	}

	const working = work();
	return {
		async stop() {
			isStopping = true;
			wake();
			await working;
			await sql.end({ timeout: 2 });
		}
	};
}

/** Once: what is due, then the mails that are. Exported for its test. */
export async function look(
	sql: postgres.Sql,
	{ siteUrl, deliver }: Omit<WorkerSettings, 'databaseUrl'>
): Promise<void> {
	await sql`select private.run_due_jobs()`;
	if (!deliver) return;
	for (;;) {
		const [row] = await sql<{ mails: unknown }[]>`select private.claim_mails(${BATCH}) as mails`;
		const claimed = Claimed.parse(row?.mails);
		for (const claim of claimed) {
			const error = await send(claim, siteUrl, deliver);
			await sql`select private.settle_mail(${claim.id}, ${error})`;
		}
		if (claimed.length < BATCH) return;
	}
}

/** Null when it went out, else why it did not. */
async function send(claim: Claim, siteUrl: string, deliver: Deliver): Promise<string | null> {
	const { to, locale, kind, booking } = claim;
	const prefix = locale === 'pl' ? '' : `/${locale}`;
	const link = `${siteUrl}${prefix}${booking ? `/bookings/${booking}` : '/me/notifications'}`;
	try {
		const params = Params.parse(claim.params);
		await deliver(writeNoticeMail({ to, locale, kind, params, link }));
		return null;
	} catch (error) {
		log.error({ error }, 'a notification could not be mailed');
		return error instanceof Error ? error.message : 'unknown';
	}
}
