import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A finished JSON answer, ready to be sent any number of times. */
export type Answer = {
	etag: string;
	bytes: Uint8Array<ArrayBuffer>;
	brotli: Uint8Array<ArrayBuffer>;
	gzip: Uint8Array<ArrayBuffer>;
};

type Kept = { answer: Promise<Answer>; readAt: number };

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/**
 * Keeps finished answers by key. Reads of the same key at the same time become one; an answer that
 * is dropped while it is being read is not kept, for it may be older than the change.
 */
export class Answers {
	readonly #kept = new Map<string, Kept>();
	readonly #limit: number;
	readonly #maxAge: () => number;

	/** At most `limit` answers, the longest unused go first; `maxAge` in milliseconds. */
	constructor(limit: number, maxAge: () => number) {
		this.#limit = limit;
		this.#maxAge = maxAge;
	}

	/** The answer for the key, from `read` (a JSON text) when none is kept. A failure is not kept. */
	get(key: string, read: () => Promise<string>): Promise<Answer> {
		const kept = this.#kept.get(key);
		if (kept && performance.now() - kept.readAt < this.#maxAge()) {
			// to the end of the queue: in a Map the order of insertion
			this.#kept.delete(key);
			this.#kept.set(key, kept);
			return kept.answer;
		}
		return this.#read(key, read);
	}

	/** Forgets all answers whose key begins so. */
	drop(prefix: string): void {
		for (const key of this.#kept.keys()) if (key.startsWith(prefix)) this.#kept.delete(key);
	}

	#read(key: string, read: () => Promise<string>): Promise<Answer> {
		const kept: Kept = { answer: read().then(finish), readAt: performance.now() };
		this.#kept.delete(key);
		this.#kept.set(key, kept);
		for (const oldest of this.#kept.keys()) {
			if (this.#kept.size <= this.#limit) break;
			this.#kept.delete(oldest);
		}
		kept.answer.catch(() => {
			if (this.#kept.get(key) === kept) this.#kept.delete(key);
		});
		return kept.answer;
	}
}

async function finish(text: string): Promise<Answer> {
	const bytes = Buffer.from(text);
	const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
	const [brotli, zipped] = await Promise.all([compressBrotli(bytes, quality), compressGzip(bytes)]);
	const etag = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
	return { etag: `W/"${etag}"`, bytes, brotli, gzip: zipped };
}
