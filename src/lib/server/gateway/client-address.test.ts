import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { addressTrust, clientAddress } from './client-address.ts';

function requestWith(headers: Record<string, string>): IncomingMessage {
	const socket = new Socket();
	Object.defineProperty(socket, 'remoteAddress', { value: '198.51.100.7' });
	const request = new IncomingMessage(socket);
	Object.assign(request.headers, headers);
	return request;
}

test.each([
	['a header that nobody vouches for is not believed', {}, '198.51.100.7'],
	['one proxy: what it saw', { ADDRESS_HEADER: 'X-Forwarded-For' }, '203.0.113.3'],
	[
		'two proxies: what the outer one saw',
		{ ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: '2' },
		'203.0.113.2'
	],
	[
		'more proxies than there were addresses',
		{ ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: '9' },
		'198.51.100.7'
	],
	['a header of another name', { ADDRESS_HEADER: 'cf-connecting-ip' }, '203.0.113.9'],
	['a header that is not there', { ADDRESS_HEADER: 'x-real-ip' }, '198.51.100.7']
])('%s', (_name, variables, expected) => {
	const request = requestWith({
		'x-forwarded-for': '203.0.113.1, 203.0.113.2, 203.0.113.3',
		'cf-connecting-ip': '203.0.113.9'
	});

	expect(clientAddress(request, addressTrust(variables))).toBe(expected);
});
