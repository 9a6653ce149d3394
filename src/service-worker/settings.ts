import type { RouteHandlerCallback, RouteMatchCallback } from 'workbox-core';
import { tellPages } from './tell.ts';

/**
 * What the server tells each browser when it starts, such as the public key: the app does not start
 * without it. The kept one is used at once and renewed behind it.
 */
const path = '/_app/env.js';
const cacheName = 'mam-settings';

export const isSettings: RouteMatchCallback = ({ url, sameOrigin }) =>
	sameOrigin && url.pathname === path;

export async function installSettings(): Promise<void> {
	const response = await fetchSettings();
	if (!response) throw new TypeError('The settings could not be read.');
	await (await caches.open(cacheName)).put(path, response);
}

export const keepSettings: RouteHandlerCallback = async ({ event }) => {
	const cache = await caches.open(cacheName);
	const kept = await cache.match(path);
	const renewed = renew(cache, kept?.clone());
	event.waitUntil(renewed);
	return kept ?? (await renewed) ?? Response.error();
};

async function renew(cache: Cache, kept: Response | undefined): Promise<Response | undefined> {
	const response = await fetchSettings();
	if (!response) return undefined;
	const [now, before] = await Promise.all([response.clone().text(), kept?.text()]);
	await cache.put(path, response.clone());
	// Running pages go on with what they started with, so they need to start anew.
	if (before !== undefined && now !== before) await tellPages({ type: 'settings-changed' });
	return response;
}

async function fetchSettings(): Promise<Response | undefined> {
	const response = await fetch(path, { cache: 'no-cache' }).catch(() => undefined);
	const isScript = response?.headers.get('content-type')?.includes('javascript');
	return response?.ok && isScript ? response : undefined;
}
