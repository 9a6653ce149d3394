import type { Day } from '../calendar/days.ts';
import { parseAllowance, type Allowance } from './allowance.ts';
import { sendChange } from './change-data.ts';
import { clientOf, read } from './data.ts';

/** What the person may book in a centre, for themselves or an organisation; the week and month of a day. */
export async function getAllowance(
	person: string,
	centre: string,
	organisation: string | null,
	day: Day | null
): Promise<Allowance> {
	const client = await clientOf(person);
	return parseAllowance(
		await read(
			client.rpc('my_quota', {
				p_centre: centre,
				...(organisation ? { p_organisation: organisation } : {}),
				...(day ? { p_day: day } : {})
			})
		)
	);
}

/** The person says that they are over 16, or over 18. Said twice it is as if said once. */
export async function declareAge(person: string, age: number): Promise<void> {
	const client = await clientOf(person);
	const key = crypto.randomUUID();
	await sendChange(() => client.rpc('declare_age', { p_key: key, p_age: age }));
}
