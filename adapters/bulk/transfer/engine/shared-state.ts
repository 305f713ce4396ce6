import { numbersAt } from './shared-memory.ts';

/** Tells all threads, through shared memory, the state that the first thread found. */
export class SharedState<State extends string> {
  readonly #number: Int32Array;
  readonly #states: readonly [State, ...State[]];

  constructor(number: Int32Array, states: readonly [State, ...State[]]) {
    this.#number = number;
    this.#states = states;
  }

  get state(): State {
    return this.#states[Atomics.load(this.#number, 0)] ?? this.#states[0];
  }

  set state(state: State) {
    Atomics.store(this.#number, 0, this.#states.indexOf(state));
  }
}

/** Whether the destination honours `If-None-Match`, as far as known. */
export type SharedConditions = SharedState<'unknown' | 'honoured' | 'ignored'>;

export const sharedConditions = (memory: SharedArrayBuffer): SharedConditions =>
  new SharedState(numbersAt(memory, 'conditions'), ['unknown', 'honoured', 'ignored']);

/** Server-side copies at the destination: unwanted or untrusted, untried, or proven. */
export type SharedCopies = SharedState<'off' | 'unproved' | 'proved'>;

export const sharedCopies = (memory: SharedArrayBuffer): SharedCopies =>
  new SharedState(numbersAt(memory, 'copies'), ['off', 'unproved', 'proved']);
