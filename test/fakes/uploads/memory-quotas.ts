import type { CounterDelta, Tally } from '../../../core/retention/model/upload-count.ts';
import { quotaExceeded, type Reservation, roomFor } from '../../../core/uploads/model/quota.ts';

/** Quota counters in a map. */
export class MemoryQuotas {
  readonly #counters = new Map<string, Tally>();

  /** All of them or none. Throws `QuotaExceeded`. */
  reserve(reservations: readonly Reservation[]): void {
    const full = reservations.find((reservation) => {
      const { files, bytes } = this.of(reservation.counter);
      const room = roomFor(reservation);
      return files > room.files || bytes > room.bytes;
    });
    if (full) throw quotaExceeded(full);
    this.move(reservations.map(({ counter, bytes }) => ({ name: counter, files: 1, bytes })));
  }

  move(deltas: readonly CounterDelta[]): void {
    for (const { name, files, bytes } of deltas) {
      const now = this.of(name);
      this.#counters.set(name, { files: now.files + files, bytes: now.bytes + bytes });
    }
  }

  of(counter: string): Tally {
    return this.#counters.get(counter) ?? { files: 0, bytes: 0 };
  }

  /** Every counter there is. */
  get all(): Record<string, Tally> {
    return Object.fromEntries(this.#counters);
  }
}
