import { expect, test } from 'vitest';
import { z } from 'zod';
import { anonymous, type Caller, rpc } from '../api.ts';
import { book, refused } from '../booking.ts';
import {
	aCentre,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	aRoom,
	type Centre,
	type Organisation
} from '../fixtures.ts';
import { aQuota, declareAge } from '../limits.ts';
import { answered } from '../series.ts';
import { at, dayAhead, daysAfter, weekdayAhead } from '../times.ts';

const Mine = z.object({
	who: z.string(),
	declared_age: z.number().nullable(),
	quotas: z.array(z.looseObject({ per: z.string() }))
});
const monday = weekdayAhead(1);

function ask(caller: Caller, centre: Centre, others: Record<string, unknown> = {}) {
	return rpc(caller, 'my_quota', { p_centre: centre.slug, ...others });
}
async function mine(caller: Caller, centre: Centre, others: Record<string, unknown> = {}) {
	return Mine.parse(answered(await ask(caller, centre, others)));
}

test('everybody is told as what the centre knows them, and their organisation', async () => {
	const centre = await aCentre();
	const verified = await aPerson('Verified', { centre, verified: true });
	const trusted = await anOrganisation({ verified: true, trusted: true });
	const known = await anOrganisation({ verified: true });
	const unknown = await anOrganisation({ verified: false });
	const of = async (organisation: Organisation) =>
		(
			await mine(await aMember(organisation, 'owner'), centre, {
				p_organisation: organisation.id
			})
		).who;

	expect((await mine(await aPerson(), centre)).who).toBe('resident');
	expect((await mine(verified, centre)).who).toBe('verified');
	expect((await mine(verified, await aCentre())).who).toBe('resident');
	expect((await mine(await anAnimator(centre), centre)).who).toBe('staff');
	expect(await of(trusted)).toBe('trusted');
	expect(await of(known)).toBe('organisation');
	expect(await of(unknown)).toBe('resident');
});

test('quotas and shares are told with what is used of them in the week and month of a day', async () => {
	const centre = await aCentre();
	const room = await aRoom(centre, { weekly_minutes_per_person: 300, share_cap_percent: 10 });
	const things = await aPool(centre, 5);
	await aQuota(centre, { kind: 'room', per: 'at_once', count: 3 });
	await aQuota(centre, { kind: 'equipment', per: 'week', count: 4, minutes: 600 });
	const person = await aPerson();
	await book(person, {
		resources: [{ id: room.id }, { id: things.id, quantity: 2 }],
		starts: at(monday, '10:00'),
		minutes: 90
	});
	await book(await aPerson(), { resource: room, starts: at(monday, '12:00') });

	const { quotas } = await mine(person, centre, { p_day: monday });
	const later = await mine(person, centre, { p_day: daysAfter(monday, 7) });

	expect(quotas).toContainEqual({
		resource: room.id,
		kind: null,
		per: 'week',
		percent: null,
		from: monday,
		minutes_used: 90,
		minutes_limit: 300,
		count_used: null,
		count_limit: null,
		things: false
	});
	expect(quotas).toContainEqual(
		expect.objectContaining({ kind: 'room', per: 'at_once', count_used: 1, count_limit: 3 })
	);
	expect(quotas).toContainEqual(
		expect.objectContaining({
			kind: 'equipment',
			minutes_used: 90,
			minutes_limit: 600,
			count_used: 2,
			count_limit: 4,
			things: true
		})
	);
	expect(quotas).toContainEqual(
		expect.objectContaining({ resource: room.id, per: 'share', percent: 10, minutes_used: 90 })
	);
	expect(later.quotas).toContainEqual(
		expect.objectContaining({ resource: room.id, per: 'week', minutes_used: 0 })
	);
	expect(later.quotas).toContainEqual(expect.objectContaining({ kind: 'room', count_used: 1 }));
});

test('what an organisation has used is for those who book for it, and for nobody else', async () => {
	const centre = await aCentre();
	const room = await aRoom(centre);
	await aQuota(centre, { kind: 'room', whose: 'organisation', per: 'month', minutes: 600 });
	const organisation = await anOrganisation({ verified: true });
	const p_organisation = organisation.id;
	const [editor, member] = [
		await aMember(organisation, 'editor'),
		await aMember(organisation, 'member')
	];
	await book(editor, { resource: room, starts: at(monday, '10:00'), p_organisation });

	const theirs = await mine(editor, centre, { p_organisation, p_day: monday });

	expect(theirs.quotas).toEqual([
		expect.objectContaining({ minutes_used: 60, minutes_limit: 600 })
	]);
	expect((await mine(editor, centre)).quotas).toEqual([]);
	expect(refused(await ask(member, centre, { p_organisation })).error).toBe('auth.forbidden');
	expect(refused(await ask(await anAnimator(centre), centre, { p_organisation })).error).toBe(
		'auth.forbidden'
	);
});

test('the age that was declared is told to who declared it', async () => {
	const centre = await aCentre();
	const person = await aPerson();

	expect((await mine(person, centre)).declared_age).toBeNull();
	await declareAge(person, 16);

	expect((await mine(person, centre)).declared_age).toBe(16);
});

test('a visitor, a centre that is not there and a day without end are refused', async () => {
	const centre = await aCentre();
	const person = await aPerson();

	expect((await ask(anonymous, centre)).error).toBeDefined();
	expect(refused(await ask(person, { id: '', slug: 'nowhere' })).error).toBe('centre.unknown');
	for (const p_day of ['infinity', dayAhead(900)]) {
		expect(refused(await ask(person, centre, { p_day }))).toEqual({
			error: 'request.invalid',
			field: 'day'
		});
	}
});
