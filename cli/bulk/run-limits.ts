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
    help: 'stop cleanly after this time, such as 30m or 8h; resume continues',
  },
  'max-transfer': {
    type: 'string',
    value: 'size',
    help: 'stop cleanly after this many bytes, such as 500G; resume continues',
  },
} as const satisfies Options;

const hints = { 'max-duration': 'such as 30m or 8h', 'max-transfer': 'such as 500G' } as const;

type Limit = { text: string; amount: number };

/** The limits of one run. */
export type Limits = { duration: Limit | undefined; transfer: Limit | undefined };

/** The limits that options name. Throws `CommandProblem`. */
export const limitsOf = (values: Values): Limits => ({
  duration: limitOf(values, 'max-duration', timeSpan),
  transfer: limitOf(values, 'max-transfer', byteSize),
});

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

/** No timer waits longer. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Watches the limits of a run, which `stop` ends in good order. `note` takes each file that ended,
 * and `close` ends the watch.
 */
export const watchLimits = (
  { duration, transfer }: Limits,
  stop: (remark: string) => void,
): { note: (file: Pick<BatchRecord, 'status' | 'sizeBytes'>) => void; close: () => void } => {
  const stopAt = (limit: string): void => stop(`\n${limit}: finishing what is in flight.`);
  const cancel =
    duration && after(duration.amount, () => stopAt(`--max-duration ${duration.text} is over`));
  let bytes = 0;
  return {
    note: ({ status, sizeBytes = 0 }) => {
      if (!transfer || status !== 'transferred') return;
      bytes += sizeBytes;
      if (bytes >= transfer.amount) stopAt(`--max-transfer ${transfer.text} is reached`);
    },
    close: () => cancel?.(),
  };
};

/** Acts after a time of any length; returns a way to cancel. */
const after = (ms: number, act: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (leftMs: number): void => {
    const stepMs = Math.min(leftMs, maxTimerMs);
    const next = (): void => (leftMs > stepMs ? wait(leftMs - stepMs) : act());
    timer = setTimeout(next, stepMs).unref();
  };
  wait(ms);
  return () => clearTimeout(timer);
};
