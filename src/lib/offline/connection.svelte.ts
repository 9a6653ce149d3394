import { parseMessage } from './worker-message.ts';

/** Without a network, or with one that does not lead to our server: a state, not an error. */
export type Reach = 'online' | 'offline' | 'unreachable';

type News = (path: string) => void;

/** Whether the server can be reached, as far as this tab knows. Only written in the browser. */
class Connection {
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

	/** The server answered. */
	reached(): void {
		this.#isReachable = true;
		this.asOf = null;
	}

	/** It did not; `asOf` is the age of what was shown instead. */
	missed(asOf: string | null): void {
		this.#isReachable = false;
		if (asOf) this.asOf = new Date(asOf);
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
		if (!navigator.onLine) this.#isReachable = false;
	}

	#hear(data: unknown): void {
		const message = parseMessage(data);
		if (message?.type === 'unreachable') this.missed(message.asOf);
		if (message?.type !== 'answered') return;
		this.reached();
		if (!message.isNews) return;
		if (this.#news) this.#news(message.path);
		else this.#unheard.push(message.path);
	}
}

export const connection = new Connection();
