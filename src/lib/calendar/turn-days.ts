import type { Attachment } from 'svelte/attachments';

/** A finger must go so far sideways, and clearly more sideways than down, in pixels. */
const farEnough = 64;
const sideways = 2;

/**
 * The next or previous day by swiping over the element, or by the arrow keys anywhere on the page.
 * Not where the keys or the finger mean something else: in fields, dialogs and what scrolls
 * sideways by itself (`data-own-keys`, `.chips-strip`).
 */
export function turnDays(turn: (days: 1 | -1) => void): Attachment<HTMLElement> {
	return (element) => {
		let start: Touch | null = null;

		const touchstart = ({ target, touches }: TouchEvent) => {
			start = touches.length === 1 && !isElsewhere(target) ? (touches[0] ?? null) : null;
		};
		const touchend = ({ changedTouches: [end] }: TouchEvent) => {
			if (!start || !end) return;
			const [x, y] = [end.clientX - start.clientX, end.clientY - start.clientY];
			start = null;
			if (Math.abs(x) > farEnough && Math.abs(x) > sideways * Math.abs(y)) turn(x < 0 ? 1 : -1);
		};
		const keydown = (event: KeyboardEvent) => {
			if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
			if (event.defaultPrevented || isElsewhere(event.target)) return;
			if (event.key === 'ArrowRight') turn(1);
			if (event.key === 'ArrowLeft') turn(-1);
		};

		element.addEventListener('touchstart', touchstart, { passive: true });
		element.addEventListener('touchend', touchend, { passive: true });
		document.addEventListener('keydown', keydown);
		return () => {
			element.removeEventListener('touchstart', touchstart);
			element.removeEventListener('touchend', touchend);
			document.removeEventListener('keydown', keydown);
		};
	};
}

function isElsewhere(target: EventTarget | null): boolean {
	if (!(target instanceof Element)) return false;
	return (
		target.closest(
			'input, select, textarea, dialog, [contenteditable], [data-own-keys], .chips-strip'
		) !== null
	);
}
