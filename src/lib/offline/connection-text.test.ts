import { describe, expect, it } from 'vitest';
import { connectionText } from './connection-text.ts';

const warsaw = 'Europe/Warsaw';
const at = (time: string) => new Date(`2026-11-21T${time}:00+01:00`);

/** Hard spaces are for the eye. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('what is said about the connection', () => {
	it('is the age of what is shown, by the clocks of the centre', () => {
		const text = connectionText('offline', at('14:32'), warsaw, at('20:00'));

		expect(plain(text)).toBe('Bez sieci — stan z 14:32');
	});

	it('names the day when it was another one', () => {
		const text = connectionText('unreachable', at('14:32'), warsaw, new Date('2026-11-22T08:00Z'));

		expect(plain(text)).toBe('Brak połączenia — stan na: wczoraj, 14:32');
	});

	it('claims no age when none is known', () => {
		expect(plain(connectionText('offline', null, warsaw, at('20:00')))).toBe('Bez sieci');
	});
});
