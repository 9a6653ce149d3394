import { z } from 'zod';
import { expect, test, whenPrefetched } from './device.ts';
import { be, openDay, someone, type Place } from './people.ts';

const Schedule = z.object({
	resources: z.array(z.object({ id: z.string(), slug: z.string() })),
	entries: z.array(
		z.object({ starts: z.string(), free_from: z.string(), resources: z.array(z.string()) })
	)
});

/** An hour at which nobody has the room, at least a week ahead, by Warsaw's clocks. */
async function freeHour(place: Place, slug: string): Promise<{ day: string; start: string }> {
	for (let ahead = 8; ahead < 27; ahead += 1) {
		const day = await openDay(place, 'chrzanow', ahead);
		const response = await fetch(`${place.origin}/api/chrzanow/schedule/${weekOf(day)}`);
		const { resources, entries } = Schedule.parse(await response.json());
		const room = resources.find((resource) => resource.slug === slug)?.id ?? '';
		const taken = entries.filter((entry) => entry.resources.includes(room));
		// every centre is open from 10:00 to 14:00 on such a day
		for (const from of ['09', '10', '11'].map((clock) => Date.parse(`${day}T${clock}:00Z`))) {
			const until = from + 2 * hour;
			const isFree = taken.every(
				(entry) => Date.parse(entry.starts) >= until || Date.parse(entry.free_from) <= from
			);
			if (isFree) return { day, start: inWarsaw(from) };
		}
	}
	throw new Error('The room is never free.');
}

const hour = 60 * 60 * 1000;

function inWarsaw(instant: number): string {
	return new Date(instant).toLocaleTimeString('sv-SE', { timeZone: 'Europe/Warsaw' }).slice(0, 5);
}

function weekOf(day: string): string {
	const date = new Date(`${day}T12:00Z`);
	date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
	const days = (date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000;
	return `${date.getUTCFullYear()}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

test('booking without the server: what to do is said, what was typed is kept and sent later', async ({
	page,
	context,
	network
}) => {
	const place = { origin: process.env.MAM_E2E_ORIGIN ?? '', address: '10.77.1.3' };
	const teresa = await someone(place, 'Teresa');
	const { day, start } = await freeHour(place, 'naroznik');
	await be(page, teresa);
	await page.goto('/chrzanow/calendar');
	await whenPrefetched(page, 'chrzanow');
	await page.close();

	await network.down();
	const later = await context.newPage();
	const choice = `resource=naroznik&people=2&day=${day}&start=${start}&minutes=60&step=details`;
	await later.goto(`/chrzanow/book?${choice}`);
	await later.getByLabel('Cel rezerwacji').fill('Nauka czytania nut');
	await later.getByRole('button', { name: /^Zarezerwuj:/ }).click();
	const refusal = later.getByRole('alert').filter({ hasText: 'Rezerwacja nie została wysłana' });
	await expect(refusal).toContainText('Wyślij ponownie, gdy wróci zasięg');

	await network.up();
	await expect(later.getByLabel('Cel rezerwacji')).toHaveValue('Nauka czytania nut');
	await later.getByRole('button', { name: /^Zarezerwuj:/ }).click();
	await expect(later.getByRole('heading', { name: 'Zarezerwowane' })).toBeVisible();
});
