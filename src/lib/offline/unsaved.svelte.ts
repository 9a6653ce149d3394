/**
 * Whether somebody has typed something here that is saved nowhere yet: such a tab is not reloaded
 * by an update. Typing into any field counts until the person leaves the page; a form that keeps
 * its text otherwise, or whose choices cost an effort, says so itself with `guardUnsaved`.
 */
let guards = 0;
let hasTyped = false;

export function hasUnsaved(): boolean {
	return hasTyped || guards > 0;
}

/** Called while a component is set up: as long as `isUnsaved()` holds, the tab stays as it is. */
export function guardUnsaved(isUnsaved: () => boolean): void {
	$effect(() => {
		if (!isUnsaved()) return;
		guards += 1;
		return () => {
			guards -= 1;
		};
	});
}

/** Watches all fields of the tab. */
export function watchTyping(): void {
	addEventListener('input', ({ target }) => {
		if (isTypedInto(target)) hasTyped = true;
	});
}

/** The page was left, and with it what was typed. */
export function forgetTyping(): void {
	hasTyped = false;
}

const notTyped = ['checkbox', 'radio', 'range', 'button', 'submit', 'search'];

function isTypedInto(target: EventTarget | null): boolean {
	if (target instanceof HTMLTextAreaElement) return true;
	return target instanceof HTMLInputElement && !notTyped.includes(target.type);
}
