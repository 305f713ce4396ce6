import type { Batch } from '@keepsake/client/operator';
import { bytesText, countText } from './figure-text.ts';

const doneStates = ['transferred', 'skipped', 'changed', 'failed', 'rolled_back'] as const;

/** A duration: `1 h 05 min`, `12 min`, `40 s`. */
export const durationText = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return `${Math.round(seconds)} s`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return hours < 1 ? `${minutes} min` : `${hours} h ${String(rest).padStart(2, '0')} min`;
};

type Paced = Pick<Batch, 'counts' | 'total' | 'status' | 'startedAt' | 'updatedAt' | 'listed'>;

/**
 * The rate since the start, and for how long the rest lasts at that rate. Empty where nothing has
 * been done, or nothing runs.
 */
export const paceText = (batch: Paced): string => {
  const { status, startedAt, updatedAt, total, listed } = batch;
  if (status !== 'running' || startedAt === undefined) return '';
  const seconds = (Date.parse(updatedAt) - Date.parse(startedAt)) / 1000;
  const done = doneIn(batch);
  if (!(seconds > 0) || done.files === 0) return '';
  const rate = `${countText(Math.round(done.files / seconds))} files/s`;
  const throughput = `${bytesText(Math.round(done.bytes / seconds))}/s`;
  const rest = ((total.files - done.files) * seconds) / done.files;
  const more = listed && rest > 0 ? `; about ${durationText(rest)} left` : '';
  return `${rate}, ${throughput}${more}`;
};

const doneIn = ({ counts }: Pick<Batch, 'counts'>) =>
  doneStates.reduce(
    (sum, status) => ({
      files: sum.files + (counts[status]?.files ?? 0),
      bytes: sum.bytes + (counts[status]?.bytes ?? 0),
    }),
    { files: 0, bytes: 0 },
  );
