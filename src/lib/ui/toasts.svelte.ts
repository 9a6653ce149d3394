export type Toast = {
	id: number;
	text: string;
	tone: 'plain' | 'ok' | 'no';
	/** Such as undo; the toast goes when it was pressed. */
	action: { label: string; run: () => void } | null;
};

/** What the region in the root layout shows, oldest first. Only filled in the browser. */
export const toasts = $state<Toast[]>([]);

let last = 0;

/**
 * Says something in passing, for eight seconds, or twelve when there is something to press. It takes
 * the place of what was said before, unless that can still be undone.
 */
export function showToast(
	text: string,
	options: { tone?: Toast['tone']; action?: Toast['action'] } = {}
): void {
	last += 1;
	const id = last;
	const { tone = 'plain', action = null } = options;
	for (const before of toasts.filter((toast) => !toast.action)) dismissToast(before.id);
	toasts.push({ id, text, tone, action });
	setTimeout(() => dismissToast(id), action ? 12_000 : 8_000);
}

export function dismissToast(id: number): void {
	const index = toasts.findIndex((toast) => toast.id === id);
	if (index >= 0) toasts.splice(index, 1);
}
