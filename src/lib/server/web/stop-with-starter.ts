/**
 * Ends this process when the starter asks, and also when the starter is gone (even by kill -9):
 * nobody else would. Ctrl+C reaches the whole group, and the order is the starter's.
 */
export function stopWithStarter(close: () => Promise<void>): void {
	let isStopping = false;
	function stop(): void {
		if (isStopping) return;
		isStopping = true;
		close().then(
			() => process.exit(0),
			() => process.exit(1)
		);
	}
	process.on('SIGTERM', stop);
	process.on('SIGINT', () => undefined);
	process.on('disconnect', () => process.exit(1));
}
