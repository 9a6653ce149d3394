import type postgres from 'postgres';
import { median, printTable } from './measure.ts';
import { makeBenchCentre } from './rooms.ts';
import { timeSeries } from './series.ts';

/**
 * The week query of one centre, and a series of a year in it, with a thousand and with a million bookings in the table. The asked
 * week holds the same bookings both times; what grows is everything around it: the centre's own past
 * and 49 other centres.
 */
export async function measureGrowth(sql: postgres.Sql, week: string): Promise<void> {
	const slug = 'bench-growth';
	const centre = await makeBenchCentre(sql, slug, 10, 1);
	// 100 bookings a week for ten weeks around today
	await fill(sql, slug, 10, 100, -5);
	const small = await timeWeek(sql, slug, week);
	const smallSeries = await timeSeries(sql, centre);
	await fill(sql, slug, 200, 100, -205);
	for (let n = 1; n < 50; n++) {
		await makeBenchCentre(sql, `${slug}-${n}`, 10, 1);
		await fill(sql, `${slug}-${n}`, 200, 100, -195);
	}
	await sql`analyze public.bookings, public.allocations, public.booking_resources`;
	const [rows] = await sql<{ count: number }[]>`
		select count(*)::int as count from public.bookings`;
	const large = await timeWeek(sql, slug, week);
	const largeSeries = await timeSeries(sql, centre);
	printTable('Growth of the database, medians (ms)', [
		[
			'bookings in the table',
			'1 thousand',
			`${Math.round((rows?.count ?? 0) / 1000)} thousand`,
			'growth'
		],
		line('centre_schedule()', small, large),
		line('preview_series() of 52 dates', smallSeries.preview, largeSeries.preview),
		line('request_series() of 52 dates', smallSeries.request, largeSeries.request)
	]);
}

function line(name: string, small: number, large: number): string[] {
	return [name, small.toFixed(1), large.toFixed(1), `${(large / small).toFixed(2)} ×`];
}

/** Bookings of one hour, side by side in ten rooms, without the triggers that tell of changes. */
async function fill(
	sql: postgres.Sql,
	slug: string,
	weeks: number,
	perWeek: number,
	firstWeek: number
): Promise<void> {
	await sql.begin(async (tx) => {
		await tx`set local session_replication_role = replica`;
		await tx`
			create temporary table filled on commit drop as
			select
				gen_random_uuid() as id, c.id as centre_id, r.id as resource_id, ru.unit_id,
				tstzrange(s.at, s.at + interval '1 hour') as during
			from public.centres as c
			cross join generate_series(0, ${weeks}::int - 1) as w
			cross join generate_series(0, ${perWeek}::int - 1) as n
			join public.resources as r on r.centre_id = c.id and r.slug = 'room-' || (n % 10 + 1)
			join public.resource_units as ru on ru.resource_id = r.id
			cross join lateral (
				select date_trunc('week', now()) + make_interval(weeks => ${firstWeek}::int + w, hours => 8 + n / 10 * 12) as at
			) as s
			where c.slug = ${slug}`;
		await tx`
			insert into public.bookings (id, centre_id, purpose, attendees, during, status, rules_version)
			select id, centre_id, 'Measuring', 2, during, 'confirmed', 1 from filled`;
		await tx`
			insert into public.booking_resources (booking_id, resource_id)
			select id, resource_id from filled`;
		await tx`
			insert into public.allocations (booking_id, resource_id, unit_id, during, blocked)
			select id, resource_id, unit_id, during, during from filled`;
	});
}

async function timeWeek(sql: postgres.Sql, slug: string, week: string): Promise<number> {
	const times: number[] = [];
	for (let n = 0; n < 110; n++) {
		const before = performance.now();
		await sql`select public.centre_schedule(${slug}, ${week})`;
		if (n >= 10) times.push(performance.now() - before);
	}
	return median(times);
}
