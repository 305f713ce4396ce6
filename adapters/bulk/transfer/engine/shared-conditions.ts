import { numbersAt } from './shared-memory.ts';

/** Whether the destination honours `If-None-Match`, as far as known. */
export type Conditions = 'unknown' | 'honoured' | 'ignored';

const states: readonly Conditions[] = ['unknown', 'honoured', 'ignored'];

/** Tells all threads, through shared memory, what the first one found out. */
export class SharedConditions {
  readonly #state: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#state = numbersAt(memory, 'conditions');
  }

  get state(): Conditions {
    return states[Atomics.load(this.#state, 0)] ?? 'unknown';
  }

  set state(state: Conditions) {
    Atomics.store(this.#state, 0, states.indexOf(state));
  }
}
