import adapter from '@sveltejs/adapter-node';

// The least that SvelteKit can be: the baseline of the schedule's figures.
export default {
	kit: {
		adapter: adapter({ out: process.env.BARE_OUT }),
		outDir: `${process.env.BARE_OUT}/.kit`
	}
};
