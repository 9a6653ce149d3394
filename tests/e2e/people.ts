import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { test as visitor } from './visitor.ts';

export { expect } from './visitor.ts';

/** People for the journeys: everyone is new, so that tests never meet in one person's bookings. */
export type Someone = { name: string; email: string; id: string; token: string; session: unknown };

/** Where the app is, and the address that this test's requests come from. */
export type Place = { origin: string; address: string };

export const test = visitor.extend<{ place: Place }>({
	place: async ({ baseURL, extraHTTPHeaders }, use) => {
		await use({ origin: baseURL ?? '', address: extraHTTPHeaders?.['x-forwarded-for'] ?? '' });
	}
});

const Session = z.looseObject({
	access_token: z.string(),
	user: z.looseObject({ id: z.string() })
});
const Mails = z.object({ mails: z.array(z.object({ to: z.string(), text: z.string() })) });
const Booked = z.object({ id: z.string(), status: z.string(), version: z.number() });
const Preview = z.object({
	dates: z.array(
		z.object({ date: z.string(), starts: z.string(), ends: z.string(), state: z.string() })
	)
});
const Series = z.object({
	id: z.string(),
	bookings: z.array(z.object({ id: z.string(), date: z.string() }))
});
const Schedule = z.object({
	resources: z.array(
		z.object({ id: z.string(), slug: z.string(), units: z.array(z.object({ id: z.string() })) })
	),
	entries: z.array(
		z.object({ starts: z.string(), free_from: z.string(), units: z.array(z.string()) })
	),
	days: z.array(
		z.object({
			date: z.string(),
			open: z.array(z.object({ opens: z.string(), closes: z.string() }))
		})
	)
});

export function newEmail(name: string): string {
	return `${name.toLowerCase()}.${randomUUID().slice(0, 8)}@mam.example`;
}

/** The newest code in the demo's mailbox for an address; waits until it is there. */
export async function codeFor({ origin }: Place, email: string): Promise<string> {
	for (let attempt = 0; attempt < 50; attempt += 1) {
		const response = await fetch(`${origin}/api/demo/mails`);
		const { mails } = Mails.parse(await response.json());
		const code = /\b\d{6}\b/.exec(mails.find(({ to }) => to === email)?.text ?? '');
		if (code) return code[0];
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`no code came for ${email}`);
}

/** Somebody with an account and a name, signed in through the API with a code as the app does. */
export async function someone(place: Place, name: string): Promise<Someone> {
	const email = newEmail(name);
	await call(place, '/auth/v1/otp', { body: { email, create_user: true } });
	const token = await codeFor(place, email);
	const session = Session.parse(
		await call(place, '/auth/v1/verify', { body: { email, token, type: 'email' } })
	);
	const person = { name, email, id: session.user.id, token: session.access_token, session };
	await call(place, `/rest/v1/profiles?id=eq.${person.id}`, {
		method: 'PATCH',
		person,
		body: { display_name: name }
	});
	return person;
}

/** The page then belongs to them from the first request on. */
export async function be(page: Page, { session }: Someone): Promise<void> {
	await page.addInitScript((stored) => {
		// Signing out in the page must not be undone by the next navigation.
		if (sessionStorage.getItem('was-signed-in')) return;
		sessionStorage.setItem('was-signed-in', 'yes');
		localStorage.setItem('mam-session', stored);
	}, JSON.stringify(session));
}

export type Wish = { centre: string; resource: string; day: string; start: string; end: string };

/** Books through the API, as another device of the person would. `start` is '10:00' in Warsaw. */
export async function book(
	place: Place,
	person: Someone,
	wish: Wish,
	purpose: string
): Promise<{ id: string; status: string; version: number }> {
	const { resources } = await schedule(place, wish.centre, wish.day);
	const resource = resources.find(({ slug }) => slug === wish.resource);
	const answer = await call(place, '/rest/v1/rpc/request_booking', {
		person,
		body: {
			p_key: randomUUID(),
			p_resources: [{ id: resource?.id, quantity: 1 }],
			p_starts: instant(wish.day, wish.start),
			p_ends: instant(wish.day, wish.end),
			p_purpose: purpose,
			p_attendees: 3,
			p_rules_version: 1
		}
	});
	return Booked.parse(answer);
}

