/** What is known of `If-None-Match` at the destination. */
export type Conditions = 'unknown' | 'honoured' | 'ignored';

const states: readonly Conditions[] = ['unknown', 'honoured', 'ignored'];

/** Behind the numbers of the shared limit. */
const offset = 40;

/** What the first thread that finds out tells all of them, in the memory they share. */
export class SharedConditions {
  readonly #state: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#state = new Int32Array(memory, offset, 1);
  }

  get state(): Conditions {
    return states[Atomics.load(this.#state, 0)] ?? 'unknown';
  }

  set state(state: Conditions) {
    Atomics.store(this.#state, 0, states.indexOf(state));
  }
}
