import { sql } from './backend.ts';
import { type Booking, book } from './booking.ts';
import {
	aCentre,
	aClosure,
	aCoordinator,
	aMember,
	anAnimator,
	anOrganisation,
	aPerson,
	aPool,
	aRoom,
	type Centre,
	type Organisation,
	type Person,
	type Resource,
	unique
} from './fixtures.ts';
import { anonymous, type Caller } from './api.ts';
import { at, dayAhead } from './times.ts';

/** Two centres with people in every part, and bookings that not everybody may see. */
export type World = {
	here: Centre;
	there: Centre;
	room: Resource;
	hiddenRoom: Resource;
	pool: Resource;
	roomThere: Resource;
	organisation: Organisation;
	resident: Person;
	stranger: Person;
	member: Person;
	editor: Person;
	owner: Person;
	animator: Person;
	foreignAnimator: Person;
	coordinator: Person;
	/** Of the resident, here; its words are secrets. */
	private: Booking;
	/** Of the editor for the organisation, here. */
	organisations: Booking;
	/** Of the stranger, there. */
	elsewhere: Booking;
	/** Words that only those may read who may read the resident's booking. */
	secrets: string[];
};

export type Part =
	| 'anonymous'
	| 'resident'
	| 'stranger'
	| 'member'
	| 'editor'
	| 'owner'
	| 'animator'
	| 'foreignAnimator'
	| 'coordinator';

export const parts: Part[] = [
	'anonymous',
	'resident',
	'stranger',
	'member',
	'editor',
	'owner',
	'animator',
	'foreignAnimator',
	'coordinator'
];

/** The same question answered for every part. */
export function each<T>(answer: (part: Part) => T): Record<Part, T> {
	return {
		anonymous: answer('anonymous'),
		resident: answer('resident'),
		stranger: answer('stranger'),
		member: answer('member'),
		editor: answer('editor'),
		owner: answer('owner'),
		animator: answer('animator'),
		foreignAnimator: answer('foreignAnimator'),
		coordinator: answer('coordinator')
	};
}

export function as(world: World, part: Part): Caller {
	return part === 'anonymous' ? anonymous : world[part];
}

export async function aWorld(): Promise<World> {
	const [here, there] = [await aCentre(), await aCentre()];
	const room = await aRoom(here);
	const hiddenRoom = await aRoom(here, { active: false });
	const pool = await aPool(here, 2);
	const roomThere = await aRoom(there);
	await aClosure(here, null, at(dayAhead(40), '10:00'), at(dayAhead(40), '12:00'));
	const organisation = await anOrganisation();
	await sql`
		insert into public.organisation_centres (organisation_id, centre_id)
		values (${organisation.id}, ${here.id})`;

	const secrets = [unique('purpose'), unique('note'), unique('name'), '+48 999 888 777'];
	const [purpose = '', note = '', name = '', phone = ''] = secrets;
	const resident = await aPerson(name, { centre: here });
	await sql`update public.profiles set phone = ${phone} where id = ${resident.id}`;
	const stranger = await aPerson('Stranger');
	const editor = await aMember(organisation, 'editor');

	const starts = at(dayAhead(6), '10:00');
	return {
		here,
		there,
		room,
		hiddenRoom,
		pool,
		roomThere,
		organisation,
		resident,
		stranger,
		member: await aMember(organisation, 'member'),
		editor,
		owner: await aMember(organisation, 'owner'),
		animator: await anAnimator(here),
		foreignAnimator: await anAnimator(there),
		coordinator: await aCoordinator(here),
		private: await book(resident, {
			resources: [{ id: room.id }, { id: pool.id }],
			starts,
			p_purpose: purpose,
			p_note: note
		}),
		organisations: await book(editor, {
			resource: room,
			starts: at(dayAhead(7), '10:00'),
			p_organisation: organisation.id
		}),
		elsewhere: await book(stranger, { resource: roomThere, starts }),
		secrets
	};
}
