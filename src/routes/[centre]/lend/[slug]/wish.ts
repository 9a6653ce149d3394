import { isDay, type Day } from '$lib/calendar/days.ts';
import { instantAt, minutesOfTime } from '$lib/calendar/wall-clock.ts';

/** What has been chosen, as the address has it: shared, reloaded and kept while signing in. */
export type LoanWish = {
	quantity: number;
	from: Day | null;
	fromTime: string | null;
	until: Day | null;
	untilTime: string | null;
};

/** A value that makes no sense is as if it were not there. */
export function readWish(address: URLSearchParams, most: number): LoanWish {
	const quantity = Number(address.get('quantity') ?? 1);
	const [from, fromTime] = momentOf(address.get('from'));
	const [until, untilTime] = momentOf(address.get('until'));
	const isCount = Number.isInteger(quantity) && quantity >= 1;
	return { quantity: isCount ? Math.min(quantity, most) : 1, from, fromTime, until, untilTime };
}

/** The query of an address, '?quantity=2&from=2026-11-26T12:30'. */
export function queryOf({ quantity, from, fromTime, until, untilTime }: LoanWish): string {
	const parts = [
		quantity > 1 && `quantity=${String(quantity)}`,
		from && `from=${from}T${fromTime ?? ''}`,
		until && `until=${until}T${untilTime ?? ''}`
	].filter(Boolean);
	return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** The instant of a day and a time; null while one of them is missing. */
export function instantOf(day: Day | null, time: string | null | undefined, zone: string) {
	return day && time ? instantAt(day, time, zone) : null;
}

function momentOf(text: string | null): [Day | null, string | null] {
	const [day = '', time = ''] = (text ?? '').split('T');
	if (!isDay(day)) return [null, null];
	return [day, Number.isNaN(minutesOfTime(time)) ? null : time];
}
