/** What a closed loop of clients saw: requests per second, latencies in milliseconds. */
export type Load = { perSecond: number; median: number; p99: number; count: number };

/**
 * Runs `call` in a closed loop of `clients` for `seconds`; `call` gets the client's number and a
 * number of its own, and its failure fails the measurement.
 */
export async function closedLoop(
	clients: number,
	seconds: number,
	call: (client: number, n: number) => Promise<void>
): Promise<Load> {
	const latencies: number[] = [];
	let next = 0;
	const started = performance.now();
	const end = started + seconds * 1000;
	async function client(number: number): Promise<void> {
		while (performance.now() < end) {
			const before = performance.now();
			await call(number, next++);
			latencies.push(performance.now() - before);
		}
	}
	await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
	const elapsed = (performance.now() - started) / 1000;
	return {
		perSecond: latencies.length / elapsed,
		median: quantile(latencies, 0.5),
		p99: quantile(latencies, 0.99),
		count: latencies.length
	};
}

/** The value below which a share of the values lies. */
export function quantile(values: number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: number[]): number {
	return quantile(values, 0.5);
}

/** A table of figures with its columns aligned. */
export function printTable(title: string, rows: string[][]): void {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => (row[column] ?? '').length))
	);
	console.log(`\n${title}`);
	for (const row of rows) {
		console.log(
			'  ' +
				row
					.map((cell, column) =>
						column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)
					)
					.join('  ')
		);
	}
}
