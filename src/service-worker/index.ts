/**
 * The service worker: what is kept on the device, and what answers when there is no network.
 * It only wires; each file beside it is one kind of answer. What it must never keep: anything of
 * one person (/rest, /auth, whatever carries an Authorization header). That is page code's work,
 * under the person's id (lib/offline/personal.ts).
 */
import { PrecacheRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { activateFiles, installFiles, isHashed, openPreviousVersion, precache } from './files.ts';
import { isNavigation, openShell } from './navigations.ts';
import { isProgramme, keepProgramme } from './programme.ts';
import { installSettings, isSettings, keepSettings } from './settings.ts';

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => {
	event.waitUntil(Promise.all([installFiles(event), installSettings()]));
});

self.addEventListener('activate', (event) => {
	event.waitUntil(activateFiles(event).then(() => self.clients.claim()));
});

// A new worker waits until somebody asks for it: lib/offline/registration.ts.
self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
	if (data === 'skip-waiting') void self.skipWaiting();
});

registerRoute(new PrecacheRoute(precache));
registerRoute(isHashed, openPreviousVersion);
registerRoute(isNavigation, openShell);
registerRoute(isProgramme, keepProgramme);
registerRoute(isSettings, keepSettings);
