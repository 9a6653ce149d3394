import type postgres from 'postgres';
import { z } from 'zod';
import { median } from './measure.ts';
import type { BenchCentre } from './rooms.ts';

const Dates = z.object({
	dates: z.array(
		z.object({ date: z.string(), starts: z.string(), ends: z.string(), state: z.string() })
	)
});

/**
 * A series of 52 Mondays: its preview at an hour at which the next weeks are taken, and its request
 * at one that is free, taken back each time. Milliseconds, medians of 30.
 */
export async function timeSeries(
	sql: postgres.Sql,
	centre: BenchCentre
): Promise<{ preview: number; request: number }> {
	const previews: number[] = [];
	const requests: number[] = [];
	const resources = [{ id: centre.rooms[0] ?? '' }];
	const [monday] = await sql<{ day: string }[]>`
		select (date_trunc('week', now()) + interval '1 week')::date::text as day`;
	const rule = (starts: string, ends: string) =>
		sql.json({ freq: 'weekly', from: monday?.day ?? '', count: 52, starts, ends });
	const undone = new Error('undone');

	for (let n = 0; n < 33; n++) {
		await sql
			.begin(async (tx) => {
				await tx`
					select set_config('request.jwt.claim.sub', ${centre.people[0] ?? ''}, true)`;
				const before = performance.now();
				await tx`
					select public.preview_series(${sql.json(resources)}, ${rule('08:00', '09:00')}, 2)`;
				if (n >= 3) previews.push(performance.now() - before);

				const [row] = await tx<{ preview: unknown }[]>`
					select public.preview_series(${sql.json(resources)}, ${rule('12:00', '13:00')}, 2)
						as preview`;
				const { dates } = Dates.parse(row?.preview);
				const asked = performance.now();
				const [answer] = await tx<{ made: number }[]>`
					select jsonb_array_length(public.request_series(
						gen_random_uuid(), ${sql.json(resources)}, ${rule('12:00', '13:00')},
						${sql.json(dates)}, 'Measuring', 2, 1
					) -> 'bookings') as made`;
				if (answer?.made !== 52) throw new Error('the series was refused');
				if (n >= 3) requests.push(performance.now() - asked);
				throw undone;
			})
			.catch((error: unknown) => {
				if (error !== undone) throw error;
			});
	}
	return { preview: median(previews), request: median(requests) };
}
