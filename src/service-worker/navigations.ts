import type { RouteHandlerCallback, RouteMatchCallback } from 'workbox-core';
import { precache } from './files.ts';

/** Addresses that are no pages of the app: data, files, the demo's mailbox, the server's health. */
const elsewhere = /^\/(api|rest|auth|storage|_app)\/|^\/(healthz|mailbox)\b|\.[a-z0-9]+$/i;

export const isNavigation: RouteMatchCallback = ({ request, url, sameOrigin }) =>
	sameOrigin && request.mode === 'navigate' && !elsewhere.test(url.pathname);

/**
 * Every page is the same empty one, which starts the app at the address that it was asked for: it
 * opens as fast without a network as with one, and no network's sign-in page gets in between.
 */
export const openShell: RouteHandlerCallback = precache.createHandlerBoundToURL('/shell');