/** Books the dates of a weekly rule that can be had, and leaves the others out. */
export async function repeat(
	place: Place,
	person: Someone,
	{ centre, resource, day, start, end }: Wish,
	count: number,
	purpose: string
): Promise<{ id: string; bookings: { id: string; date: string }[] }> {
	const { resources } = await schedule(place, centre, day);
	const wanted = [{ id: resources.find(({ slug }) => slug === resource)?.id, quantity: 1 }];
	const rule = { freq: 'weekly', from: day, starts: start, ends: end, count };
	const { dates } = Preview.parse(
		await call(place, '/rest/v1/rpc/preview_series', {
			person,
			body: { p_resources: wanted, p_rule: rule, p_attendees: 3 }
		})
	);
	const answer = await call(place, '/rest/v1/rpc/request_series', {
		person,
		body: {
			p_key: randomUUID(),
			p_resources: wanted,
			p_rule: rule,
			p_occurrences: dates.filter(({ state }) => state === 'free'),
			p_purpose: purpose,
			p_attendees: 3,
			p_rules_version: 1
		}
	});
	return Series.parse(answer);
}

/** The first day, at least so many days ahead, that a centre is open from 10:00 to 14:00. */
export function openDay(place: Place, centre: string, ahead: number): Promise<string> {
	return firstDay(place, centre, ahead, () => true);
}

/** The first such day on which nobody has the resource from 9:00 to 16:00, the demo included. */
export function freeDay(
	place: Place,
	centre: string,
	resource: string,
	ahead: number
): Promise<string> {
	return firstDay(place, centre, ahead, ({ resources, entries }, day) => {
		const wanted = resources.find(({ slug }) => slug === resource)?.units ?? [];
		return !entries.some(
			({ starts, free_from, units }) =>
				wanted.some(({ id }) => units.includes(id)) &&
				new Date(starts) < new Date(instant(day, '16:00')) &&
				new Date(instant(day, '09:00')) < new Date(free_from)
		);
	});
}

async function firstDay(
	place: Place,
	centre: string,
	ahead: number,
	suits: (week: z.infer<typeof Schedule>, day: string) => boolean
): Promise<string> {
	for (let offset = ahead; offset < ahead + 28; offset += 1) {
		const day = new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
		const week = await schedule(place, centre, day);
		const hours = week.days.find(({ date }) => date === day)?.open ?? [];
		const isOpen = hours.some(
			({ opens, closes }) =>
				new Date(opens) <= new Date(instant(day, '10:00')) &&
				new Date(instant(day, '14:00')) <= new Date(closes)
		);
		if (isOpen && suits(week, day)) return day;
	}
	throw new Error(`${centre} has no such day in the four weeks after ${String(ahead)} days`);
}

async function schedule({ origin }: Place, centre: string, day: string) {
	const response = await fetch(`${origin}/api/${centre}/schedule/${weekOf(day)}`);
	return Schedule.parse(await response.json());
}

function weekOf(day: string): string {
	const date = new Date(`${day}T00:00:00Z`);
	date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
	const first = Date.UTC(date.getUTCFullYear(), 0, 1);
	const week = Math.ceil(((date.getTime() - first) / 86_400_000 + 1) / 7);
	return `${String(date.getUTCFullYear())}-W${String(Math.floor(week)).padStart(2, '0')}`;
}

/** A wall-clock time in Warsaw as an instant. */
function instant(day: string, time: string): string {
	const guess = new Date(`${day}T${time}:00Z`);
	const shown = new Intl.DateTimeFormat('en-GB', {
		timeZone: 'Europe/Warsaw',
		hour: '2-digit',
		hourCycle: 'h23'
	}).format(guess);
	const ahead = (Number(shown) - guess.getUTCHours() + 24) % 24;
	return new Date(guess.getTime() - ahead * 3_600_000).toISOString();
}

let key: Promise<string> | undefined;

/** The publishable key, as every browser gets it. */
function publishableKey({ origin }: Place): Promise<string> {
	key ??= fetch(`${origin}/_app/env.js`)
		.then((response) => response.text())
		.then((text) => /sb_publishable_[\w-]+/.exec(text)?.[0] ?? '');
	return key;
}

async function call(
	place: Place,
	path: string,
	{ method = 'POST', body, person }: { method?: string; body: unknown; person?: Someone }
): Promise<unknown> {
	const apikey = await publishableKey(place);
	const response = await fetch(place.origin + path, {
		method,
		headers: {
			apikey,
			'content-type': 'application/json',
			'x-forwarded-for': place.address,
			...(person ? { authorization: `Bearer ${person.token}` } : {})
		},
		body: JSON.stringify(body)
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${path} answered ${String(response.status)}: ${text}`);
	return text === '' ? null : JSON.parse(text);
}
