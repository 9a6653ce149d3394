import type { Centre } from '$lib/centres/data.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			/** The same id stands in the server's log. */
			id?: string;
		}
		interface PageData {
			/** Set on every page of one centre. */
			centre?: Centre;
		}
	}
}
