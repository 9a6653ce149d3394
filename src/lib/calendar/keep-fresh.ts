import { invalidate } from '$app/navigation';
import { navigationDone } from './navigation-done.ts';
import { forgetRecentSchedules } from './recent-schedules.ts';

/** What loads `depends` on when they show a schedule. */
export const scheduleKey = 'mam:schedule';

const everyMinute = 60_000;

/**
 * An attachment (or an effect's body): asks for the schedule anew every minute while the page is
 * looked at, when it is looked at again, and when the network is back.
 */
export function keepFresh(): () => void {
	const refresh = () => {
		if (document.visibilityState !== 'visible') return;
		forgetRecentSchedules();
		void navigationDone().then(() => invalidate(scheduleKey));
	};
	const timer = setInterval(refresh, everyMinute);
	document.addEventListener('visibilitychange', refresh);
	window.addEventListener('online', refresh);
	return () => {
		clearInterval(timer);
		document.removeEventListener('visibilitychange', refresh);
		window.removeEventListener('online', refresh);
	};
}
