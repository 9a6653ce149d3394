import { formatMoment, formatTime } from '../calendar/format.ts';
import { dayOf } from '../calendar/wall-clock.ts';
import { m } from '../i18n/paraglide/messages.js';
import { getLocale } from '../i18n/paraglide/runtime.js';
import type { Reach } from './connection.svelte.ts';

/**
 * 'Bez sieci — stan z 14:32', with the day when it was another one. Times are the centre's; on
 * pages of no centre they are those of the phone.
 */
export function connectionText(
	reach: Reach,
	asOf: Date | null,
	centreZone: string | undefined,
	now: Date
): string {
	const isOffline = reach === 'offline';
	if (!asOf) return isOffline ? m.offline_no_network() : m.offline_no_server();
	const zone = centreZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
	if (dayOf(asOf, zone) === dayOf(now, zone)) {
		const time = formatTime(asOf, zone);
		return isOffline ? m.offline_no_network_as_of({ time }) : m.offline_no_server_as_of({ time });
	}
	const moment = formatMoment(asOf, zone, getLocale(), now);
	return isOffline
		? m.offline_no_network_as_of_day({ moment })
		: m.offline_no_server_as_of_day({ moment });
}
