import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Answers } from './answers.ts';

const forever = () => Infinity;
const text = ({ bytes }: { bytes: Uint8Array }) => new TextDecoder().decode(bytes);

/** A source that counts how often it is asked; each answer is another one. */
function source() {
	let asked = 0;
	return {
		read: () => Promise.resolve(JSON.stringify({ asked: ++asked })),
		get asked() {
			return asked;
		}
	};
}

describe('kept answers', () => {
	test('many readers at the same moment are one question', async () => {
		const answers = new Answers(10, forever);
		const database = source();

		const all = await Promise.all(
			Array.from({ length: 50 }, () => answers.get('a 2026-W48', database.read))
		);

		expect(database.asked).toBe(1);
		expect(new Set(all).size).toBe(1);
	});

	test('every encoding holds the same bytes, and the same bytes have the same ETag', async () => {
		const answer = await new Answers(10, forever).get('a', () => Promise.resolve('{"zażółć":1}'));
		const again = await new Answers(10, forever).get('b', () => Promise.resolve('{"zażółć":1}'));

		expect(text(answer)).toBe('{"zażółć":1}');
		expect(brotliDecompressSync(answer.brotli).toString()).toBe('{"zażółć":1}');
		expect(gunzipSync(answer.gzip).toString()).toBe('{"zażółć":1}');
		expect(again.etag).toBe(answer.etag);
	});

	test('dropping a centre asks again for it and for no other', async () => {
		const answers = new Answers(10, forever);
		const [a, b] = [source(), source()];
		await answers.get('a 2026-W48', a.read);
		await answers.get('b 2026-W48', b.read);

		answers.drop('a ');
		await answers.get('a 2026-W48', a.read);
		await answers.get('b 2026-W48', b.read);

		expect([a.asked, b.asked]).toEqual([2, 1]);
	});

	test('what is dropped while it is being read is not kept', async () => {
		const answers = new Answers(10, forever);
		const database = source();
		const before = answers.get('a', database.read);

		answers.drop('a');
		await before;

		expect(text(await answers.get('a', database.read))).toBe('{"asked":2}');
	});

	test('an old answer is read anew', async () => {
		const answers = new Answers(10, () => 0);
		const database = source();

		await answers.get('a', database.read);
		await answers.get('a', database.read);

		expect(database.asked).toBe(2);
	});

	test('a failure is told to all who wait, and the next one asks again', async () => {
		const answers = new Answers(10, forever);
		const failing = () => Promise.reject(new Error('away'));
		const waiting = [answers.get('a', failing), answers.get('a', failing)];

		expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual([
			'rejected',
			'rejected'
		]);
		expect(text(await answers.get('a', source().read))).toBe('{"asked":1}');
	});

	test('beyond the limit the longest unused goes', async () => {
		const answers = new Answers(2, forever);
		const [a, b, c] = [source(), source(), source()];
		await answers.get('a', a.read);
		await answers.get('b', b.read);
		await answers.get('a', a.read);
		await answers.get('c', c.read);

		await answers.get('a', a.read);
		await answers.get('b', b.read);

		expect([a.asked, b.asked]).toEqual([1, 2]);
	});
});
