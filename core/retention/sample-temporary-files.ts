import { temporaryPrefix } from '../contract.ts';
import { daysAfter } from '../shared/model/later.ts';
import type { Clock, Ids } from '../shared/ports.ts';
import type { TemporaryFiles } from './ports.ts';

type Deps = { temporaryFiles: TemporaryFiles; ids: Ids; clock: Clock; temporaryDays: number };

/** Of the files that were looked at, how many should have been swept by now. */
export type TemporarySample = { sampled: number; overdue: number };

/** Lifecycle rules count from midnight, and storage sweeps within a day or two. */
const graceDays = 3;

/** Files read after each of two random keys: one request each, for a bucket of any size. */
const sampleSize = 500;

/**
 * Looks at a few temporary files from random places and counts those their lifecycle rule should
 * have removed. Never a scan.
 */
export const sampleTemporaryFiles = async ({
  temporaryFiles,
  ids,
  clock,
  temporaryDays,
}: Deps): Promise<TemporarySample> => {
  const random = ids.next('ses').slice('ses_'.length);
  const pages = await Promise.all(
    ['ses', 'usr'].map((owner) =>
      temporaryFiles.after(`${temporaryPrefix}${owner}_${random}`, sampleSize),
    ),
  );
  const due = daysAfter(clock.now(), -(temporaryDays + graceDays));
  const files = new Map(pages.flat().map(({ key, storedAt }) => [key, storedAt]));
  return {
    sampled: files.size,
    overdue: [...files.values()].filter((storedAt) => storedAt < due).length,
  };
};
