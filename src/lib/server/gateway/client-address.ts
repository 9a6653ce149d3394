import type { IncomingMessage } from 'node:http';

export type AddressTrust = {
	/** The header in which a proxy of ours tells the address; none: nobody stands before us. */
	header: string | undefined;
	/** How many trusted proxies stand before us, for `x-forwarded-for`. */
	depth: number;
};

/** As adapter-node reads it: ADDRESS_HEADER and XFF_DEPTH. */
export function addressTrust(variables: Record<string, string | undefined>): AddressTrust {
	const header = variables.ADDRESS_HEADER?.toLowerCase();
	const depth = Number.parseInt(variables.XFF_DEPTH ?? '1', 10);
	return { header: header === '' ? undefined : header, depth: Number.isNaN(depth) ? 1 : depth };
}

/**
 * Who is asking. A header is believed only when the operator says that a proxy writes it, and of
 * `x-forwarded-for` only what the outermost of those proxies saw.
 */
export function clientAddress(request: IncomingMessage, trust: AddressTrust): string {
	const direct = request.socket.remoteAddress ?? 'unknown';
	if (trust.header === undefined) return direct;
	const value = request.headers[trust.header];
	const text = Array.isArray(value) ? value.join(',') : value;
	if (text === undefined) return direct;
	if (trust.header !== 'x-forwarded-for') return text.trim();
	const seen = text.split(',').map((address) => address.trim());
	return seen[seen.length - trust.depth] ?? direct;
}
