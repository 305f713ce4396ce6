import { type RunOptions, StateMachine } from 'aws-local-stepfunctions';
import { allStates, asl, type Definition, definition } from './definition.ts';
import { FatalError, type FaultPlan, outage, ThrottledError } from './faults.ts';

/** How an execution ended, and the name of every state it entered. */
export type Ended = {
  status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  entered: string[];
  error?: string;
};

/** A Task state's effect: from its input, after InputPath and Parameters, to its result. */
export type TaskHandlers = Readonly<Record<string, (input: never) => Promise<unknown>>>;

type Handler = (input: unknown) => Promise<unknown>;

// The fakes answer within the microtask queue, and timers fire only when that is empty: so a
// millisecond is time enough for every task that works, and a task that hangs gets the
// interpreter's own States.Timeout at once. ResultPath `$` is ASL's default; the interpreter takes
// it for a field of that name, so it is left out.
const impatient = (machine: Definition): Definition => {
  const copy = structuredClone(machine);
  delete copy.TimeoutSeconds;
  for (const [, state] of allStates(copy)) {
    if (state.Type === 'Task') state.TimeoutSeconds = 0.001;
    if (state.ResultPath === '$') delete state.ResultPath;
  }
  return copy;
};

// Not validated again: the definition as synthesized is (definition.stage.test.ts), and fractions
// of a second are not ASL.
const machine = new StateMachine(asl(impatient(definition)), {
  validationOptions: { noValidate: true },
});

const withoutWaits = Object.fromEntries(allStates().map(([name]) => [name, 0]));

// A payload is JSON on its way to the function and back.
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

const hang = (): Promise<never> => new Promise(() => {});

/**
 * One execution at a time of the synthesized definition, its tasks bound to handlers that meet
 * faults as planned.
 */
export class Interpreter {
  readonly #handlers: TaskHandlers;
  readonly #faults: FaultPlan;

  constructor(handlers: TaskHandlers, faults: FaultPlan) {
    this.#handlers = handlers;
    this.#faults = faults;
  }

  async run(input: Record<string, string | number>): Promise<Ended> {
    const end: { status?: 'ABORTED' | 'TIMED_OUT'; stop: () => void } = { stop: () => {} };
    const stopAs = (status: 'ABORTED' | 'TIMED_OUT') => {
      end.status = status;
      end.stop();
    };
    const taskResourceLocalHandlers = this.#overrides(stopAs, () => end.status !== undefined);
    const options = {
      overrides: { taskResourceLocalHandlers, retryIntervalOverrides: withoutWaits },
    } as RunOptions;
    const execution = machine.run(input, options);
    end.stop = execution.abort;
    const entered = this.#entered(execution.eventLogs);
    try {
      await execution.result;
      return { status: 'SUCCEEDED', entered: await entered };
    } catch (error) {
      // The `error` of the status-change event: the name of the Fail state, or of the uncaught
      // error.
      const { name } = (error as { cause?: Error }).cause ?? (error as Error);
      return { status: end.status ?? 'FAILED', entered: await entered, error: name };
    }
  }

  #overrides(
    stopAs: (status: 'ABORTED' | 'TIMED_OUT') => void,
    isOver: () => boolean,
  ): Record<string, Handler> {
    const wrap = ([state, handle]: [string, TaskHandlers[string]]): [string, Handler] => [
      state,
      async (input) => {
        if (isOver()) return hang();
        const call = async () => overTheWire(await handle(overTheWire(input) as never));
        await this.#faults.tick();
        return this.#meet(state, call, stopAs);
      },
    ];
    return Object.fromEntries(Object.entries(this.#handlers).map(wrap));
  }

  async #meet(
    state: string,
    call: () => Promise<unknown>,
    stopAs: (status: 'ABORTED' | 'TIMED_OUT') => void,
  ): Promise<unknown> {
    const kind = this.#faults.taskFault(state);
    if (kind === undefined) return call();
    if (kind === 'before') throw outage(state);
    if (kind === 'throttled') throw new ThrottledError(state);
    if (kind === 'fatal') throw new FatalError(state);
    if (kind === 'timeout') return hang();
    if (kind === 'late') this.#faults.cutOff(call);
    else await call();
    if (kind === 'after') throw outage(state);
    if (kind === 'ABORTED' || kind === 'TIMED_OUT') stopAs(kind);
    return hang();
  }

  async #entered(
    events: AsyncIterable<{ type: string; state?: { name: string } }>,
  ): Promise<string[]> {
    const names: string[] = [];
    for await (const { type, state } of events)
      if (type === 'StateEntered' && state) names.push(state.name);
    return names;
  }
}
