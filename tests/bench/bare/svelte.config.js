import adapter from '@sveltejs/adapter-node';

// The least that SvelteKit can be: the baseline of the schedule's figures. What runs is built into a
// folder of the measurement's; the adapter empties that first, so Kit's own work stays out of it.
const out = process.env.BARE_OUT ?? '.svelte-kit/build';

export default {
	kit: {
		adapter: adapter({ out })
	}
};
