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
    help: 'most bytes per second: 512k, or by time: "08:00,512k Sat-08:00,off"',
  },
  checksum: {
    type: 'string',
    value: 'sha256',
    help: 'the checksum of every file; there is no other',
  },
} as const satisfies Options;

/** The limits of a week, in order; `undefined` without a limit. Throws `CommandProblem`. */
export const bandwidthOf = (values: Values): BandwidthStep[] | undefined => {
  const text = textOf(values, 'bwlimit')?.trim();
  if (text === undefined) return undefined;
  if (!text.includes(',')) return [{ fromMinute: 0, ...rateOf(text) }];
  return text
    .split(/[\s;]+/)
    .flatMap(stepsOf)
    .sort((a, b) => a.fromMinute - b.fromMinute);
};

/** A size for each second; `off` is no limit. */
const rateOf = (text: string): Pick<BandwidthStep, 'bytesPerSecond'> => {
  if (text === 'off') return {};
  const bytesPerSecond = byteSize(text);
  if (bytesPerSecond === undefined || bytesPerSecond < 1024) throw badRate(text);
  return { bytesPerSecond };
};

const badRate = (text: string): CommandProblem =>
  new CommandProblem(
    `--bwlimit must be a rate such as 512k or 10M, 'HH:MM,rate' by time or 'Mon-HH:MM,rate' by ` +
      `day, not '${text}'.`,
  );

/** As `Date` counts them. */
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** `HH:MM,rate` is for every day of the week, `Mon-HH:MM,rate` for one. */
const stepsOf = (text: string): BandwidthStep[] => {
  const step = /^(?:(sun|mon|tue|wed|thu|fri|sat)-)?([01]?\d|2[0-3]):([0-5]\d),(.+)$/i;
  const [, name, hours, minutes, rate] = step.exec(text) ?? [];
  if (rate === undefined) throw badRate(text);
  const days = name === undefined ? weekdays.keys() : [weekdays.indexOf(name.toLowerCase())];
  return [...days].map((day) => ({
    fromMinute: (day * 24 + Number(hours)) * 60 + Number(minutes),
    ...rateOf(rate),
  }));
};
