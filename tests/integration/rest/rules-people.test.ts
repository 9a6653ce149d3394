import { describe, expect, test } from 'vitest';
import { sql } from '../backend.ts';
import { book, countBookings, refuse } from '../booking.ts';
import {
	aCentre,
	aDaytimeCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	aRoom,
	join
} from '../fixtures.ts';
import { at, dayAhead } from '../times.ts';

const day = dayAhead(5);

describe('who may book', () => {
	test('is limited to people whom staff have verified, to known organisations, to staff', async () => {
		const centre = await aCentre();
		const forVerified = await aRoom(centre, { open_to: 'verified' });
		const forOrganisations = await aRoom(centre, { open_to: 'organisations' });
		const forStaff = await aRoom(centre, { open_to: 'staff' });
		const resident = await aPerson();
		const verified = await aPerson('Verified', { centre, verified: true });
		const organisation = await anOrganisation();
		const editor = await aMember(organisation, 'editor');
		const animator = await anAnimator(centre);
		const starts = at(day, '10:00');

		for (const [resource, open_to] of [
			[forVerified, 'verified'],
			[forOrganisations, 'organisations'],
			[forStaff, 'staff']
		] as const) {
			const refusal = await refuse(resident, { resource, starts });
			expect(refusal).toEqual({ error: 'booking.not_allowed', open_to, resource: resource.id });
		}
		const p_organisation = organisation.id;
		await refuse(verified, { resource: forOrganisations, starts });
		await refuse(editor, { resource: forOrganisations, starts });
		await refuse(editor, { resource: forStaff, starts, p_organisation });
		await book(verified, { resource: forVerified, starts });
		await book(editor, { resource: forVerified, starts: at(day, '12:00'), p_organisation });
		await book(editor, { resource: forOrganisations, starts, p_organisation });
		await book(animator, { resource: forStaff, starts });
	});

	test('is nobody by an organisation that staff have not verified', async () => {
		const centre = await aCentre();
		const organisation = await anOrganisation({ verified: false });
		const owner = await aMember(organisation, 'owner');

		for (const open_to of ['verified', 'organisations']) {
			const resource = await aRoom(centre, { open_to });
			const refusal = await refuse(owner, {
				resource,
				starts: at(day, '10:00'),
				p_organisation: organisation.id
			});
			expect(refusal).toMatchObject({ error: 'booking.not_allowed', open_to });
		}
	});

	test('is not verified here by a verification there', async () => {
		const room = await aRoom(await aCentre(), { open_to: 'verified' });
		const person = await aPerson('Verified', { centre: await aCentre(), verified: true });

		const refusal = await refuse(person, { resource: room, starts: at(day, '10:00') });

		expect(refusal.error).toBe('booking.not_allowed');
	});

	test('is nobody who is blocked in that centre', async () => {
		const centre = await aCentre();
		const person = await aPerson('Blocked', { centre, standing: 'blocked' });
		const starts = at(day, '10:00');

		const refusal = await refuse(person, { resource: await aRoom(centre), starts });

		expect(refusal).toEqual({ error: 'booking.person_blocked' });
		await book(person, { resource: await aRoom(await aCentre()), starts });
	});

	test('is for an organisation its owner or editor, and neither a member nor a stranger', async () => {
		const room = await aRoom(await aCentre());
		const organisation = await anOrganisation();
		const p_organisation = organisation.id;
		const member = await aMember(organisation, 'member');

		for (const person of [member, await aPerson()]) {
			const refusal = await refuse(person, {
				resource: room,
				starts: at(day, '10:00'),
				p_organisation
			});
			expect(refusal).toEqual({ error: 'auth.forbidden' });
		}
		const owner = await aMember(organisation, 'owner');
		const editor = await aMember(organisation, 'editor');
		await book(owner, { resource: room, starts: at(day, '10:00'), p_organisation });
		await book(editor, { resource: room, starts: at(day, '12:00'), p_organisation });
	});
});

