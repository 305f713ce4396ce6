import type { BandwidthStep } from '../../adapters/bulk/transfer/engine/bandwidth.ts';
import { CommandProblem } from '../command-problem.ts';
import { textOf } from '../option-values.ts';
import type { Options, Values } from '../options.ts';
import { byteSize } from './amounts.ts';

/** How hard to work; may differ from run to run. */
export const engineOptions = {
  concurrency: {
    type: 'string',
    value: 'auto|n',
    help: 'simultaneous requests (auto: as many as help)',
  },
  threads: {
    type: 'string',
    value: 'n',
    help: 'worker threads (one per processor but one, one more for large files, four at most)',
  },
  retries: { type: 'string', value: 'n', help: 'more tries per request (3)' },
  patience: {
    type: 'string',
    value: 'seconds',
    help: 'how long to wait for storage that does not answer; files that wait do not fail (600)',
  },
  bwlimit: {
    type: 'string',
    value: 'rate',
    help: 'most bytes per second: 512k, or by time: "08:00,512k 18:00,10M 23:00,off"',
  },
  checksum: {
    type: 'string',
    value: 'sha256',
    help: 'the checksum of every file; there is no other',
  },
} as const satisfies Options;

/** The limits of a day, in order; `undefined` without a limit. Throws `CommandProblem`. */
export const bandwidthOf = (values: Values): BandwidthStep[] | undefined => {
  const text = textOf(values, 'bwlimit')?.trim();
  if (text === undefined) return undefined;
  if (!text.includes(',')) return [{ fromMinute: 0, ...rateOf(text) }];
  return text
    .split(/\s+/)
    .map(stepOf)
    .sort((a, b) => a.fromMinute - b.fromMinute);
};

/** A size for each second; `off` is no limit. */
const rateOf = (text: string): Pick<BandwidthStep, 'bytesPerSecond'> => {
  if (text === 'off') return {};
  const bytesPerSecond = byteSize(text);
  if (bytesPerSecond === undefined || bytesPerSecond < 1024)
    throw new CommandProblem(
      `--bwlimit must be a rate such as 512k or 10M, or 'HH:MM,rate' by time, not '${text}'.`,
    );
  return { bytesPerSecond };
};

const stepOf = (text: string): BandwidthStep => {
  const [, hours, minutes, rate] = /^([01]?\d|2[0-3]):([0-5]\d),(.+)$/.exec(text) ?? [];
  return { fromMinute: Number(hours) * 60 + Number(minutes), ...rateOf(rate ?? text) };
};
