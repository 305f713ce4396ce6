import { TransientFault } from '../../core/errors.ts';
import { faulty } from '../fakes/shared/faulty.ts';

/**
 * The fault of a task: the task fails before or after its effect, or hangs until the state's
 * time-out before or after its effect. `late`: it is cut off and its effect comes later. The
 * execution ends, by an error that no Catch sees (`fatal`) or from outside.
 */
export const taskFaultKinds = [
  'before',
  'after',
  'timeout',
  'timeout-after',
  'late',
  'fatal',
  'ABORTED',
  'TIMED_OUT',
] as const;

/** `throttled`: the account has no room for the function, which does not run. */
export type TaskFaultKind = (typeof taskFaultKinds)[number] | 'throttled';

/** At the nth call of a state, counted over all executions, and `times` calls from there. */
export type TaskFault = { state: string; kind: TaskFaultKind; nth?: number; times?: number };

/** The same for a call of a port; `late`: the caller gets an error and the effect comes later. */
export type PortFault = {
  call: string;
  kind: 'before' | 'after' | 'late';
  nth?: number;
  times?: number;
};

export type Faults = { tasks?: readonly TaskFault[]; ports?: readonly PortFault[] };

/** For a fault that never stops by itself. */
export const always = Number.POSITIVE_INFINITY;

type Work = () => Promise<unknown>;

const isDue = ({ nth = 1, times = 1 }: { nth?: number; times?: number }, count: number): boolean =>
  count >= nth && count < nth + times;

/** An error that neither `States.ALL` retries nor a Catch catches, under AWS's name. */
export class FatalError extends Error {
  override readonly name = 'States.DataLimitExceeded';
  readonly isRetryable = false;
  readonly isCatchable = false;
}

/** The name under which a workflow sees that Lambda had no room for a function. */
export class ThrottledError extends Error {
  override readonly name = 'Lambda.TooManyRequestsException';
}

/** Decides which call meets which fault, and keeps the work that was cut off until it wakes up. */
export class FaultPlan {
  readonly #faults: Faults;
  readonly #counts = new Map<string, number>();
  #cutOff: { wakesIn: number; work: Work }[] = [];
  #healed = false;

  constructor(faults: Faults = {}) {
    this.#faults = faults;
  }

  /** The outage is over: nothing fails from now on. */
  heal(): void {
    this.#healed = true;
  }

  taskFault(state: string): TaskFaultKind | undefined {
    const count = this.#count(state);
    return this.#healed
      ? undefined
      : this.#faults.tasks?.find((fault) => fault.state === state && isDue(fault, count))?.kind;
  }

  /** A port whose calls fail as planned. */
  on<Port extends object>(name: string, port: Port): Port {
    return faulty(port, (operation, args) => {
      const call = `${name}.${operation}`;
      const count = this.#count(call);
      const kind = this.#healed
        ? undefined
        : this.#faults.ports?.find((fault) => fault.call === call && isDue(fault, count))?.kind;
      if (kind !== 'late') return kind;
      this.cutOff(async () =>
        Reflect.apply(Reflect.get(port, operation) as (...args: unknown[]) => unknown, port, args),
      );
      return 'before';
    });
  }

  /** Work after its caller gave up. Its effect comes three tasks later. */
  cutOff(work: Work): void {
    this.#cutOff.push({ wakesIn: 3, work });
  }

  /** A task begins: time passes for what was cut off. */
  tick(): Promise<number> {
    for (const item of this.#cutOff) item.wakesIn -= 1;
    return this.#wake(({ wakesIn }) => wakesIn <= 0);
  }

  /** All that was cut off comes to its end. */
  wakeAll(): Promise<number> {
    return this.#wake(() => true);
  }

  async #wake(isDueNow: (item: { wakesIn: number }) => boolean): Promise<number> {
    const due = this.#cutOff.filter(isDueNow);
    this.#cutOff = this.#cutOff.filter((item) => !isDueNow(item));
    // The outcome is not reported to the workflow.
    await Promise.allSettled(due.map(({ work }) => work()));
    return due.length;
  }

  #count(what: string): number {
    const count = (this.#counts.get(what) ?? 0) + 1;
    this.#counts.set(what, count);
    return count;
  }
}

/** The error of a task or call that failed for a passing reason. */
export const outage = (where: string): TransientFault => new TransientFault(`injected at ${where}`);
