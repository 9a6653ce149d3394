import * as z from 'zod/mini';
import { addDays, weekdayOf, type Day } from '../calendar/days.ts';
import { formatDate } from '../calendar/format.ts';
import type { Locale } from '../i18n/address.ts';
import { m } from '../i18n/paraglide/messages.js';

/** How a series repeats; days and times are those of the centre's clocks. The database reads it. */
export type SeriesRule = {
	freq: 'daily' | 'weekly' | 'monthly';
	/** Every so many days, weeks or months. */
	every: number;
	/** ISO weekdays of a weekly rule; none: that of the first day. */
	weekdays: number[];
	/** Of a monthly rule: the same date, the same place of the weekday, its last place. */
	monthly: 'date' | 'position' | 'last';
	from: Day;
	/** '17:00'; the end can be '24:00'. */
	starts: string;
	ends: string;
	/** The last day that it may fall on, or how many times: one of the two. */
	until: Day | null;
	count: number | null;
};

/** How it repeats, wherever in the day and the year that is. */
export type Repeat = Omit<SeriesRule, 'from' | 'starts' | 'ends'>;

/** The most dates that a series may have; the database refuses more. */
export const mostDates = 104;

const stored = z.object({
	freq: z.enum(['daily', 'weekly', 'monthly']),
	every: z.number(),
	weekdays: z.optional(z.array(z.number())),
	monthly: z.optional(z.enum(['date', 'position', 'last'])),
	from: z.string(),
	starts: z.string(),
	ends: z.string(),
	until: z.optional(z.string()),
	count: z.optional(z.number())
});

/** A rule as the database keeps it. */
export function parseRule(value: unknown): SeriesRule {
	const rule = stored.parse(value);
	return {
		...rule,
		weekdays: rule.weekdays ?? [],
		monthly: rule.monthly ?? 'date',
		until: rule.until ?? null,
		count: rule.count ?? null
	};
}

/** As the database takes it. */
export function ruleJson(rule: SeriesRule) {
	const { freq, every, from, starts, ends, until, count } = rule;
	return {
		freq,
		every,
		from,
		starts,
		ends,
		...(freq === 'weekly' && rule.weekdays.length > 0 ? { weekdays: rule.weekdays } : {}),
		...(freq === 'monthly' ? { monthly: rule.monthly } : {}),
		...(until === null ? { count: count ?? 1 } : { until })
	};
}

/** Is the day among the last seven of its month? */
export function isLastOfMonth(day: Day): boolean {
	return addDays(day, 7).slice(0, 7) !== day.slice(0, 7);
}

/** 'w drugi wtorek', 'on the last Friday'. */
export function placeInMonth(day: Day, monthly: 'position' | 'last', locale: Locale): string {
	const weekday = weekdayOf(day);
	// wtorek, but środa, sobota, niedziela: the ordinal follows the gender of the weekday
	const gender = [1, 2, 4].includes(weekday) || (locale === 'pl' && weekday === 5) ? 'm' : 'f';
	const place = monthly === 'last' ? 'last' : String(Math.ceil(Number(day.slice(8)) / 7));
	return m.series_on_place({ weekday: String(weekday), place: m.series_place({ gender, place }) });
}

/** 'Co tydzień we wtorki, 17:00–19:00', with the dates it comes to: '…, do 15 grudnia, 8 terminów'. */
export function describeRule(
	rule: SeriesRule,
	dates: { last: Day; count: number } | null,
	locale: Locale
): string {
	const how = howOften(rule, locale);
	const time = `${rule.starts}–${rule.ends}`;
	if (!dates) return m.series_sentence({ how, time });
	return m.series_sentence_whole({
		how,
		time,
		last: dayOfYear(dates.last, rule.from, locale),
		dates: m.series_dates({ count: dates.count })
	});
}

function howOften(rule: SeriesRule, locale: Locale): string {
	const times = { count: rule.every, single: rule.every === 1 ? 'yes' : 'no' };
	if (rule.freq === 'daily') return m.series_daily(times);
	if (rule.freq === 'weekly') {
		const weekdays = rule.weekdays.length > 0 ? rule.weekdays : [weekdayOf(rule.from)];
		const days = weekdays
			.toSorted((a, b) => a - b)
			.map((weekday) => m.series_on_weekday({ weekday: String(weekday) }));
		return m.series_weekly({ ...times, days: new Intl.ListFormat(locale).format(days) });
	}
	const day =
		rule.monthly === 'date'
			? m.series_on_date({ date: String(Number(rule.from.slice(8))) })
			: placeInMonth(rule.from, rule.monthly, locale);
	return m.series_monthly({ ...times, day });
}

/** What a monthly rule leaves out: months without its 31st or its fifth Friday; null when nothing. */
export function leftOutBy(rule: SeriesRule): string | null {
	const date = Number(rule.from.slice(8));
	if (rule.freq !== 'monthly' || date <= 28) return null;
	if (rule.monthly === 'date') return m.series_short_months({ date: String(date) });
	return rule.monthly === 'position' ? m.series_no_fifth() : null;
}

/** '15 grudnia', with the year when it is another than that of the first day. */
function dayOfYear(day: Day, from: Day, locale: Locale): string {
	const date = formatDate(day, locale);
	return day.slice(0, 4) === from.slice(0, 4) ? date : `${date} ${day.slice(0, 4)}`;
}
