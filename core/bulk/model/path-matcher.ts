import { type Automaton, BadPattern, readPattern } from './path-pattern.ts';

/** Every place a pattern may be at after some characters, and where the next ones lead. */
type State = { places: readonly number[]; isEnd: boolean; next: Map<string, State> };

/** More are forgotten and computed again: a pattern may have more of them than memory. */
const maxStates = 1000;

/**
 * Matches paths against one pattern, as rclone's filters do: one look per character, however many
 * stars the pattern has. A pattern that begins with `/` begins at the root; any other begins at any
 * part of the path.
 */
export class PathMatcher {
  readonly #automaton: Automaton;
  readonly #isAnchored: boolean;
  readonly #states = new Map<string, State>();

  /** Throws `BadPattern`. */
  constructor(glob: string) {
    if (glob === '') throw new BadPattern('is empty');
    this.#isAnchored = glob.startsWith('/');
    this.#automaton = readPattern(this.#isAnchored ? glob.slice(1) : glob);
  }

  matches(path: string): boolean {
    return this.#after(path).isEnd;
  }

  /** True if a path that begins like this may match. */
  mayMatchBelow(prefix: string): boolean {
    return this.#after(prefix).places.some((place) => this.#automaton.steps.has(place));
  }

  #after(path: string): State {
    let state = this.#state(this.#reached([0]));
    for (const char of path) state = state.next.get(char) ?? this.#step(state, char);
    return state;
  }

  #step(state: State, char: string): State {
    const taken = state.places.flatMap((place) => {
      const step = this.#automaton.steps.get(place);
      return step?.test(char) ? [step.next] : [];
    });
    const begins = char === '/' && !this.#isAnchored ? [0] : [];
    const next = this.#state(this.#reached([...taken, ...begins]));
    state.next.set(char, next);
    return next;
  }

  /** These places, and those that take no further character to get to. */
  #reached(from: readonly number[]): number[] {
    const found = new Set(from);
    // A set that grows while it is walked is walked to its end.
    for (const place of found)
      for (const next of this.#automaton.jumps.get(place) ?? []) found.add(next);
    return [...found].sort((a, b) => a - b);
  }

  #state(places: readonly number[]): State {
    const key = places.join();
    const known = this.#states.get(key);
    if (known) return known;
    if (this.#states.size >= maxStates) this.#states.clear();
    const state = { places, isEnd: places.includes(this.#automaton.end), next: new Map() };
    this.#states.set(key, state);
    return state;
  }
}
