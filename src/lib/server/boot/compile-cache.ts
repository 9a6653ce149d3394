import { fileURLToPath } from 'node:url';

/** Lets our Node processes start from code that an earlier start has compiled. */
export const compileCache = {
	NODE_COMPILE_CACHE: fileURLToPath(
		new URL('../../../../node_modules/.cache/node', import.meta.url)
	)
};
