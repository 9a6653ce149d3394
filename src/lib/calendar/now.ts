/** The current instant. The only place that asks the machine's clock. */
export function now(): Date {
	return new Date();
}
