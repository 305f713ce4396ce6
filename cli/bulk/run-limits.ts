import type { BatchRecord } from '../../core/bulk/model/batch.ts';
import { CommandProblem } from '../command-problem.ts';
import { textOf } from '../option-values.ts';
import type { Options, Values } from '../options.ts';
import { byteSize, timeSpan } from './amounts.ts';

/** Where a run ends in good order, as if it was interrupted. */
export const limitOptions = {
  'max-duration': {
    type: 'string',
    value: 'time',
    help: 'stop in good order after that time, such as 30m or 8h; resume goes on',
  },
  'max-transfer': {
    type: 'string',
    value: 'size',
    help: 'stop in good order after so many bytes, such as 500G; resume goes on',
  },
} as const satisfies Options;

type Limit = { text: string; amount: number };

const limitOf = (
  values: Values,
  name: keyof typeof limitOptions,
  read: (text: string) => number | undefined,
): Limit | undefined => {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const amount = read(text);
  if (amount === undefined || amount === 0)
    throw new CommandProblem(`--${name} must be more than 0, ${hints[name]}, not '${text}'.`);
  return { text, amount };
};

const hints = { 'max-duration': 'such as 30m or 8h', 'max-transfer': 'such as 500G' } as const;

/** Longer than that no timer waits. */
const maxTimerMs = 2 ** 31 - 1;

type Limits = { duration: Limit | undefined; transfer: Limit | undefined };

/** The limits that options name. Throws `CommandProblem`. */
export const limitsOf = (values: Values): Limits => ({
  duration: limitOf(values, 'max-duration', timeSpan),
  transfer: limitOf(values, 'max-transfer', byteSize),
});

/** The limits of one run. */
export class RunLimits {
  readonly #limits: Limits;
  #bytes = 0;
  #stop: (remark: string) => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Throws `CommandProblem`. */
  constructor(values: Values) {
    this.#limits = limitsOf(values);
  }

  /** `stop` lets what is in flight finish. */
  begin(stop: (remark: string) => void): void {
    this.#stop = stop;
    const { duration } = this.#limits;
    if (!duration) return;
    const remark = `--max-duration ${duration.text} is over`;
    const ms = Math.min(maxTimerMs, duration.amount);
    this.#timer = setTimeout(() => this.#end(remark), ms).unref();
  }

  /** Takes a file that ended. */
  note({ status, sizeBytes = 0 }: Pick<BatchRecord, 'status' | 'sizeBytes'>): void {
    const { transfer } = this.#limits;
    if (!transfer || status !== 'transferred') return;
    this.#bytes += sizeBytes;
    if (this.#bytes >= transfer.amount) this.#end(`--max-transfer ${transfer.text} is reached`);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #end(remark: string): void {
    this.#stop(`\n${remark}: finishing what is in flight.`);
  }
}
