import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Mail } from './delivery.ts';

/** The mailbox of the demo forgets its oldest mails. */
const KEPT = 100;

const StoredMail = z.object({
	id: z.string(),
	sentAt: z.iso.datetime(),
	to: z.string(),
	subject: z.string(),
	text: z.string(),
	html: z.string()
});

export type StoredMail = z.infer<typeof StoredMail>;

/** Delivers a mail into the demo's mailbox: a JSON file whose name sorts by time. */
export async function deliverToFile(directory: string, mail: Mail): Promise<void> {
	await mkdir(directory, { recursive: true, mode: 0o700 });
	const sentAt = new Date().toISOString();
	const id = `${sentAt.replaceAll(':', '-')}_${randomUUID().slice(0, 8)}`;
	const stored: StoredMail = { id, sentAt, ...mail };
	const path = join(directory, `${id}.json`);
	await writeFile(`${path}.new`, JSON.stringify(stored), { mode: 0o600 });
	await rename(`${path}.new`, path);
	await forgetOldest(directory);
}

async function forgetOldest(directory: string): Promise<void> {
	const names = await namesOf(directory);
	for (const name of names.slice(KEPT)) await rm(join(directory, name), { force: true });
}

/** Newest first. */
async function namesOf(directory: string): Promise<string[]> {
	const names = await readdir(directory).catch(() => []);
	return names
		.filter((name) => name.endsWith('.json'))
		.sort()
		.reverse();
}

/** The mails that the demo has sent, newest first. */
export async function listMails(directory: string): Promise<StoredMail[]> {
	const names = await namesOf(directory);
	const mails = await Promise.all(names.map((name) => readMail(join(directory, name))));
	return mails.filter((mail) => mail !== undefined);
}

async function readMail(path: string): Promise<StoredMail | undefined> {
	const text = await readFile(path, 'utf8').catch(() => undefined);
	return text === undefined ? undefined : StoredMail.safeParse(JSON.parse(text)).data;
}
