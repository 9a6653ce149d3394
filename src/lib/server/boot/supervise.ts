import { log } from '../log.ts';

/** A process or server that we started. */
export type Running = {
	pid: number;
	/** Settles with the reason when it ends without having been asked to. */
	ended: Promise<string>;
	stop(): Promise<void>;
};

export type Supervised = {
	pid(): number;
	stop(): Promise<void>;
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** What ran this long was well; its next pause is a short one again. */
const WELL_AFTER_MS = 30_000;

/**
 * Starts something and starts it again whenever it dies, after pauses that double while it keeps
 * dying. A failure of the very first start is the caller's.
 */
export async function keepRunning(
	name: string,
	start: () => Promise<Running>
): Promise<Supervised> {
	let running = await start();
	let startedAt = Date.now();
	let pause = FIRST_PAUSE_MS;
	let isStopping = false;
	let reviving: Promise<void> = Promise.resolve();

	function watch(): void {
		void running.ended.then((reason) => {
			if (isStopping) return;
			log.warn({ reason }, `${name} died and is started again`);
			reviving = revive();
		});
	}

	async function revive(): Promise<void> {
		if (Date.now() - startedAt > WELL_AFTER_MS) pause = FIRST_PAUSE_MS;
		for (;;) {
			await new Promise((resolve) => setTimeout(resolve, pause));
			if (isStopping) return;
			pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
			try {
				running = await start();
				startedAt = Date.now();
				log.info(`${name} runs again`);
				watch();
				return;
			} catch (error) {
				log.error({ error, pause }, `${name} could not be started again`);
			}
		}
	}

	watch();
	return {
		pid: () => running.pid,
		async stop() {
			isStopping = true;
			await reviving;
			await running.stop();
		}
	};
}
