import type { WorkerMessage } from '../lib/offline/worker-message.ts';

declare const self: ServiceWorkerGlobalScope;

/** Says something to every open tab of the app. */
export async function tellPages(message: WorkerMessage): Promise<void> {
	const tabs = await self.clients.matchAll({ type: 'window' });
	for (const tab of tabs) tab.postMessage(message);
}
