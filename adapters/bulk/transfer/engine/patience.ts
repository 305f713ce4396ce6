import { setTimeout as sleep } from 'node:timers/promises';
import { Side } from './outage.ts';
import { Pauses } from './pauses.ts';
import { type RetryPolicy, retrying } from './retrying.ts';

/** `onWait`: hears that the waiting for an outage begins (true) or ends, however it ends. */
type PatienceOptions = {
  retries?: number | undefined;
  patienceMs?: number | undefined;
  onWait?: (isWaiting: boolean) => void;
  sleep?: RetryPolicy['sleep'];
};

/** Makes one request as often as it takes. The request is safe to repeat. */
export type Asking = <Answer>(request: () => Promise<Answer>) => Promise<Answer>;

/** How patiently a server is asked that is no storage, such as the database of a source. */
export class Patience {
  readonly #policy: RetryPolicy;
  readonly #pauses: Pauses;
  #waiting = 0;
  #isInterrupted = false;

  constructor({ retries = 3, patienceMs = 600_000, onWait, ...world }: PatienceOptions = {}) {
    this.#pauses = new Pauses(world.sleep ?? ((ms) => sleep(ms)));
    this.#policy = {
      retries,
      patienceMs,
      random: Math.random,
      sleep: (ms) => this.#pauses.pause(ms),
      onWait: (change) => {
        const before = this.#waiting;
        this.#waiting += change;
        const isNews = before === 0 || this.#waiting === 0;
        if (isNews && !this.#isInterrupted) onWait?.(change > 0);
      },
    };
  }

  /**
   * A way to ask one server; `look` is a cheap request to it. What never answered is not waited
   * for: its address is wrong. Once the patience ends, the way throws what the request threw; what
   * waits throws `Interrupted` when it is interrupted.
   */
  with(look: () => Promise<unknown>): Asking {
    const side = new Side({ isVital: false, ask: look });
    let hasAnswered = false;
    return async (request) => {
      const ask = () => side.watch(request);
      const answer = await (hasAnswered ? retrying(this.#policy, ask) : ask());
      hasAnswered = true;
      return answer;
    };
  }

  /** Ends the waiting. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#pauses.interrupt();
  }
}
