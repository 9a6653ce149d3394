import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rest, rpc } from '../api.ts';
import { sql } from '../backend.ts';
import { book, booked, cancel, decide, refuse, refused, reschedule } from '../booking.ts';
import {
	aCentre,
	aDaytimeCentre,
	anAnimator,
	aPerson,
	aPool,
	aRoom,
	type Person
} from '../fixtures.ts';
import { handOver, letLapse } from '../loans.ts';
import { at, dayAhead, iso } from '../times.ts';
import { wait } from '../waiting.ts';

const day = dayAhead(5);
const starts = at(day, '10:00');

const Told = z.array(z.object({ kind: z.string(), params: z.record(z.string(), z.unknown()) }));
const Preview = z.object({
	dates: z.array(z.object({ date: z.string(), starts: z.string(), ends: z.string() }))
});

/** What a person reads in the app, oldest first. */
async function toldTo(person: Person): Promise<z.infer<typeof Told>> {
	const { body } = await rest(
		person,
		'GET',
		'notifications?select=kind,params&order=created_at,id'
	);
	return Told.parse(body);
}

async function kindsTo(person: Person): Promise<string[]> {
	return (await toldTo(person)).map(({ kind }) => kind);
}

async function aWaitingRequest(columns: Record<string, number | string> = {}) {
	const centre = await aCentre();
	const room = await aRoom(centre, { approval: 'review', ...columns });
	const [person, animator] = [await aPerson(), await anAnimator(centre)];
	const booking = await book(person, { resource: room, starts, p_purpose: 'Próba zespołu' });
	return { centre, room, person, animator, booking };
}

describe('what others do with a booking is told', () => {
	test('of a request to the staff, of their answer to who asked, and of its reason', async () => {
		const { centre, person, animator, booking } = await aWaitingRequest();
		expect(await kindsTo(animator)).toEqual(['request_new']);

		booked(await decide(animator, booking, 'declined', 'Remont podłogi'));

		expect(await toldTo(person)).toEqual([
			{
				kind: 'booking_declined',
				params: expect.objectContaining({
					purpose: 'Próba zespołu',
					starts: iso(starts),
					time_zone: 'Europe/Warsaw',
					resources: [expect.objectContaining({ pl: expect.any(String) })],
					why: 'Remont podłogi'
				})
			}
		]);
		expect(await kindsTo(await anAnimator(centre))).toEqual([]);
	});

	test('of a cancellation and of another time, and never of what one did oneself', async () => {
		const { person, animator, booking } = await aWaitingRequest();
		const confirmed = booked(await decide(animator, booking, 'confirmed'));
		const moved = booked(await reschedule(animator, confirmed, at(day, '12:00')));
		booked(await cancel(animator, moved, 'Awaria prądu'));

		const told = await toldTo(person);
		expect(told.map(({ kind }) => kind)).toEqual([
			'booking_confirmed',
			'booking_moved',
			'booking_cancelled'
		]);
		expect(told[1]?.params).toMatchObject({
			was_starts: iso(starts),
			starts: iso(at(day, '12:00'))
		});
		expect(told[2]?.params).toMatchObject({ why: 'Awaria prądu' });

		const own = await book(person, {
			resource: await aRoom(await aCentre()),
			starts
		});
		booked(await cancel(person, own));
		expect(await kindsTo(person)).toHaveLength(3);
	});

	test('of a booking that staff made for somebody', async () => {
		const centre = await aCentre();
		const person = await aPerson();
		await book(await anAnimator(centre), {
			resource: await aRoom(centre),
			starts,
			p_on_behalf_of: person.id
		});
		expect(await kindsTo(person)).toEqual(['booking_made']);
	});

	test('of a request that ran out, whoever came by and noticed', async () => {
		const { room, person, booking } = await aWaitingRequest();
		await sql`update public.bookings set hold_until = now() where id = ${booking.id}`;
		await book(await aPerson(), { resource: room, starts });
		expect(await kindsTo(person)).toEqual(['booking_expired']);
	});

	test('only when it has happened: a refused change tells nothing (edge case 45)', async () => {
		const { room, person, animator, booking } = await aWaitingRequest();
		const taken = { resource: room, starts: at(day, '15:00') };
		await book(animator, taken);
		expect(refused(await reschedule(animator, booking, taken.starts)).error).toBe(
			'booking.slot_taken'
		);
		await refuse(animator, { ...taken, p_on_behalf_of: person.id });
		expect(await kindsTo(person)).toEqual([]);
	});

	test('once for all the dates of a series that change together', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const [person, animator] = [await aPerson(), await anAnimator(centre)];
		const rule = { freq: 'daily', from: day, starts: '10:00', ends: '11:00', count: 3 };
		const wish = { p_resources: [{ id: room.id, quantity: 1 }], p_rule: rule, p_attendees: 2 };
		const preview = await rpc(person, 'preview_series', wish);
		const { dates } = Preview.parse(preview.data);
		const made = await rpc(person, 'request_series', {
			...wish,
			p_key: randomUUID(),
			p_occurrences: dates,
			p_purpose: 'Joga',
			p_rules_version: 1
		});
		const { id } = z.object({ id: z.string() }).parse(made.data);

		const cancelled = await rpc(animator, 'cancel_series', {
			p_key: randomUUID(),
			p_series: id,
			p_scope: 'all'
		});

		expect(cancelled.error).toBeUndefined();
		expect(await kindsTo(person)).toEqual(['booking_cancelled']);
	});
});

