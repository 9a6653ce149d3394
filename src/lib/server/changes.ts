import { env } from '$env/dynamic/private';
import postgres from 'postgres';

const channel = 'schedule';
const firstPause = 250;
const longestPause = 8_000;

type Listener = { onChange: (centre: string) => void; onGap: () => void };

/**
 * Hears from the database whose schedule has changed. `onChange` gets the centre's slug; `onGap`
 * is called whenever messages may have been missed. Connects by itself, again and again.
 */
export function listenToChanges(listener: Listener): { isListening: () => boolean } {
	let isListening = false;
	const url = env['DATABASE_URL'];
	if (url) void keepListening(url, listener, (value) => (isListening = value));
	return { isListening: () => isListening };
}

async function keepListening(
	url: string,
	{ onChange, onGap }: Listener,
	setListening: (value: boolean) => void
): Promise<void> {
	let closed = () => {};
	// postgres.js' own `listen` does not tell when it loses its connection, so this one is kept here.
	const options = {
		max: 1,
		idle_timeout: 0,
		max_lifetime: null,
		fetch_types: false,
		connection: { application_name: 'mam-changes' },
		onnotify: (name: string, centre: string) => {
			if (name === channel) onChange(centre);
		},
		onclose: () => closed()
	};
	const sql = postgres(url, options);
	for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
		const isClosed = new Promise<void>((resolve) => (closed = resolve));
		try {
			await sql`listen ${sql(channel)}`;
			pause = firstPause;
			setListening(true);
			onGap();
			await isClosed;
			setListening(false);
			onGap();
		} catch {
			// The database is away; whoever asks it for data says so.
		}
		await new Promise((resolve) => setTimeout(resolve, pause).unref());
	}
}
