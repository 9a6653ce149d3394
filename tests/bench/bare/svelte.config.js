import adapter from '@sveltejs/adapter-node';

// The least that SvelteKit can be: the baseline of the schedule's figures. Built into a folder of
// the measurement's, never here.
const out = process.env.BARE_OUT ?? '.svelte-kit';

export default {
	kit: {
		adapter: adapter({ out }),
		outDir: `${out}/.kit`
	}
};
