import { m } from '../i18n/paraglide/messages.js';
import { showToast } from '../ui/toasts.svelte.ts';

let isSaid = false;

/** Tells the person, once, that this device keeps nothing for when there is no network. */
export function sayStorageFails(why: 'blocked' | 'full'): void {
	if (isSaid) return;
	isSaid = true;
	showToast(why === 'full' ? m.offline_storage_full() : m.offline_storage_blocked(), {
		tone: 'no'
	});
}
