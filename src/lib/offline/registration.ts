import { update } from './update.svelte.ts';
import { parseMessage } from './worker-message.ts';

const anHour = 60 * 60 * 1000;

/** Installs the service worker and says when a newer one is there; it takes over only when asked. */
export async function register(): Promise<void> {
	const { serviceWorker } = navigator;
	const registration = await serviceWorker.register('/service-worker.js', {
		updateViaCache: 'none'
	});
	announceNewer(registration);
	reloadAfterTakeover(serviceWorker);
	serviceWorker.addEventListener('message', ({ data }) => {
		if (parseMessage(data)?.type === 'settings-changed') update.announce(null);
	});
	lookForNewer(registration);
}

function announceNewer(registration: ServiceWorkerRegistration): void {
	// The first worker of a device is no update.
	const announce = (worker: ServiceWorker) => {
		if (navigator.serviceWorker.controller) update.announce(worker);
	};
	if (registration.waiting) announce(registration.waiting);
	registration.addEventListener('updatefound', () => {
		const worker = registration.installing;
		worker?.addEventListener('statechange', () => {
			if (worker.state === 'installed') announce(worker);
		});
	});
}

function reloadAfterTakeover(serviceWorker: ServiceWorkerContainer): void {
	let isFirst = serviceWorker.controller === null;
	serviceWorker.addEventListener('controllerchange', () => {
		if (!isFirst) update.reloadWhenClean();
		isFirst = false;
	});
}

/** An app that stays open for days looks for a newer version when it is looked at again. */
function lookForNewer(registration: ServiceWorkerRegistration): void {
	let lookedAt = performance.now();
	document.addEventListener('visibilitychange', () => {
		if (document.hidden || performance.now() - lookedAt < anHour) return;
		lookedAt = performance.now();
		registration.update().catch(() => undefined);
	});
}
