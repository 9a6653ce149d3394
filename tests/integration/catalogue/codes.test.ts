import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

function textOf(directory: string): string {
	const path = join(import.meta.dirname, directory);
	return readdirSync(path)
		.filter((name) => /\.(sql|ts)$/.test(name))
		.map((name) => readFileSync(join(path, name), 'utf8'))
		.join('\n');
}

test('every reason for which the database refuses is provoked by a test over REST', () => {
	const migrations = textOf('../../../supabase/migrations');
	const tests = textOf('../rest');
	const codes = [...migrations.matchAll(/(?:refuse\(\s*'|"error": ")([a-z_]+\.[a-z_]+)/g)].map(
		([, code = '']) => code
	);

	const unprovoked = new Set(codes.filter((code) => !tests.includes(`'${code}'`)));

	expect(new Set(codes).size).toBeGreaterThan(25);
	expect([...unprovoked]).toEqual([]);
});
