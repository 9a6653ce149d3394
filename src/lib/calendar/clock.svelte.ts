import { createSubscriber } from 'svelte/reactivity';
import { now } from './now.ts';

const refresh = 15_000;

// Ticks only while something on screen reads it, and at once when the page is looked at again.
const subscribe = createSubscriber((update) => {
	const timer = setInterval(update, refresh);
	document.addEventListener('visibilitychange', update);
	return () => {
		clearInterval(timer);
		document.removeEventListener('visibilitychange', update);
	};
});

/** The current instant for the screen: what reads it inside an effect or template is kept fresh. */
export const clock = {
	get now(): Date {
		subscribe();
		return now();
	}
};
