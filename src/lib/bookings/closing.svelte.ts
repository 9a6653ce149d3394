import { forgetRecentSchedules } from '../calendar/recent-schedules.ts';
import { toAppError, type AppError } from '../supabase/errors.ts';
import { keyFor, settle } from './attempt.ts';
import { createClosure, previewClosure, type ClosureWish } from './closure-data.ts';
import { canChange, fatesFor, type AffectedByClosure, type Fate } from './closure.ts';

/** A closure while it is being put together: what it would meet, and what becomes of each booking. */
export class Closing {
	/** Null before anybody asked, or after the time was changed. */
	affected = $state.raw<AffectedByClosure[] | null>(null);
	fates = $state.raw<Readonly<Record<string, Fate>>>({});
	message = $state('');
	busy = $state(false);
	error = $state.raw<AppError | null>(null);
	#wish: ClosureWish | null = null;

	readonly isDecided = $derived((this.affected ?? []).every(({ id }) => id in this.fates));

	/** How many of them are cancelled, moved and kept. */
	readonly sums = $derived.by(() => {
		const fates = Object.values(this.fates);
		return {
			cancelled: fates.filter((fate) => fate === 'cancel').length,
			moved: fates.filter((fate) => typeof fate === 'object').length,
			kept: fates.filter((fate) => fate === 'keep').length
		};
	});

	/** Asks what a closure would meet; what was decided about the same bookings stays decided. */
	async check(person: string, wish: ClosureWish): Promise<void> {
		await this.#try(async () => {
			const affected = await previewClosure(person, wish);
			this.#wish = wish;
			this.affected = affected;
			this.fates = Object.fromEntries(
				affected.flatMap(({ id, status }): [string, Fate][] => {
					const known = this.fates[id];
					if (!canChange(status)) return [[id, 'keep']];
					return known ? [[id, known]] : [];
				})
			);
		});
	}

	decide(booking: string, fate: Fate): void {
		this.fates = { ...this.fates, [booking]: fate };
	}

	decideAll(wish: 'cancel' | 'keep' | 'move'): void {
		this.fates = fatesFor(this.affected ?? [], wish, this.fates);
	}

	/** False when it was refused, or a booking came in between: then they are asked for anew. */
	async close(person: string, reason: string): Promise<boolean> {
		const wish = this.#wish;
		const affected = this.affected;
		if (!wish || !affected || !this.isDecided) return false;
		const decisions = affected.flatMap((booking) => {
			const fate = this.fates[booking.id];
			return fate ? [{ booking, fate }] : [];
		});
		const content = { close: wish, reason, fates: this.fates, message: this.message };
		const isDone = await this.#try(async () => {
			await createClosure(keyFor(content), wish, reason, decisions, this.message);
			settle();
			forgetRecentSchedules();
		});
		const { error } = this;
		if (!isDone && error?.code !== 'network.offline') {
			settle();
			await this.check(person, wish);
			this.error = error;
		}
		return isDone;
	}

	/** Back to the time and the reason. */
	reset(): void {
		this.affected = null;
		this.error = null;
	}

	async #try(work: () => Promise<void>): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.error = null;
		try {
			await work();
			return true;
		} catch (problem) {
			this.error = toAppError(problem);
			return false;
		} finally {
			this.busy = false;
		}
	}
}
