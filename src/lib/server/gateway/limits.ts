import { createHmac } from 'node:crypto';
import type postgres from 'postgres';
import {
	RateLimiterMemory,
	RateLimiterPostgres,
	RateLimiterRes,
	type RateLimiterAbstract
} from 'rate-limiter-flexible';

const MINUTE = 60;

/**
 * How often something may be done: `points` times in `seconds`. What guards accounts is counted in
 * the database, for all replicas and across restarts. A whole centre may sit behind one address,
 * so the limits by address are wide and those by e-mail are narrow.
 */
const allowances = {
	codesByAddress: { points: 40, seconds: 15 * MINUTE },
	codesByEmail: { points: 5, seconds: 15 * MINUTE },
	/** Wrong guesses at one code; after these it is burnt until a new one is sent. */
	guessesByEmail: { points: 5, seconds: 15 * MINUTE },
	guessesByAddress: { points: 60, seconds: 15 * MINUTE },
	passwordsByAddress: { points: 60, seconds: 15 * MINUTE },
	passwordsByEmail: { points: 10, seconds: 15 * MINUTE },
	refreshesByAddress: { points: 1200, seconds: 15 * MINUTE }
} as const;

/** Counted in this process: exactness across replicas is not worth a write for every request. */
const WRITES_BY_ADDRESS = { points: 1800, seconds: MINUTE };

export type Allowance = keyof typeof allowances;

/** Undefined when allowed, else the seconds until the next try. */
export type Waiting = number | undefined;

export type Limits = {
	consume(allowance: Allowance, key: string): Promise<Waiting>;
	/** Forgets what was counted: after a success, or when a new code was sent. */
	forget(allowance: Allowance, key: string): Promise<void>;
	consumeWrite(address: string): Promise<Waiting>;
};

export function createLimits(sql: postgres.Sql, pepper: string): Limits {
	const limiters = new Map(
		Object.entries(allowances).map(([name, { points, seconds }]) => [
			name,
			storedLimiter(sql, name, points, seconds)
		])
	);
	const writes = new RateLimiterMemory({
		points: WRITES_BY_ADDRESS.points,
		duration: WRITES_BY_ADDRESS.seconds
	});
	// E-mail addresses and network addresses are kept as keyed hashes only.
	const hashed = (key: string) =>
		createHmac('sha256', pepper).update(key).digest('base64url').slice(0, 32);
	return {
		consume: (allowance, key) => consume(limiters.get(allowance), hashed(key)),
		async forget(allowance, key) {
			await limiters.get(allowance)?.delete(hashed(key));
		},
		consumeWrite: (address) => consume(writes, address)
	};
}

async function consume(limiter: RateLimiterAbstract | undefined, key: string): Promise<Waiting> {
	try {
		await limiter?.consume(key);
		return undefined;
	} catch (refusal) {
		if (!(refusal instanceof RateLimiterRes)) throw refusal;
		return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
	}
}

function storedLimiter(
	sql: postgres.Sql,
	keyPrefix: string,
	points: number,
	duration: number
): RateLimiterPostgres {
	return new RateLimiterPostgres({
		keyPrefix,
		points,
		duration,
		storeClient: asPool(sql),
		storeType: 'pool',
		schemaName: 'web',
		tableName: 'limits',
		tableCreated: true,
		// While the database is away nobody signs in anyway; still count.
		insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration })
	});
}

type Query = { text: string; values?: (string | number | null)[] };

/** The one method of a node-postgres pool that the limiter calls, over postgres.js. */
function asPool(sql: postgres.Sql) {
	return {
		async query({ text, values }: Query) {
			const rows = await sql.unsafe(text, values ?? [], { prepare: true });
			return { rows: [...rows], rowCount: rows.count };
		}
	};
}
