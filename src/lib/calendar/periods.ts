/** A time span, half-open: its end is no longer part of it, so back-to-back periods do not meet. */
export type Period = { starts: Date; ends: Date };

export function overlaps(a: Period, b: Period): boolean {
	return a.starts < b.ends && b.starts < a.ends;
}

/** True when `inner` lies wholly within `outer`. */
export function contains(outer: Period, inner: Period): boolean {
	return outer.starts <= inner.starts && inner.ends <= outer.ends;
}

/** True when the instant is part of the period. */
export function includes(period: Period, instant: Date): boolean {
	return period.starts <= instant && instant < period.ends;
}

/** Real minutes that pass, also over a clock change. */
export function minutesIn(period: Period): number {
	return (period.ends.getTime() - period.starts.getTime()) / 60_000;
}

export function addMinutes(instant: Date, minutes: number): Date {
	return new Date(instant.getTime() + minutes * 60_000);
}

/** What two periods share, null when nothing. */
export function intersection(a: Period, b: Period): Period | null {
	const starts = a.starts > b.starts ? a.starts : b.starts;
	const ends = a.ends < b.ends ? a.ends : b.ends;
	return starts < ends ? { starts, ends } : null;
}

/** What is left of the wholes after taking away all the parts; in order of time. */
export function subtract(wholes: Period[], parts: Period[]): Period[] {
	const left = parts.reduce((wholes, part) => wholes.flatMap((whole) => cut(whole, part)), wholes);
	return [...left].sort(byStart);
}

function cut(whole: Period, part: Period): Period[] {
	if (!overlaps(whole, part)) return [whole];
	return [
		{ starts: whole.starts, ends: part.starts },
		{ starts: part.ends, ends: whole.ends }
	].filter(({ starts, ends }) => starts < ends);
}

/** For sorting by start, then end. */
export function byStart(a: Period, b: Period): number {
	return a.starts.getTime() - b.starts.getTime() || a.ends.getTime() - b.ends.getTime();
}