describe('review', () => {
	test('is spared for trusted organisations only where trust suffices', async () => {
		const centre = await aCentre();
		const always = await aRoom(centre, { approval: 'review' });
		const forStrangers = await aRoom(centre, { approval: 'auto_for_trusted' });
		const trusted = await anOrganisation({ trusted: true });
		const known = await anOrganisation();
		const person = await aMember(trusted, 'owner');
		await join(known, person, 'owner');

		const statuses = [];
		for (const [resource, organisation, time] of [
			[always, trusted, '08:00'],
			[forStrangers, trusted, '08:00'],
			[forStrangers, known, '10:00'],
			[forStrangers, undefined, '12:00']
		] as const) {
			const booking = await book(person, {
				resource,
				starts: at(day, time),
				p_organisation: organisation?.id ?? null
			});
			statuses.push(booking.status);
		}

		expect(statuses).toEqual(['pending', 'confirmed', 'pending', 'pending']);
	});

	test('of one thing makes the whole booking wait', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const kiln = await aPool(centre, 1, { approval: 'review' });

		const booking = await book(await aPerson(), {
			resources: [{ id: room.id }, { id: kiln.id }],
			starts: at(day, '10:00')
		});

		expect(booking.status).toBe('pending');
	});
});

describe('what has to be accepted', () => {
	test('are the rules of the centre in their present version', async () => {
		const room = await aRoom(await aCentre({ rules_version: 3 }));
		const person = await aPerson();
		const wish = { resource: room, starts: at(day, '10:00') };

		for (const p_rules_version of [1, 2, 4, null]) {
			const refusal = await refuse(person, { ...wish, p_rules_version });
			expect(refusal).toEqual({ error: 'booking.rules_not_accepted', version: 3 });
		}
		await book(person, { ...wish, p_rules_version: 3 });
	});

	test('is the statement of a resource, and of an extra too', async () => {
		const centre = await aCentre();
		const kitchen = await aRoom(centre, { statement: { pl: 'Sprzątam po sobie' } });
		const room = await aRoom(centre);
		const person = await aPerson();
		const wish = { resources: [{ id: room.id }, { id: kitchen.id }], starts: at(day, '10:00') };

		const refusal = await refuse(person, wish);

		expect(refusal).toEqual({ error: 'booking.statement_not_accepted', resource: kitchen.id });
		await refuse(person, { ...wish, p_statement_accepted: null });
		await book(person, { ...wish, p_statement_accepted: true });
	});
});

describe('an override by staff', () => {
	test('passes the rules, is kept with its reason, and stands in the log', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre, { capacity: 2, open_to: 'organisations', max_minutes: 60 });
		const animator = await anAnimator(centre);

		const booking = await book(animator, {
			resource: room,
			starts: at(day, '21:10'),
			minutes: 125,
			p_attendees: 50,
			p_override_reason: 'Noc bibliotek'
		});

		expect(booking.status).toBe('confirmed');
		const [row] = await sql`
			select actor, reason, action, after ->> 'override_reason' as kept from public.audit_log
			where entity = 'bookings' and entity_id = ${booking.id}`;
		expect(row).toEqual({
			actor: animator.id,
			reason: 'Noc bibliotek',
			action: 'insert',
			kept: 'Noc bibliotek'
		});
	});

	test('never passes a unit that is taken', async () => {
		const centre = await aCentre();
		const room = await aRoom(centre);
		const starts = at(day, '10:00');
		await book(await aPerson(), { resource: room, starts });

		const refusal = await refuse(await anAnimator(centre), {
			resource: room,
			starts,
			p_override_reason: 'Bo tak'
		});

		expect(refusal.error).toBe('booking.slot_taken');
	});

	test('is not for residents, nor for staff of another centre', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre);
		const wish = { resource: room, starts: at(day, '21:00'), p_override_reason: 'Noc bibliotek' };

		for (const person of [await aPerson(), await anAnimator(await aCentre())]) {
			expect(await refuse(person, wish)).toEqual({ error: 'auth.forbidden' });
		}
		expect(await countBookings(centre)).toBe(0);
	});

	test('without a reason is none: the rules hold for staff, too', async () => {
		const centre = await aDaytimeCentre();
		const room = await aRoom(centre);
		const animator = await anAnimator(centre);
		const wish = { resource: room, starts: at(day, '21:00') };

		const empty = await refuse(animator, { ...wish, p_override_reason: '   ' });
		const short = await refuse(animator, { ...wish, p_override_reason: 'a' });

		expect(empty.error).toBe('booking.outside_opening_hours');
		expect(short).toEqual({ error: 'request.invalid', field: 'override_reason' });
	});
});
