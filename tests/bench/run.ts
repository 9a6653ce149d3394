/**
 * `npm run bench [part …]`: figures with the baseline of the same run. Parts: schedule, bookings,
 * growth, first-visit; all of them without arguments. Needs a built app (`npm run bench` builds it).
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { addDays } from '../../src/lib/calendar/days.ts';
import { mondayOf, weekOf } from '../../src/lib/calendar/weeks.ts';
import { startBackend } from '../../src/lib/server/boot/backend.ts';
import { startApp } from '../app.ts';
import { startPostgrest } from '../postgrest.ts';
import { measureBookings } from './bookings.ts';
import { measureFirstVisit } from './first-visit.ts';
import { measureGrowth } from './growth.ts';
import { makeBenchCentre } from './rooms.ts';
import { measureSchedule } from './schedule.ts';

const parts = process.argv.slice(2);
const wants = (part: string) => parts.length === 0 || parts.includes(part);
const week = weekOf(new Date(), 'Europe/Warsaw');

async function measureApp(directory: string): Promise<void> {
	const app = await startApp(join(directory, 'app'));
	try {
		if (wants('first-visit')) {
			// a Wednesday: on a day on which the centre is closed there is one part more
			const day = addDays(mondayOf(week), 9);
			await measureFirstVisit('the calendar', `${app.origin}/chrzanow/calendar?day=${day}`);
		}
		if (wants('schedule')) {
			await measureSchedule(`${app.origin}/api/chrzanow/schedule/${week}`);
		}
	} finally {
		await app.stop();
	}
}

async function measureDatabase(directory: string): Promise<void> {
	const backend = await startBackend({ dataDir: join(directory, 'backend'), demo: false });
	const sql = postgres(backend.databaseUrl, { onnotice: () => {} });
	try {
		if (wants('bookings')) {
			const centre = await makeBenchCentre(sql, 'bench', 200, 32);
			const postgrest = await startPostgrest(backend);
			try {
				await measureBookings(backend.databaseUrl, centre, [
					{ ...backend, name: 'embedded REST', address: `${backend.apiUrl}/rest/v1` },
					{ ...backend, name: 'PostgREST', address: postgrest.url }
				]);
			} finally {
				await postgrest.stop();
			}
		}
		if (wants('growth')) await measureGrowth(sql, week);
	} finally {
		await sql.end();
		await backend.stop();
	}
}

const directory = mkdtempSync(join(tmpdir(), 'mam-bench-'));
// as root, PostgreSQL runs as another user, who must get through to its data
chmodSync(directory, 0o711);
try {
	if (wants('first-visit') || wants('schedule')) await measureApp(directory);
	if (wants('bookings') || wants('growth')) await measureDatabase(directory);
} finally {
	rmSync(directory, { recursive: true, force: true });
}