test('a time that one waits for is told when it is free, whoever freed it', async () => {
	const room = await aRoom(await aCentre());
	const [holder, waiting] = [await aPerson(), await aPerson()];
	const booking = await book(holder, { resource: room, starts });
	await wait(waiting, { resource: room, starts });
	expect(await kindsTo(waiting)).toEqual([]);

	booked(await cancel(holder, booking));

	expect(await toldTo(waiting)).toMatchObject([
		{ kind: 'booking_offered', params: { until: expect.any(String) } }
	]);
	expect(await kindsTo(holder)).toEqual([]);
});

describe('notifications are their reader’s', () => {
	test('who may say that they were read, and change nothing else', async () => {
		const { person, animator, booking } = await aWaitingRequest();
		booked(await decide(animator, booking, 'confirmed'));
		const path = `notifications?person_id=eq.${person.id}`;

		expect((await rest(animator, 'GET', path)).body).toEqual([]);
		const read = { read_at: new Date().toISOString() };
		expect((await rest(person, 'PATCH', path, read)).status).toBe(204);
		expect((await rest(person, 'PATCH', path, { kind: 'term_ends' })).status).toBe(403);
		expect((await rest(person, 'DELETE', path)).status).toBe(403);
		const [row] = await sql<{ read: boolean; kind: string }[]>`
			select read_at is not null as read, kind from public.notifications
			where person_id = ${person.id}`;
		expect(row).toEqual({ read: true, kind: 'booking_confirmed' });
	});
});

const runDueJobs = () => sql`select private.run_due_jobs()`;

