import { parseMessage } from './worker-message.ts';

/** Without a network, or with one that does not lead to our server: a state, not an error. */
export type Reach = 'online' | 'offline' | 'unreachable';

type News = (path: string) => void;

/** What the server did not answer, and when, by performance.now(). */
type Missed = { path: string; at: number };

/** Whether the server can be reached, as far as this tab knows. Only written in the browser. */
class Connection {
	#missed: Missed[] = [];
	#isReachable = $state(true);
	#hasNetwork = $state(true);
	#news: News | undefined;
	#unheard: string[] = [];

	/** From when what is shown is, by the server's clock; null when it is of now or not known. */
	asOf = $state<Date | null>(null);

	get reach(): Reach {
		if (this.#isReachable) return 'online';
		return this.#hasNetwork ? 'unreachable' : 'offline';
	}

	/** There was no answer at a path; `asOf` is the age of what was shown instead. */
	missed(path: string, asOf: string | null): void {
		this.#setMissed([...this.#missedBut(path), { path, at: performance.now() }]);
		if (asOf) this.asOf = new Date(asOf);
	}

	/** The server is there, and all that the page shows was asked for anew after `since`. */
	recovered(since: number): void {
		this.#setMissed(this.#missed.filter(({ at }) => at >= since));
	}

	#missedBut(path: string): Missed[] {
		return this.#missed.filter((missed) => missed.path !== path);
	}

	#setMissed(missed: Missed[]): void {
		this.#missed = missed;
		this.#isReachable = missed.length === 0;
		if (this.#isReachable) this.asOf = null;
	}

	/** `hear` is told the path of each public answer that changed after it was shown. */
	onNews(hear: News): void {
		this.#news = hear;
		for (const path of this.#unheard.splice(0)) hear(path);
	}

	/**
	 * Listens to the browser and to the service worker. Called before the first load of a page, which
	 * already makes the worker speak. A network that came back is believed once the server answers.
	 */
	watch(): void {
		this.#setNetwork();
		addEventListener('online', () => this.#setNetwork());
		addEventListener('offline', () => this.#setNetwork());
		if (!('serviceWorker' in navigator)) return;
		navigator.serviceWorker.addEventListener('message', ({ data }) => this.#hear(data));
	}

	#setNetwork(): void {
		this.#hasNetwork = navigator.onLine;
		if (!navigator.onLine) this.missed('', null);
	}

	#hear(data: unknown): void {
		const message = parseMessage(data);
		if (message?.type === 'unreachable') this.missed(message.path, message.asOf);
		if (message?.type !== 'answered') return;
		this.#setMissed(this.#missedBut(message.path));
		if (!message.isNews) return;
		if (this.#news) this.#news(message.path);
		else this.#unheard.push(message.path);
	}
}

export const connection = new Connection();
