import { hasUnsaved } from './unsaved.svelte.ts';

/**
 * A new version of the app. `ready`: it waits for a tap. `postponed`: somebody asked for it, here or
 * in another tab, but here something is being typed, so it comes with the next page.
 */
class Update {
	state = $state<'none' | 'ready' | 'postponed'>('none');
	/** Is it to be seen? */
	isShown = $state(false);
	/** The new service worker that waits; null when only this page is out of date. */
	#worker: ServiceWorker | null = null;

	/** There is something new: a worker that waits, or code and settings that this page lacks. */
	announce(worker: ServiceWorker | null): void {
		this.#worker = worker ?? this.#worker;
		if (this.state !== 'none') return;
		this.state = 'ready';
		this.isShown = true;
	}

	/** The person asks for it. All tabs follow when the new worker takes over. */
	accept(): void {
		if (this.#worker?.state === 'installed') this.#worker.postMessage('skip-waiting');
		else this.reloadWhenClean();
	}

	/** Not now: it is offered again at the next start; what was postponed still comes. */
	decline(): void {
		this.isShown = false;
	}

	reloadWhenClean(): void {
		if (!hasUnsaved()) location.reload();
		else {
			this.state = 'postponed';
			this.isShown = true;
		}
	}
}

export const update = new Update();