describe('what time brings near is told once', () => {
	async function aLoan() {
		const centre = await aDaytimeCentre();
		const pool = await aPool(centre, 1, { lent_home: true, max_days: 10 });
		const [person, animator] = [await aPerson(), await anAnimator(centre)];
		const loan = await book(person, {
			resource: pool,
			starts: at(dayAhead(2), '11:00'),
			ends: at(dayAhead(4), '12:00')
		});
		return { pool, person, animator, loan: booked(await handOver(animator, loan)) };
	}

	test('a loan due tomorrow, then late, then late for three days', async () => {
		const { person, loan } = await aLoan();
		const due = (hours: number) => sql`
			update public.handovers set
				handed_out_at = now() - interval '20 days', due_at = now() + make_interval(hours => ${hours})
			where booking_id = ${loan.id}`;
		await runDueJobs();
		expect(await kindsTo(person)).toEqual([]);

		await due(20);
		await runDueJobs();
		await runDueJobs();
		expect(await kindsTo(person)).toEqual(['loan_due']);

		await due(-1);
		await runDueJobs();
		await runDueJobs();
		expect(await kindsTo(person)).toEqual(['loan_due', 'loan_overdue']);

		await due(-24 * 4);
		await runDueJobs();
		expect((await toldTo(person)).at(-1)).toMatchObject({
			kind: 'loan_overdue',
			params: { units: [expect.any(String)] }
		});
	});

	test('that somebody before is late, to who comes next (edge case 27)', async () => {
		const { pool, loan } = await aLoan();
		const next = await aPerson();
		const waiting = await book(next, {
			resource: pool,
			starts: at(dayAhead(5), '11:00'),
			ends: at(dayAhead(6), '12:00')
		});
		await letLapse(loan);
		await sql`
			update public.bookings
			set during = tstzrange(now() + interval '1 day', now() + interval '2 days')
			where id = ${waiting.id}`;
		await runDueJobs();
		await runDueJobs();
		expect((await kindsTo(next)).filter((kind) => kind === 'loan_late')).toHaveLength(1);
	});

	test('a request whose hold soon runs out, to the staff who have not answered', async () => {
		const { animator, booking } = await aWaitingRequest();
		await sql`
			update public.bookings set hold_until = now() + interval '3 hours' where id = ${booking.id}`;
		await runDueJobs();
		await runDueJobs();
		expect(await kindsTo(animator)).toEqual(['request_new', 'request_ends']);
	});
});

describe('the outbox', () => {
	type Mail = { id: string; to: string; kind: string };

	async function claim(): Promise<Mail[]> {
		const [row] = await sql<{ mails: Mail[] }[]>`select private.claim_mails(1000) as mails`;
		return row?.mails ?? [];
	}

	async function aMail() {
		const { person, animator, booking } = await aWaitingRequest();
		booked(await decide(animator, booking, 'confirmed'));
		const mine = ({ to }: Mail) => to === person.email;
		const wake = () => sql`
			update private.mails as m set due_at = now()
			from public.notifications as n where n.id = m.notification_id and n.person_id = ${person.id}`;
		await wake();
		return { person, mine, wake };
	}

	test('gives a mail to one worker, and to another when that one says nothing', async () => {
		const { mine, wake } = await aMail();
		const all = (await Promise.all([claim(), claim(), claim()])).flat().filter(mine);
		expect(all).toHaveLength(1);
		expect(all[0]).toMatchObject({ kind: 'booking_confirmed', locale: 'pl' });

		expect((await claim()).filter(mine)).toEqual([]);
		await wake();
		const [again] = (await claim()).filter(mine);
		await sql`select private.settle_mail(${again?.id ?? ''})`;
		await wake();
		expect((await claim()).filter(mine)).toEqual([]);
	});

	test('parks what keeps failing, with why', async () => {
		const { person, mine, wake } = await aMail();
		for (let attempt = 1; attempt <= 6; attempt += 1) {
			await wake();
			const [mail] = (await claim()).filter(mine);
			await sql`select private.settle_mail(${mail?.id ?? ''}, 'no such mailbox')`;
		}
		await wake();
		expect((await claim()).filter(mine)).toEqual([]);
		const [row] = await sql<{ last_error: string; parked: boolean }[]>`
			select m.last_error, m.parked_at is not null as parked
			from private.mails as m join public.notifications as n on n.id = m.notification_id
			where n.person_id = ${person.id}`;
		expect(row).toEqual({ last_error: 'no such mailbox', parked: true });
	});

	test('has nothing for people who want no mails, and they still read it in the app', async () => {
		const { person, animator, booking } = await aWaitingRequest();
		await rest(person, 'PATCH', `profiles?id=eq.${person.id}`, { mails: false });
		booked(await decide(animator, booking, 'confirmed'));
		expect(await kindsTo(person)).toEqual(['booking_confirmed']);
		const [row] = await sql<{ count: number }[]>`
			select count(*)::int as count from private.mails as m
			join public.notifications as n on n.id = m.notification_id
			where n.person_id in (${person.id}, ${animator.id})`;
		expect(row?.count).toBe(0);
	});
});
