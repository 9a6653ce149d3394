import { describe, expect, test } from 'vitest';
import { describeError, withoutPersonalData } from './log-filter.ts';

describe('a line of the log', () => {
	test.each([
		['sent to halina.wrona@mam.example now', 'sent to [e-mail] now'],
		['call +48 600 100 200', 'call [number]'],
		['postgres://web:secret@127.0.0.1:5432/postgres', '[address]127.0.0.1:5432/postgres'],
		['key sb_secret_abcDEF123', 'key [token]'],
		['eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl', '[token]']
	])('%s', (said, kept) => {
		expect(withoutPersonalData(said)).toBe(kept);
	});
});

test('an error of the database is told by its code, never by its words', () => {
	const error = Object.assign(new Error('invalid input: "halina.wrona"'), { code: '22P02' });

	const told = describeError(error);

	expect(told).toMatchObject({ kind: 'Error', code: '22P02' });
	expect(JSON.stringify(told)).not.toContain('halina');
});
